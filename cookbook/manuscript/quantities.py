"""Amounts as cooks write them: text in, exact fractions out, and back as a book sets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_VULGAR = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
    "⅕": Fraction(1, 5),
    "⅖": Fraction(2, 5),
    "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5),
    "⅐": Fraction(1, 7),
    "⅑": Fraction(1, 9),
    "⅒": Fraction(1, 10),
}
# Fifths and tenths come from kitchen scales, and read better as decimals: 1.2 kg.
_KITCHEN_DENOMINATORS = frozenset({2, 3, 4, 6, 8})
_GLYPHS = {value: glyph for glyph, value in _VULGAR.items()}
_DECIMAL_PLACES = 4
# A plain slash between larger numbers means "or" (250/300 g), not a fraction.
_LARGEST_SLASHED_DENOMINATOR = 64

_SPACE = "[ \u00a0\u2009\u202f]"
_HARD_SPACE = "[\u00a0\u2009\u202f]"
_DIGITS = "[0-9]{1,9}"
_WHOLE = rf"(?P<whole>{_DIGITS})(?:{_SPACE}|(?P<dash> ?[-–] ?)| (?:and|&|\+) )"
_MIXED_VULGAR = re.compile(
    rf"(?:(?:{_WHOLE}|(?P<tight>{_DIGITS})))?(?P<glyph>[{''.join(_VULGAR)}])"
)
_SLASHED = re.compile(
    rf"(?:{_WHOLE})?(?P<above>{_DIGITS})(?P<bar>[/⁄∕])(?P<below>{_DIGITS})(?![0-9/⁄∕])"
)
_THOUSANDS = re.compile(
    rf"[1-9][0-9]{{0,2}}(?:(?:,[0-9]{{3}}){{1,3}}(?:\.[0-9]{{1,9}})?|(?:{_HARD_SPACE}[0-9]{{3}}){{1,3}}"
    r"|(?: 000){1,3}|(?:\.[0-9]{3}){2,3})(?![0-9])"
)
_DECIMAL = re.compile(rf"(?!00)(?:{_DIGITS}(?:[.,][0-9]{{1,9}})?|\.[0-9]{{1,9}})(?![0-9])")

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "un": 1, "une": 1, "ein": 1, "eine": 1, "einen": 1, "um": 1, "uma": 1, "una": 1,
}  # fmt: skip
_WORD = re.compile(
    r"(?P<third>two[ -]thirds)\b|(?P<most>three[ -](?:quarters|fourths))\b"
    r"|(?:(?:an?|one)[ -])?(?P<part>half|quarter)\b(?![ -]and[ -]half|-)"
    r"|(?:a|one)[ -](?P<small>third)\b"
    r"|(?P<couple>a couple)(?: of)?\b"
    rf"|(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?P<half> and a half)?"
    r"(?=[\s,;)–—-]|$)(?! (?:few|little|lot|bit|touch|dozen)\b)(?!-[^\W\d])",
    re.IGNORECASE,
)
_DOZEN = re.compile(r"(?:a |one )?(?P<dozen>dozen)\b|(?P<six>half a dozen)\b", re.IGNORECASE)
_TIMES_TWELVE = re.compile(r" ?dozen\b", re.IGNORECASE)
_AND_A_HALF = re.compile(r" and (?:a|one) half\b", re.IGNORECASE)
_RANGE = re.compile(rf"{_SPACE}?[-–—‒−]{_SPACE}?| (?:to|or|bis|à|a|ou|oder|o) ", re.IGNORECASE)
_OF_A = re.compile(r" (?:of )?an?(?= )", re.IGNORECASE)
_NOT_AN_AMOUNT = re.compile(r" ?[%°]")
# One line of ingredients is asked for its quantity in several ways, one after another.
_REMEMBERED = 64


@dataclass(frozen=True)
class Quantity:
    """An amount, or a range of amounts when `high` (which is then greater than `low`) is given."""

    low: Fraction
    high: Fraction | None = None


@lru_cache(maxsize=_REMEMBERED)
def parse_quantity(text: str) -> tuple[Quantity, str] | None:
    """Read the quantity that `text` begins with; give it and the text that follows, or None.

    A comma before exactly three digits groups thousands (1,000), any other is a decimal comma
    (0,5 and 0,125). A point is a decimal point unless it groups twice (1.000.000). A hard or thin
    space groups thousands; an ordinary one does so only before 000, because "2 400 g tins" are
    two tins. Percentages and degrees are no quantities. A number of ten digits or more isn't read.
    """
    text = text.lstrip()
    first = _number(text)
    if first is None:
        return None
    low, end = first
    high: Fraction | None = None
    joint = _RANGE.match(text, end)
    second = _number(text[joint.end() :]) if joint else None
    if joint and second and second[0] > low:
        high, end = second[0], joint.end() + second[1]
    if dozen := _TIMES_TWELVE.match(text, end):
        low, high, end = low * 12, high and high * 12, dozen.end()
    if low < 1 and high is None and (article := _OF_A.match(text, end)):
        end = article.end()
    if _NOT_AN_AMOUNT.match(text, end):
        return None
    return Quantity(low, high), text[end:].lstrip()


def format_quantity(quantity: Quantity) -> str:
    """Set a quantity as a book does: 1½, 2–3, 1 5⁄12; fifths, tenths and the like as decimals."""
    low = _format_number(quantity.low)
    return low if quantity.high is None else f"{low}–{_format_number(quantity.high)}"


def _number(text: str) -> tuple[Fraction, int] | None:
    """Read one number, in figures or in words; give it and where it ends."""
    for read in (
        _read_dozen,
        _read_vulgar,
        _read_slashed,
        _read_thousands,
        _read_decimal,
        _read_word,
    ):
        found = read(text)
        if found is not None:
            return found
    return None


def _mixed(match: re.Match[str], part: Fraction) -> Fraction | None:
    """Add the whole number before a fraction, or give None when the two don't belong together."""
    whole = match["whole"]
    if whole is None:
        return part
    # "1-1/2" is one and a half, but "0–½" is a range, and "1 5/4" is no mixed number.
    if part >= 1 or (match["dash"] and int(whole) == 0):
        return None
    return int(whole) + part


