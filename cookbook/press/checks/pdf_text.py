"""Where the words of a PDF's pages stand, by the marks that the structure names them by."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from cookbook.press.checks.pdf_file import PdfFile

TEXT = 1
"""PDFium's number for objects that are text."""
UNMARKED = -1
PAGES_KEPT = 64


@dataclass
class Words:
    """What one mark holds: its words, and how far they reach, in points from the lower left."""

    text: str = ""
    left: float = float("inf")
    right: float = float("-inf")
    lines: list[float] = field(default_factory=list)

    def add(self, text: str, left: float, right: float, base: float) -> None:
        """Take a run of text."""
        self.text += text
        self.left, self.right = min(self.left, left), max(self.right, right)
        self.lines.append(base)


@lru_cache(maxsize=PAGES_KEPT)
def words_on(pdf: PdfFile, number: int) -> Mapping[int, Words]:
    """Give the words of a page by the numbers of their marks; those of none are under -1."""
    found: dict[int, Words] = {}
    page = pdf.text[number]
    text = page.get_textpage()
    for each in page.get_objects(filter=(TEXT,), max_depth=1):
        mark = int(pdfium.FPDFPageObj_GetMarkedContentID(each.raw))
        left, low, right, _ = each.get_bounds()
        said = _text(each, text)
        if said.strip():
            found.setdefault(mark, Words()).add(said, left, right, base_of(each, low))
    text.close()
    page.close()
    return found


def _text(each: Any, page: Any) -> str:  # noqa: ANN401 -- PDFium has no types
    size = pdfium.FPDFTextObj_GetText(each.raw, page.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    place = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFTextObj_GetText(each.raw, page.raw, place, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def base_of(each: Any, low: float) -> float:  # noqa: ANN401 -- likewise
    """Give the height of the base line on which a text stands."""
    matrix = pdfium.FS_MATRIX()
    return float(matrix.f) if pdfium.FPDFPageObj_GetMatrix(each.raw, matrix) else low


def count_lines(words: Iterator[Words], apart: float) -> int:
    """Count the lines on which words stand; what is nearer than `apart` points is one."""
    count, before = 0, float("inf")
    for base in sorted((base for each in words for base in each.lines), reverse=True):
        if before - base > apart:
            count, before = count + 1, base
    return count
