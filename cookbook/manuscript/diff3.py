"""Align two sequences, and part three versions of one into what stood still and what was changed.

Two versions are aligned at the items that occur once in each (patience diff), and between those by
Myers' greedy algorithm ("An O(ND) difference algorithm and its variations", 1986), which gives up
where two stretches have nearly nothing in common, so that no text can keep it busy for long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

Pairs: TypeAlias = list[tuple[int, int]]

# More differences than these between two anchors, and the stretches count as different throughout.
MOST_DIFFERENCES = 200
# Anchors within anchors; only texts made for it go deeper.
DEEPEST = 24


class Change(Enum):
    """Who changed a stretch."""

    NOBODY = auto()
    MINE = auto()
    THEIRS = auto()
    ALIKE = auto()
    APART = auto()


@dataclass(frozen=True)
class Stretch:
    """Where one stretch lies in the three versions, and who changed it.

    Positions count from 0. Changed stretches never touch each other: what lies side by side is one.
    """

    change: Change
    base: slice
    mine: slice
    theirs: slice


def align(before: Sequence[Hashable], after: Sequence[Hashable]) -> Pairs:
    """Give the positions of items that both hold in the same order, as (before, after) pairs."""
    pairs: Pairs = []
    # Ranges that are still to be aligned: from and to in both, and how deep they lie.
    todo = [(0, len(before), 0, len(after), 0)]
    while todo:
        start, end, first, last, depth = todo.pop()
        while start < end and first < last and before[start] == after[first]:
            pairs.append((start, first))
            start, first = start + 1, first + 1
        while start < end and first < last and before[end - 1] == after[last - 1]:
            end, last = end - 1, last - 1
            pairs.append((end, last))
        if start == end or first == last:
            continue
        anchors = _anchors(before, after, (start, end, first, last)) if depth < DEEPEST else []
        if not anchors:
            pairs += [
                (start + one, first + other)
                for one, other in _greedy(before[start:end], after[first:last])
            ]
            continue
        pairs += anchors
        for one, other in [*anchors, (end, last)]:
            todo.append((start, one, first, other, depth + 1))
            start, first = one + 1, other + 1
    return sorted(pairs)


def part(
    base: Sequence[Hashable], mine: Sequence[Hashable], theirs: Sequence[Hashable]
) -> Iterator[Stretch]:
    """Part three versions into stretches, in order; together they cover all three."""
    in_mine = dict(align(base, mine))
    in_theirs = dict(align(base, theirs))
    at, of_mine, of_theirs = 0, 0, 0
    still = [each for each in range(len(base)) if each in in_mine and each in in_theirs]
    run = 0
    for position in still:
        to_mine, to_theirs = in_mine[position], in_theirs[position]
        gap = (at, position), (of_mine, to_mine), (of_theirs, to_theirs)
        if any(start != end for start, end in gap):
            if run:
                yield _still(at, of_mine, of_theirs, run)
                run = 0
            yield _changed(base, mine, theirs, *(slice(*each) for each in gap))
        at, of_mine, of_theirs, run = position + 1, to_mine + 1, to_theirs + 1, run + 1
    if run:
        yield _still(at, of_mine, of_theirs, run)
    if at < len(base) or of_mine < len(mine) or of_theirs < len(theirs):
        yield _changed(
            base,
            mine,
            theirs,
            slice(at, len(base)),
            slice(of_mine, len(mine)),
            slice(of_theirs, len(theirs)),
        )


def _still(at: int, mine: int, theirs: int, run: int) -> Stretch:
    """Make the stretch of `run` items that ends before these positions."""
    return Stretch(
        Change.NOBODY, slice(at - run, at), slice(mine - run, mine), slice(theirs - run, theirs)
    )


def _changed(  # noqa: PLR0913, PLR0917 -- three versions, and a stretch of each
    base: Sequence[Hashable],
    mine: Sequence[Hashable],
    theirs: Sequence[Hashable],
    of_base: slice,
    of_mine: slice,
    of_theirs: slice,
) -> Stretch:
    was, one, other = list(base[of_base]), list(mine[of_mine]), list(theirs[of_theirs])
    if one == other:
        change = Change.ALIKE
    elif one == was:
        change = Change.THEIRS
    elif other == was:
        change = Change.MINE
    else:
        change = Change.APART
    return Stretch(change, of_base, of_mine, of_theirs)


def _anchors(
    before: Sequence[Hashable], after: Sequence[Hashable], within: tuple[int, int, int, int]
) -> Pairs:
    """Give the longest row of items that occur once in both ranges and keep their order."""
    start, end, first, last = within
    here = Counter(before[start:end])
    there = Counter(after[first:last])
    places = {after[at]: at for at in range(first, last) if there[after[at]] == 1}
    return _rising(
        [
            (at, places[before[at]])
            for at in range(start, end)
            if here[before[at]] == 1 and before[at] in places
        ]
    )


def _rising(pairs: Pairs) -> Pairs:
    """Give a longest run of pairs whose second numbers rise (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    previous: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        previous.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        piles[pile : pile + 1] = [number]
    found: Pairs = []
    number = piles[-1] if piles else -1
    while number >= 0:
        found.append(pairs[number])
        number = previous[number]
    return found[::-1]


def _greedy(before: Sequence[Hashable], after: Sequence[Hashable]) -> Pairs:
    """Align by the fewest differences, or not at all where there are too many of them."""
    # How far each diagonal (position in `before` less that in `after`) is reached, in `before`.
    reached = {1: 0}
    trace: list[dict[int, int]] = []
    for differences in range(min(len(before) + len(after), MOST_DIFFERENCES) + 1):
        trace.append(dict(reached))
        for diagonal in range(-differences, differences + 1, 2):
            come_from = _come_from(reached, diagonal, differences)
            at = reached[come_from] + (come_from < diagonal)
            other = at - diagonal
            while at < len(before) and other < len(after) and before[at] == after[other]:
                at, other = at + 1, other + 1
            reached[diagonal] = at
            if at >= len(before) and other >= len(after):
                return _way_back(trace, len(before), len(after))
    return []


def _come_from(reached: dict[int, int], diagonal: int, differences: int) -> int:
    """Give the diagonal from which one more difference leads furthest on this one."""
    below, above = reached.get(diagonal - 1, -1), reached.get(diagonal + 1, -1)
    if diagonal == -differences or (diagonal != differences and below < above):
        return diagonal + 1
    return diagonal - 1


def _way_back(trace: list[dict[int, int]], at: int, other: int) -> Pairs:
    pairs: Pairs = []
    for differences in range(len(trace) - 1, -1, -1):
        reached = trace[differences]
        come_from = _come_from(reached, at - other, differences)
        start = reached[come_from]
        while at > start and other > start - come_from:
            at, other = at - 1, other - 1
            pairs.append((at, other))
        at, other = start, start - come_from
    return pairs[::-1]
