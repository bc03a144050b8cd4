"""Stage: the bookmarks of all pages -> the outline of the PDF (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pydyf

from cookbook.press.binding.pdffile import PdfFile

CLOSED = "closed"


@dataclass(frozen=True)
class Bookmark:
    """A bookmark: its level in the styles, its words, and where it leads, as a destination."""

    level: int
    words: str
    destination: bytes
    state: str = "open"


@dataclass
class _Branch:
    bookmark: Bookmark
    number: int
    below: list[_Branch] = field(default_factory=list)


def write_outline(file: PdfFile, bookmarks: Iterable[Bookmark]) -> int | None:
    """Write the outline; give its number, or None where there is nothing in it."""
    tree = _grow(file, bookmarks)
    if not tree:
        return None
    root = file.reserve()
    count = _write(file, tree, root)
    dictionary = b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>"
    file.put(root, dictionary % (count, tree[0].number, tree[-1].number))
    return root


def _grow(file: PdfFile, bookmarks: Iterable[Bookmark]) -> list[_Branch]:
    """Put deeper bookmarks under those before them; a level that is left out leaves no gap."""
    top: list[_Branch] = []
    open_branches: list[_Branch] = []
    for each in bookmarks:
        while open_branches and open_branches[-1].bookmark.level >= each.level:
            open_branches.pop()
        branch = _Branch(each, file.reserve())
        (open_branches[-1].below if open_branches else top).append(branch)
        open_branches.append(branch)
    return top


def _write(file: PdfFile, branches: list[_Branch], parent: int) -> int:
    """Write branches and all below; give how many of them show when the outline is opened."""
    shown = len(branches)
    for place, branch in enumerate(branches):
        below = _write(file, branch.below, branch.number)
        closed = branch.bookmark.state == CLOSED
        shown += 0 if closed else below
        parts = [
            b"<</Title ",
            pydyf.String(branch.bookmark.words).data,
            b"/Dest ",
            branch.bookmark.destination,
            b"/Parent %d 0 R/Count %d" % (parent, -below if closed else below),
        ]
        if branch.below:
            ends = (branch.below[0].number, branch.below[-1].number)
            parts.append(b"/First %d 0 R/Last %d 0 R" % ends)
        if place:
            parts.append(b"/Prev %d 0 R" % branches[place - 1].number)
        if place + 1 < len(branches):
            parts.append(b"/Next %d 0 R" % branches[place + 1].number)
        file.put(branch.number, b"".join([*parts, b">>"]))
    return shown
