"""Two versions of a manuscript -> the places where they differ, and a text with some of these."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cookbook.manuscript.counting import CountedLine, as_plain, read_counted, write_counted
from cookbook.manuscript.diff3 import align
from cookbook.manuscript.frontmatter import FENCE
from cookbook.manuscript.key_merging import part_front_matter
from cookbook.manuscript.merges import Lines
from cookbook.manuscript.merging import front_end, headings_above
from cookbook.manuscript.pairing import pair_similar
from cookbook.manuscript.passages import Passage, Role

_LIST_ITEM = re.compile(r" {0,3}(?:[-*+•‣◦]|\d{1,3}[.)])\s+(?=\S)")


@dataclass(frozen=True)
class Place:
    """One place in which two versions differ, in the words of both; "" stands for none.

    `key` is the key of the front matter, or "" for lines of the body, which stand under `heading`
    ("" before the first). A list of the front matter has one item a line.
    """

    key: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class _Piece:
    """Lines of both versions that belong together; without a place, nothing is to be chosen."""

    before: Lines
    after: Lines
    place: Place | None = None


@dataclass(frozen=True)
class Picking:
    """Two versions, laid beside each other for somebody who takes some of the changes.

    Parting the same two texts gives the same places, so that they can be named by their numbers.
    """

    before: str
    after: str
    pieces: tuple[_Piece, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places in which the two differ, from top to end."""
        return tuple(piece.place for piece in self.pieces if piece.place is not None)

    def text(self, chosen: Collection[int]) -> str:
        """Write the earlier version with the changes of these places, by number from 0.

        All of them give the later version and none the earlier one, letter by letter.
        """
        wanted = set(range(len(self.places))) & set(chosen)
        if not wanted:
            return self.before
        if len(wanted) == len(self.places):
            return self.after
        lines: list[CountedLine] = []
        number = 0
        for piece in self.pieces:
            takes = piece.place is not None and number in wanted
            number += piece.place is not None
            lines += piece.after if takes else piece.before
        return write_counted(lines) + self.before[len(self.before.rstrip("\n")) :]


def pick_places(before: str, after: str) -> Picking:
    """Part two versions of a manuscript, whatever they hold; line ends are newlines.

    A key of the front matter is a place of its own, and so is each item of a list; other lines are
    one where they touch each other.
    """
    was, now = (text.rstrip("\n").split("\n") for text in (before, after))
    front: tuple[_Piece, ...] = ()
    ends = front_end(was), front_end(now)
    if ends[0] and ends[1]:
        front = tuple(_front(was[: ends[0]], now[: ends[1]]))
        was, now = was[ends[0] :], now[ends[1] :]
    return Picking(before, after, (*front, *_body(was, now)))


def _front(before: Sequence[str], after: Sequence[str]) -> Iterator[_Piece]:
    parts = part_front_matter(before, after)
    if parts is None:
        place = None
        if before != after:
            place = Place("", "", "\n".join(before[1:-1]), "\n".join(after[1:-1]))
        yield _Piece(as_plain(before), as_plain(after), place)
        return
    fence = as_plain([FENCE])
    yield _Piece(fence, fence)
    for part in parts:
        differs = part.was != part.now
        place = Place(part.key, "", part.was, part.now) if differs else None
        yield _Piece(as_plain(part.before), as_plain(part.after), place)
    yield _Piece(fence, fence)


def _body(before: Sequence[str], after: Sequence[str]) -> Iterator[_Piece]:
    was, now = read_counted(before), read_counted(after)
    headings = headings_above(after)
    start, first = 0, 0
    pairs = align([each.words for each in was], [each.words for each in now])
    for at, other in [*pairs, (len(was), len(now))]:
        yield from _gap(was[start:at], now[first:other], headings[first])
        yield _Piece(was[at : at + 1], now[other : other + 1])
        start, first = at + 1, other + 1


def _gap(before: Lines, after: Lines, heading: str) -> Iterator[_Piece]:
    """Part what stands between lines that stayed: items of a list one by one, all else as it is."""
    if not before and not after:
        return
    if not all(_LIST_ITEM.match(line.text) for line in (*before, *after)):
        yield _piece(before, after, heading)
        return
    start, first = 0, 0
    for at, other in [*_paired(before, after), (len(before), len(after))]:
        for gone in before[start:at]:
            yield _piece((gone,), (), heading)
        for new in after[first:other]:
            yield _piece((), (new,), heading)
        if at < len(before):
            yield _piece(before[at : at + 1], after[other : other + 1], heading)
        start, first = at + 1, other + 1


def _paired(before: Lines, after: Lines) -> list[tuple[int, int]]:
    one, other = ([_passage(line.text) for line in side] for side in (before, after))
    return pair_similar(one, other)


def _passage(line: str) -> Passage:
    """Take an item without a number for an ingredient, which is known by its name."""
    found = _LIST_ITEM.match(line)
    is_counted = found is not None and any(each.isdigit() for each in found[0])
    words = line[found.end() :] if found else line
    return Passage(Role.STEP if is_counted else Role.INGREDIENT, words, 0, "")


def _piece(before: Lines, after: Lines, heading: str) -> _Piece:
    was, now = _text_of(before), _text_of(after)
    seen = was.split() != now.split()
    return _Piece(before, after, Place("", heading, was, now) if seen else None)


def _text_of(lines: Lines) -> str:
    return "\n".join(line.text for line in lines).strip("\n")
