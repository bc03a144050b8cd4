"""What the codes of a PDF's font stand for: what they say, how wide they are, how they look."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import pikepdf
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont, TTLibError

from tests.press.likeness.opened import Thing, digest, numbers

PREFIX = re.compile(r"^/?[A-Z]{6}\+")
BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
FILES = ("/FontFile", "/FontFile2", "/FontFile3")
NOT_TOLD = "\ufffd"
SPACE = 32


class Glyph(NamedTuple):
    """What a code shows: what it says, its width in ems, and a digest of its outline.

    `is_space` is of the one code that word spacing widens (ISO 32000-1, 9.3.3).
    """

    says: str
    width: float
    shape: int | str
    is_space: bool


class Font:
    """A font of a PDF; `name` is without the prefix that marks a subset."""

    def __init__(self, font: Thing) -> None:
        self.font = font
        self.name = PREFIX.sub("", str(font.get("/BaseFont", font.get("/Name", "")))).lstrip("/")
        self.is_wide = font.get("/Subtype") == "/Type0"
        self.is_drawn = font.get("/Subtype") == "/Type3"
        self.below: Thing = font["/DescendantFonts"][0] if self.is_wide else font
        self.known: dict[int, Glyph] = {}

    def read(self, text: bytes) -> Iterator[Glyph]:
        """Give the glyphs of a shown text."""
        size = 2 if self.is_wide else 1
        for at in range(0, len(text), size):
            code = int.from_bytes(text[at : at + size])
            glyph = self.known.get(code)
            if glyph is None:
                glyph = self.known[code] = self._glyph(code)
            yield glyph

    @property
    def faults(self) -> Iterator[str]:
        """Say what keeps the font from being shown or read aloud everywhere."""
        if "/ToUnicode" not in self.font:
            yield "doesn't say what its letters are (no ToUnicode)"
        if not self.is_drawn and self._file is None:
            yield "is not embedded"
        elif not self.is_drawn and self._outlines is None:
            yield "is embedded, but can't be opened"

    def _glyph(self, code: int) -> Glyph:
        is_space = code == SPACE and not self.is_wide
        says = self._letters.get(code, NOT_TOLD)
        return Glyph(says, self._width(code), self._shape(code), is_space)

    def _width(self, code: int) -> float:
        if self.is_wide:
            return self._wide_widths.get(code, _first(self.below.get("/DW"), 1000.0)) / 1000
        widths, first = self.font.get("/Widths"), int(self.font.get("/FirstChar", 0))
        inside = widths is not None and 0 <= code - first < len(widths)
        width = float(widths[code - first]) if inside else 0.0
        return width * (numbers(self.font["/FontMatrix"])[0] if self.is_drawn else 0.001)

    @cached_property
    def _wide_widths(self) -> dict[int, float]:
        """Read the widths of a composite font (ISO 32000-1, 9.7.4.3)."""
        found: dict[int, float] = {}
        waiting: list[float] = []
        for each in self.below.get("/W") or ():
            if isinstance(each, pikepdf.Array):
                start = int(waiting.pop())
                found.update({start + at: float(width) for at, width in enumerate(each)})
            else:
                waiting.append(float(each))
            if len(waiting) == 3:
                first, last, width = waiting
                found.update(dict.fromkeys(range(int(first), int(last) + 1), width))
                waiting = []
        return found

    @cached_property
    def _letters(self) -> dict[int, str]:
        """Read what codes say (ISO 32000-1, 9.10.3)."""
        found: dict[int, str] = {}
        if "/ToUnicode" not in self.font:
            return found
        for kind, block in BLOCK.findall(self.font["/ToUnicode"].read_bytes()):
            if kind == b"char":
                found.update({int(code, 16): _said(says) for code, says in CHAR.findall(block)})
                continue
            for first, last, says in RANGE.findall(block):
                start, said = int(first, 16), _said(says)
                for code in range(start, int(last, 16) + 1):
                    found[code] = said[:-1] + chr(ord(said[-1]) + code - start)
        return found

    def _shape(self, code: int) -> int | str:
        if self.is_drawn:
            return self._drawn_shape(code)
        if self._outlines is None:
            return 0
        glyph = self._gids[2 * code : 2 * code + 2] if self._gids else code.to_bytes(2)
        number, order = int.from_bytes(glyph), self._outlines.getGlyphOrder()
        if number >= len(order):
            return 0
        outlines = self._outlines.getGlyphSet()
        pen = DecomposingRecordingPen(outlines)
        outlines[order[number]].draw(pen)
        return hash((tuple(pen.value), self._outlines["head"].unitsPerEm))

    def _drawn_shape(self, code: int) -> str:
        names: dict[int, str] = {}
        at = 0
        for each in self.font["/Encoding"].get("/Differences", ()):
            if isinstance(each, pikepdf.Name):
                names[at] = str(each)
                at += 1
            else:
                at = int(each)
        return digest(self.font["/CharProcs"].get(names.get(code, "/.notdef")))

    @cached_property
    def _gids(self) -> bytes:
        table = self.below.get("/CIDToGIDMap")
        return table.read_bytes() if isinstance(table, pikepdf.Stream) else b""

    @cached_property
    def _outlines(self) -> TTFont | None:
        if self._file is None:
            return None
        try:
            return TTFont(io.BytesIO(self._file.read_bytes()), lazy=True)
        except TTLibError:
            return None

    @cached_property
    def _file(self) -> Thing:
        described = self.below.get("/FontDescriptor")
        files = [described.get(name) for name in FILES] if described is not None else []
        return next((each for each in files if each is not None), None)


def _said(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _first(value: Thing, otherwise: float) -> float:
    return otherwise if value is None else float(value)