def _read_vulgar(text: str) -> tuple[Fraction, int] | None:
    match = _MIXED_VULGAR.match(text)
    if not match:
        return None
    value = _mixed(match, _VULGAR[match["glyph"]])
    if value is None:
        return None
    return value + int(match["tight"] or 0), match.end()


def _read_slashed(text: str) -> tuple[Fraction, int] | None:
    match = _SLASHED.match(text)
    if not match:
        return None
    below = int(match["below"])
    if below == 0 or (match["bar"] == "/" and below > _LARGEST_SLASHED_DENOMINATOR):
        return None
    value = _mixed(match, Fraction(int(match["above"]), below))
    return None if value is None else (value, match.end())


def _read_thousands(text: str) -> tuple[Fraction, int] | None:
    match = _THOUSANDS.match(text)
    if not match:
        return None
    written = match[0]
    if written.count(".") > 1:
        written = written.replace(".", "")
    return Fraction(re.sub(r"[^0-9.]", "", written)), match.end()


def _read_decimal(text: str) -> tuple[Fraction, int] | None:
    match = _DECIMAL.match(text)
    if not match:
        return None
    value, end = Fraction(match[0].replace(",", ".")), match.end()
    if half := _AND_A_HALF.match(text, end):
        return value + Fraction(1, 2), half.end()
    return value, end


def _read_dozen(text: str) -> tuple[Fraction, int] | None:
    match = _DOZEN.match(text)
    if not match:
        return None
    return Fraction(6 if match["six"] else 12), match.end()


def _read_word(text: str) -> tuple[Fraction, int] | None:
    match = _WORD.match(text)
    if not match:
        return None
    fixed = {
        "third": Fraction(2, 3),
        "most": Fraction(3, 4),
        "small": Fraction(1, 3),
        "couple": Fraction(2),
    }
    for name, value in fixed.items():
        if match[name]:
            return value, match.end()
    if match["part"]:
        return Fraction(1, 2 if match["part"].lower() == "half" else 4), match.end()
    return _WORDS[match["word"].lower()] + Fraction(bool(match["half"]), 2), match.end()


def _format_number(value: Fraction) -> str:
    whole, part = divmod(value, 1)
    if not part:
        return str(whole)
    if part.denominator in _KITCHEN_DENOMINATORS:
        return f"{whole or ''}{_GLYPHS[part]}"
    if part.denominator % 5 == 0 and 10**_DECIMAL_PLACES % part.denominator == 0:
        places = f"{int(part * 10**_DECIMAL_PLACES):0{_DECIMAL_PLACES}}"
        return f"{whole}.{places.rstrip('0')}"
    fraction = f"{part.numerator}⁄{part.denominator}"
    return f"{whole} {fraction}" if whole else fraction
