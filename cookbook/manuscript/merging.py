"""Merge two versions of a manuscript that grew from one base: front matter by key, body by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from cookbook.manuscript.blocks import read_lines
from cookbook.manuscript.counting import as_plain, merge_counted, read_counted
from cookbook.manuscript.diff3 import Change, part
from cookbook.manuscript.frontmatter import FENCE
from cookbook.manuscript.key_merging import merge_front_matter
from cookbook.manuscript.merges import Conflict, Form, Lines, Merge, Origin, Piece, Settled


def merge_texts(base: str, mine: str, theirs: str) -> Merge:
    """Merge two versions of the manuscript `base`, whatever they hold; line ends are newlines.

    A key or a line that one side changed is taken, and so is what both changed alike; lists of the
    front matter are merged as sets. Changes of lines that touch each other are a conflict. Numbers
    of list items are not compared; they are counted anew. Where a front matter can't be read, all
    is merged by line.
    """
    texts = (base, mine, theirs)
    ending = _merge_endings(*(text[len(text.rstrip("\n")) :] for text in texts))
    sides = [text.rstrip("\n").split("\n") if text.strip("\n") else [] for text in texts]
    ends = [front_end(side) for side in sides]
    front = _merge_fronts(*(side[:end] for side, end in zip(sides, ends, strict=True)))
    if front is None or None in ends:
        front, ends = (), [0, 0, 0]
    was, one, other = (side[end:] for side, end in zip(sides, ends, strict=True))
    body = _Bodies(
        *(read_counted(was), read_counted(one), read_counted(other)),
        headings=headings_above(one),
        front_lines=ends[1] or 0,
    )
    return Merge((*front, *body.merge()), ending)


@dataclass(frozen=True)
class _Bodies:
    """The lines below the front matter, in the three versions."""

    base: Lines
    mine: Lines
    theirs: Lines
    # The heading above each line of mine, and above what would follow the last.
    headings: tuple[str, ...]
    front_lines: int

    def merge(self) -> Iterator[Piece]:
        stretches = part(*([line.words for line in side] for side in self._sides))
        for stretch in stretches:
            base, mine, theirs = (
                self.base[stretch.base],
                self.mine[stretch.mine],
                self.theirs[stretch.theirs],
            )
            if stretch.change is Change.APART:
                yield from self._apart(stretch.mine.start, base, mine, theirs)
            else:
                yield Settled(_ORIGINS[stretch.change], _settle(stretch.change, base, mine, theirs))

    @property
    def _sides(self) -> tuple[Lines, Lines, Lines]:
        return self.base, self.mine, self.theirs

    def _apart(self, start: int, base: Lines, mine: Lines, theirs: Lines) -> Iterator[Piece]:
        """Settle what both begin and end with alike, and leave in conflict what lies between."""
        above = _shared(mine, theirs)
        below = _shared(mine[above:][::-1], theirs[above:][::-1])
        if above:
            yield _alike(mine[:above], theirs[:above])
        one, other = mine[above : len(mine) - below], theirs[above : len(theirs) - below]
        if base or (one and other):
            yield self._conflict(start + above, base, one, other)
        else:
            yield Settled(Origin.MINE if one else Origin.THEIRS, one or other)
        if below:
            yield _alike(mine[len(mine) - below :], theirs[len(theirs) - below :])

    def _conflict(self, start: int, base: Lines, mine: Lines, theirs: Lines) -> Conflict:
        return Conflict(
            key="",
            heading=self.headings[start],
            line=self.front_lines + start + 1,
            base=_text_of(base),
            mine=_text_of(mine),
            theirs=_text_of(theirs),
            form=Form.LINES,
            mine_lines=mine,
            theirs_lines=theirs,
            both_lines=(*mine, *theirs),
        )


_ORIGINS = {
    Change.NOBODY: Origin.BASE,
    Change.MINE: Origin.MINE,
    Change.THEIRS: Origin.THEIRS,
    Change.ALIKE: Origin.ALIKE,
}


def _settle(change: Change, base: Lines, mine: Lines, theirs: Lines) -> Lines:
    if change is Change.NOBODY:
        return tuple(map(merge_counted, base, mine, theirs))
    if change is Change.ALIKE:
        return _alike(mine, theirs).lines
    return mine if change is Change.MINE else theirs


def _alike(mine: Lines, theirs: Lines) -> Settled:
    lines = tuple(merge_counted(None, *pair) for pair in zip(mine, theirs, strict=True))
    return Settled(Origin.ALIKE, lines)


def _shared(mine: Lines, theirs: Lines) -> int:
    pairs = zip(mine, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].words == pair[1].words, pairs))


def _text_of(lines: Lines) -> str:
    return "\n".join(line.text for line in lines)


def _merge_fronts(base: list[str], mine: list[str], theirs: list[str]) -> tuple[Piece, ...] | None:
    """Merge front matters; where at most one side changed it, it needn't even be readable."""
    if mine in (theirs, base):
        origin = Origin.THEIRS if mine != theirs else Origin.BASE if mine == base else Origin.ALIKE
        return (Settled(origin, as_plain(theirs)),) if theirs else ()
    if theirs == base:
        return (Settled(Origin.MINE, as_plain(mine)),) if mine else ()
    return merge_front_matter(base, mine, theirs)


def _merge_endings(base: str, mine: str, theirs: str) -> str:
    """Merge the newlines at the ends; a form that drops the last one contradicts nobody."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else max(mine, theirs)


def front_end(lines: Sequence[str]) -> int | None:
    """Give the number of lines that are front matter, or None where it never ends."""
    if not lines or lines[0].rstrip() != FENCE:
        return 0
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in {FENCE, "..."}:
            return number
    return None


def headings_above(lines: Sequence[str]) -> tuple[str, ...]:
    """Give the heading above each line, or on it, and the one above what would follow."""
    heading, above = "", []
    for line in read_lines("\n".join(lines)) if lines else ():
        found = line.heading()
        heading = found[1] if found else heading
        above.append(heading)
    return (*above, heading)
