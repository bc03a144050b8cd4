"""A PDF's fonts: whether each lies in the file, and which codes it has no glyph for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pikepdf

CODES = 0x10000
CID_RANGES = re.compile(rb"begincid(?:range|char)(.*?)endcid", re.DOTALL)
CID_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,4})>\s*(?:<([0-9A-Fa-f]{1,4})>\s*)?(\d+)")
LETTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
LETTER = re.compile(rb"<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f]*)>")
LETTER_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
LETTER_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f]{1,4})>\s*(?:<|\[)")
NO_LETTERS = frozenset({b"", b"0000", b"FEFF", b"FFFE"})


@dataclass(frozen=True)
class Font:
    """What is needed of a font.

    `empty` are the codes, of `width` bytes, that show no glyph; `words` those of which the file
    says what letters they are, or None for all (as where the font's encoding is a known one).
    """

    name: str
    is_embedded: bool
    width: int = 0
    empty: frozenset[int] = frozenset()
    words: frozenset[int] | None = None


def count_empty(text: bytes, font: Font) -> int:
    """Count the glyphs of a shown text that the font doesn't have."""
    if not font.empty:
        return 0
    starts = range(0, len(text), font.width)
    return sum(int.from_bytes(text[at : at + font.width]) in font.empty for at in starts)


def codes_of(text: bytes, font: Font) -> set[int]:
    """Give the codes of a shown text."""
    starts = range(0, len(text), font.width or 1)
    return {int.from_bytes(text[at : at + (font.width or 1)]) for at in starts}


def read_font(font: Any) -> Font:  # noqa: ANN401 -- pikepdf's objects
    """Read what is needed of a font dictionary."""
    kind, name = font.get("/Subtype"), str(font.get("/BaseFont", "/?")).lstrip("/")
    if kind == "/Type3":
        # Its glyphs are drawings within the file itself.
        name = str(font.get("/Name", "/Type3")).lstrip("/")
        return Font(name, is_embedded=True, width=1, words=_known_codes(font))
    if kind != "/Type0":
        encoding = font.get("/Encoding")
        # An encoding of standard names says what letters its codes are (ISO 32000-1, 9.10.2).
        words = _known_codes(font) if "/ToUnicode" in font or encoding is None else None
        return Font(name, _is_embedded(font), 1, _empty_names(encoding), words)
    below = font.get("/DescendantFonts")
    descendant = below[0] if isinstance(below, pikepdf.Array) and len(below) else None
    if not isinstance(descendant, pikepdf.Dictionary):
        return Font(name, is_embedded=False)
    empty = _empty_codes(font.get("/Encoding"), descendant.get("/CIDToGIDMap"))
    return Font(name, _is_embedded(descendant), 2, empty, _known_codes(font))


def _is_embedded(font: Any) -> bool:  # noqa: ANN401 -- pikepdf's objects
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        return False
    return any(f"/FontFile{number}" in descriptor for number in ("", "2", "3"))


def _empty_codes(encoding: Any, glyphs: Any) -> frozenset[int]:  # noqa: ANN401 -- pikepdf's objects
    """Give the codes that mean glyph 0, which is .notdef in every font (ISO 32000-1, 9.7).

    Known are the plain encoding, with or without a table of glyphs, and one that the file brings.
    """
    if isinstance(encoding, pikepdf.Stream):
        return frozenset(range(CODES)) - _mapped_codes(encoding.read_bytes())
    if str(encoding) not in ("/Identity-H", "/Identity-V"):
        return frozenset()
    if not isinstance(glyphs, pikepdf.Stream):
        return frozenset({0})
    numbers = glyphs.read_bytes()[: 2 * CODES]
    pairs = range(0, len(numbers), 2)
    return frozenset(at // 2 for at in pairs if numbers[at : at + 2] == b"\0\0") | {0}


def _mapped_codes(cmap: bytes) -> frozenset[int]:
    """Give the codes that a CMap maps to something other than glyph 0."""
    found: set[int] = set()
    for block in CID_RANGES.finditer(cmap):
        for first, last, glyph in CID_RANGE.findall(block[1]):
            start, end = int(first, 16), min(int(last or first, 16), CODES - 1)
            found.update(range(start + (int(glyph) == 0), end + 1))
    return frozenset(found)


def _known_codes(font: Any) -> frozenset[int]:  # noqa: ANN401 -- pikepdf's objects
    """Give the codes that a font's table of letters has, and not as nothing (ISO 14289-1, 7.21.7).

    U+0000, U+FEFF and U+FFFE are no letters.
    """
    table = font.get("/ToUnicode")
    if not isinstance(table, pikepdf.Stream):
        return frozenset()
    data, found = table.read_bytes(), set[int]()
    for block in LETTERS.finditer(data):
        for code, letters in LETTER.findall(block[1]):
            if letters.upper() not in NO_LETTERS:
                found.add(int(code, 16))
    for block in LETTER_RANGES.finditer(data):
        for first, last in LETTER_RANGE.findall(block[1]):
            found.update(range(int(first, 16), min(int(last, 16), CODES - 1) + 1))
    return frozenset(found)


def _empty_names(encoding: Any) -> frozenset[int]:  # noqa: ANN401 -- pikepdf's objects
    """Give the codes that a simple font's encoding names .notdef."""
    if not isinstance(encoding, pikepdf.Dictionary):
        return frozenset()
    found, code = set(), 0
    for each in encoding.get("/Differences", ()):
        if isinstance(each, pikepdf.Name):
            if each == "/.notdef":
                found.add(code)
            code += 1
        else:
            code = int(each)
    return frozenset(found)
