"""Temperatures in a text -> the same on a book's scale, the contributor's own beside them."""

from __future__ import annotations

import re
from fractions import Fraction

from cookbook.manuscript.measures import MeasureStyle, System

# Ovens have marks of their own, on which cooks in both halves of the world agree.
_FAHRENHEIT = {
    110: 225, 120: 250, 130: 265, 140: 275, 150: 300, 160: 325, 170: 340, 180: 350, 190: 375,
    200: 400, 210: 410, 220: 425, 230: 450, 240: 475, 250: 480, 260: 500,
}  # fmt: skip
_CELSIUS = {
    225: 110, 250: 120, 275: 140, 300: 150, 325: 160, 350: 180, 375: 190, 400: 200, 425: 220,
    450: 230, 475: 240, 500: 260,
}  # fmt: skip
_OVEN = {System.METRIC: 105, System.US: 220}
"""Degrees from which on what is no mark of an oven is rounded to 5."""
_SIGNS = {System.METRIC: "°C", System.US: "°F"}
_TEMPERATURE = re.compile(
    r"(?<![\w.,/⁄–-])(?P<low>\d{1,3})(?:(?P<joint> ?[–-] ?| to )(?P<high>\d{2,3}))?"
    r"(?:(?:\s?[°º]\s?|\s?degrees\s?)(?P<scale>C|F|Celsius|Fahrenheit)|(?<=\d\d)(?P<bare>[CF]))"
    r"(?![\w°])"
)
_BEHIND = re.compile(r"\s?\((?P<inside>[^()]*)\)")
_BESIDE = 16
"""So many characters away, the other scale says the same again."""
_BRACKETED = 200


def convert_temperatures(text: str, style: MeasureStyle) -> str:
    """Give a text with the temperatures in it on a book's scale: 180 °C (350 °F).

    What stands in brackets, or beside the same on the other scale, is left alone; so are the marks
    of gas ovens. Where brackets follow already (fan, gas), the other figure goes into them.
    """
    first = style.measures.first
    if first is None:
        return text
    pieces: list[str] = []
    position = 0
    for found in _TEMPERATURE.finditer(text):
        if found.start() < position or _is_left(text, found):
            continue
        pieces.append(text[position : found.start()])
        said, position = _said(text, found, style)
        pieces.append(said)
    return "".join([*pieces, text[position:]])


def is_in_brackets(text: str, place: int) -> bool:
    """Tell whether a bracket is open at a place; one that opened long before isn't seen."""
    before = text[max(0, place - _BRACKETED) : place]
    return before.rfind("(") > before.rfind(")")


def _said(text: str, found: re.Match[str], style: MeasureStyle) -> tuple[str, int]:
    """Give what stands for a temperature, and where what it stands for ends."""
    system = _system(found)
    is_first = system is style.measures.first
    if is_first and not style.measures.has_both:
        return found[0], found.end()
    other = _other(found, system)
    one, two = (found[0], other) if is_first else (other, found[0])
    behind = _BEHIND.match(text, found.end())
    if behind is None or not re.search(r"\d", behind["inside"]):
        return f"{one} ({two})", found.end()
    return f"{one} ({two}, {behind['inside']})", behind.end()


def _other(found: re.Match[str], system: System) -> str:
    low, high = int(found["low"]), int(found["high"] or 0)
    ends = [_converted(each, system) for each in (low, high) if each]
    figures = "–".join(dict.fromkeys(map(str, ends)))
    return f"{figures} {_SIGNS[system.other]}"


def _converted(degrees: int, system: System) -> int:
    if system is System.METRIC:
        marked, exact = _FAHRENHEIT.get(degrees), Fraction(degrees * 9, 5) + 32
    else:
        marked, exact = _CELSIUS.get(degrees), Fraction((degrees - 32) * 5, 9)
    if marked is not None:
        return marked
    return round(exact / 5) * 5 if degrees >= _OVEN[system] else round(exact)


def _system(found: re.Match[str]) -> System:
    scale = found["scale"] or found["bare"]
    return System.METRIC if scale.startswith("C") else System.US


def _is_left(text: str, found: re.Match[str]) -> bool:
    """Tell whether a temperature stands in brackets, or beside itself on the other scale."""
    if is_in_brackets(text, found.start()):
        return True
    beside = text[max(0, found.start() - _BESIDE) : found.start()]
    after = _BEHIND.match(text, found.end())
    behind = after["inside"] if after else text[found.end() : found.end() + _BESIDE].lstrip(" /")
    others = (each for part in (beside, behind) for each in _TEMPERATURE.finditer(part))
    return any(_system(each) is not _system(found) for each in others)
