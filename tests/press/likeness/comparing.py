"""Compares two PDFs, page by page: what a reader, a screen reader or a print shop would notice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.press.likeness.documents import compare_documents, compare_fonts
from tests.press.likeness.drawing import Drawing, Shelf
from tests.press.likeness.elements import compare_structures
from tests.press.likeness.glyphs import Font
from tests.press.likeness.navigation import compare_names, compare_notes, compare_outlines
from tests.press.likeness.opened import Opened, opened
from tests.press.likeness.pages import Read, compare_boxes, compare_drawings, compare_leaves
from tests.press.likeness.structure import Structure

OF_ONE_KIND = 5
"""How many differences of one kind are told of one page, so that others have their turn."""


def differences(first: Path, second: Path, *, within_pt: float = 0.1, limit: int = 20) -> list[str]:
    """Say in which ways the first PDF isn't like the second, at most so many; [] when alike.

    Places may be `within_pt` points from each other. What follows "not" is said of the second.
    """
    with opened(first) as one, opened(second) as other:
        return list(islice(_Comparison(one, other, within_pt).run(), limit))


class _Side:
    """One of the files, with what is learnt of it on the way."""

    def __init__(self, file: Opened) -> None:
        self.file = file
        self.structure = Structure(file)
        self.shelf = Shelf()

    def read(self, number: int) -> Read:
        """Read a page; note what its content belongs to, where nobody knows."""
        page = self.file.pages[number]
        drawing = Drawing(self.shelf)
        drawing.run(page, page.obj.get("/Resources"))
        return Read(drawing.marks, self.structure.leaves[number])

    def strays(self, number: int, page: Read) -> Iterator[str]:
        """Say which of a page's content the parent tree doesn't know."""
        for content in sorted({mark.content for mark in page.marks if mark.content >= 0}):
            if not self.structure.belongs(number, content):
                yield f"content {content} is unknown to the parent tree"

    def fonts(self) -> dict[str, list[Font]]:
        """Give the fonts that were met, by name."""
        found: dict[str, list[Font]] = {}
        for font in self.shelf.fonts.values():
            found.setdefault(font.name, []).append(font)
        return found


class _Comparison:
    def __init__(self, first: Opened, second: Opened, within: float) -> None:
        self.first, self.second, self.within = _Side(first), _Side(second), within
        self.pages = min(len(first.pages), len(second.pages))

    def run(self) -> Iterator[str]:
        """Say everything, what is of the whole first."""
        one, other, within = self.first, self.second, self.within
        if len(one.file.pages) != len(other.file.pages):
            yield f"there are {len(one.file.pages)} pages, not {len(other.file.pages)}"
        yield from compare_documents(one.file, other.file)
        of_structure = list(compare_structures(one.structure, other.structure, within))
        for number in range(self.pages):
            yield from (f"page {number + 1}: {each}" for each in self._page(number))
        yield from of_structure
        yield from one.structure.faults
        yield from (f"the other: {each}" for each in other.structure.faults)
        yield from compare_outlines(one.file, other.file, within)
        yield from compare_names(one.file, other.file, within)
        yield from compare_fonts(one.fonts(), other.fonts())

    def _page(self, number: int) -> Iterator[str]:
        one, other = self.first.read(number), self.second.read(number)
        files = self.first.file, self.second.file
        for found in (
            compare_boxes(*files, number, self.within),
            compare_drawings(one, other, self.within),
            compare_leaves(one, other),
            compare_notes(*files, number, self.within),
            self.first.strays(number, one),
        ):
            yield from islice(found, OF_ONE_KIND)
