"""Lengths in a text -> the same in a book's measures: how wide a tin is, how thick a dough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from cookbook.manuscript.measures import MeasureStyle, System
from cookbook.manuscript.quantities import Quantity, format_quantity, parse_quantity
from cookbook.manuscript.rounding import round_centimetres, round_inches
from cookbook.manuscript.temperatures import is_in_brackets

INCH = Fraction("2.54")
_NUMBER = r"(?:(?:\d{1,3}[ -])?\d/\d{1,2}|\d{1,3}(?:[.,]\d)?\s?[½⅓⅔¼¾⅛⅜⅝⅞]?|[½⅓⅔¼¾⅛⅜⅝⅞])"
_FIGURES = rf"{_NUMBER}(?:(?:\s?[xX×]\s?|\s?[–-]\s?| to ){_NUMBER}){{0,2}}"
_LENGTH = re.compile(
    rf"(?:(?P<article>\b[Aa])n? )?(?<![\w.,/⁄×–-])(?P<figures>{_FIGURES})"
    r"[- \u00a0\u202f]?(?P<unit>cm|mm|inch(?:es)?|in\.|[″”\"])(?!\w)"
)
_LIKE_EIGHT = re.compile(r"8|1[18](?!\d)")
_TIMES = re.compile(r"(\s?[xX×]\s?)")
_KEPT = "\u00a0"
"""Before "in" there must be no break, and nobody else could tell it from the word."""
_BESIDE = 16
"""So many characters away, the other unit says the same again."""
Round = Callable[[Fraction], Fraction | None]
_INCHES: tuple[Fraction, Round] = (1 / INCH, round_inches)
_CENTIMETRES: tuple[Fraction, Round] = (INCH, round_centimetres)


def convert_lengths(text: str, style: MeasureStyle) -> str:
    """Give a text with the lengths in it in a book's measures: 9 in (23 cm).

    In brackets the two stand with a slash between them. What says both already is left alone.
    """
    first = style.measures.first
    if first is None:
        return text

    def said(found: re.Match[str]) -> str:
        system = _system(found)
        computed = None
        if (system is not first or style.measures.has_both) and not _has_both(text, found):
            computed = _converted(found, system)
        if computed is None:
            return found[0]
        own = text[found.start("figures") : found.end()]
        one, two = (own, computed) if system is first else (computed, own)
        is_inside = is_in_brackets(text, found.start())
        return _article(found, one) + (f"{one}/{two}" if is_inside else f"{one} ({two})")

    return _LENGTH.sub(said, text)


def _article(found: re.Match[str], figures: str) -> str:
    """Give the article before a length as it is before these figures: a 9, an 8."""
    if not found["article"]:
        return ""
    return f"{found['article']}{'n' if _LIKE_EIGHT.match(figures) else ''} "


def _system(found: re.Match[str]) -> System:
    return System.METRIC if found["unit"] in ("cm", "mm") else System.US


def _converted(found: re.Match[str], system: System) -> str | None:
    joints = _TIMES.split(found["figures"])
    parsed = [parse_quantity(piece) for piece in joints[::2]]
    factor, round_one = _INCHES if system is System.METRIC else _CENTIMETRES
    factor /= 10 if found["unit"] == "mm" else 1
    sides: list[Quantity] = []
    for each in parsed:
        side = None if each is None or each[1] else _rounded(each[0], factor, round_one)
        if side is None:
            return None
        sides.append(side)
    if system is System.METRIC:
        return f"{_joined(map(format_quantity, sides), joints[1::2])}{_KEPT}in"
    unit = "cm"
    if all((each.high or each.low) < 1 for each in sides):
        sides, unit = [_in_millimetres(each) for each in sides], "mm"
    return f"{_joined(map(_decimals, sides), joints[1::2])}{_KEPT}{unit}"


def _rounded(side: Quantity, factor: Fraction, round_one: Round) -> Quantity | None:
    low, high = round_one(side.low * factor), round_one((side.high or side.low) * factor)
    if low is None or high is None:
        return None
    return Quantity(low, high if high > low else None)


def _in_millimetres(side: Quantity) -> Quantity:
    return Quantity(Fraction(round(side.low * 10)), side.high and Fraction(round(side.high * 10)))


def _decimals(side: Quantity) -> str:
    ends = (side.low,) if side.high is None else (side.low, side.high)
    return "–".join(f"{float(each):.1f}".removesuffix(".0") for each in ends)


def _joined(sides: Iterable[str], joints: Sequence[str]) -> str:
    return "".join(f"{side}{joint}" for side, joint in zip(sides, [*joints, ""], strict=True))


def _has_both(text: str, found: re.Match[str]) -> bool:
    beside = text[max(0, found.start() - _BESIDE) : found.start()]
    behind = text[found.end() : found.end() + _BESIDE].lstrip(" /")
    others = (each for part in (beside, behind) for each in _LENGTH.finditer(part))
    return any(_system(each) is not _system(found) for each in others)
