"""What is wrong with quantities in the text of a page: for whoever checks a finished book."""

from __future__ import annotations

import re

from cookbook.press.entries.typography import BLANK, GLYPHS

UNITS = r"g|kg|mg|ml|cl|dl|oz|lbs?|fl oz|tsp|tbsp|cups?|litres?|liters?|cm|mm|inch(?:es)?|°[CF]|min"
"""Units that no break may part from their figures; words that may mean something else are not."""
_AROUND = 24
_APART = re.compile(rf"(?<![\w.,/:])\d{{1,3}}(?:{BLANK}[{GLYPHS}⅐⅑⅒]|[ \n\u00a0]\d+⁄\d+)")
_LOOSE = re.compile(rf"(?<=[\d{GLYPHS}])[ \t\n\r]+(?:{UNITS})(?!\w)")
_TURNED = re.compile(rf"(?<=[\d{GLYPHS}])[ \u00a0\u202f]*[\n\r]\s*(?:{UNITS})(?!\w)")


def apart_fractions(text: str) -> list[str]:
    """Give the places of a text where a space parts a whole number from its fraction: 1 ½.

    A narrow space before a fraction that has no glyph of its own (1 5⁄12) is right.
    """
    return _places(_APART, text)


def loose_units(text: str) -> list[str]:
    """Give the places of a text, of an EPUB or a web page, where a unit may leave its figure."""
    return _places(_LOOSE, text)


def turned_units(text: str) -> list[str]:
    """Give the places of a page's lines, as a PDF has them, where a unit begins the next line."""
    return _places(_TURNED, text)


def _places(pattern: re.Pattern[str], text: str) -> list[str]:
    return [
        " ".join(text[max(0, found.start() - _AROUND) : found.end() + _AROUND].split())
        for found in pattern.finditer(text)
    ]
