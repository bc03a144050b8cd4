"""Trace each line of a text back through its versions: which of them wrote it as it stands.

A line that was moved, renumbered or brought in by a merge stays with the version that wrote it. One
that was changed knows where it came from, too. All of it takes time in proportion to what changed,
whatever the texts hold.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from cookbook.manuscript.diff3 import Pairs
from cookbook.manuscript.pairing import pair_similar
from cookbook.manuscript.passages import Passage, Role

Making: TypeAlias = tuple[int, ...]
"""The versions that made a line, by number: from where it came, to what wrote it as it stands."""

# So many pairs of changed lines are compared in all; lines beyond begin anew where they changed.
MOST_COMPARED = 60_000
MOST_COMPARED_AT_ONCE = 2_500
# What a line came from by more steps than these is known by the first and the last of them.
MOST_STEPS = 12
MERGES = 2
# The number of a step, which is counted and not written.
_NUMBER = re.compile(r"\d{1,3}[.)]\s+")


@dataclass(frozen=True)
class Version:
    """One version of a text; `parents` are the numbers of those that it was made from."""

    number: int
    text: str
    parents: tuple[int, ...] = ()


def trace_lines(versions: Iterable[Version]) -> tuple[Making, ...]:
    """Tell for each line of the last of these versions what made it; blank lines have ().

    Versions come after their parents; a parent that is not among them is as good as none. A version
    that says again what an earlier one said, line by line, is that one over again.
    """
    tracer = _Tracer()
    text, traced = "", _Traced([], [])
    for version in versions:
        text, traced = version.text, tracer.trace(version)
    makings = iter(traced.makings)
    return tuple(next(makings) if line.strip() else () for line in text.split("\n"))


def plain_line(line: str) -> str:
    """Give a line as it is compared: without its blanks, and without the number of a step."""
    plain = " ".join(line.split())
    return (
        _NUMBER.sub("", plain, count=1) if plain[:1].isdigit() and _NUMBER.match(plain) else plain
    )


@dataclass(frozen=True)
class _Traced:
    """The lines of a version that are not blank, as numbers, and what made each."""

    lines: list[int]
    makings: list[Making]


class _Tracer:
    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._plain: list[str] = []
        self._by_plain: dict[str, int] = {}
        self._traced: dict[int, _Traced] = {}
        self._seen: dict[tuple[int, ...], _Traced] = {}
        self._left = MOST_COMPARED

    def trace(self, version: Version) -> _Traced:
        """Trace the lines of a version, whose parents have been traced."""
        lines = self._read(version.text)
        key = tuple(lines)
        # A merge that says just what one side said still knows what the other side had first.
        traced = self._seen.get(key) if len(version.parents) < MERGES else None
        if traced is None:
            traced = _Traced(lines, self._make(version, lines))
            self._seen[key] = traced
        self._traced[version.number] = traced
        return traced

    def _read(self, text: str) -> list[int]:
        """Give each line that is not blank as a number, the same for lines that say the same."""
        written = text.split("\n")
        found = list(map(self._numbers.get, written))
        if None in found:
            both = zip(found, written, strict=True)
            found = [self._number(line) if known is None else known for known, line in both]
        return [number for number in found if number]

    def _number(self, line: str) -> int:
        """Give a line its number; a blank one is 0."""
        if line not in self._numbers:
            plain = plain_line(line)
            if plain and plain not in self._by_plain:
                self._plain.append(plain)
                self._by_plain[plain] = len(self._plain)
            self._numbers[line] = self._by_plain.get(plain, 0)
        return self._numbers[line]

    def _make(self, version: Version, lines: list[int]) -> list[Making]:
        made: list[Making] = [()] * len(lines)
        parents = [self._traced[each] for each in version.parents if each in self._traced]
        stayed = [_same_lines(parent.lines, lines) for parent in parents]
        for parent, pairs in zip(parents, stayed, strict=True):
            before = parent.makings
            for was, now in pairs:
                # What two versions say alike was written first where it is older.
                if not made[now] or before[was][-1] < made[now][-1]:
                    made[now] = before[was]
        for parent, pairs in zip(parents, stayed, strict=True):
            new = [at for at, making in enumerate(made) if not making]
            for was, now in self._changed_lines(parent.lines, lines, pairs, new) if new else ():
                made[now] = _stepped(parent.makings[was], version.number)
        return [making or (version.number,) for making in made]

    def _changed_lines(
        self, before: Sequence[int], after: Sequence[int], stayed: Pairs, new: list[int]
    ) -> Pairs:
        """Pair new lines with what they were before, as far as lines may still be compared."""
        pairs: Pairs = []
        for gone, came in _gaps(len(before), stayed, new):
            compared = len(gone) * len(came)
            if compared > min(MOST_COMPARED_AT_ONCE, self._left):
                continue
            self._left -= compared
            alike = pair_similar(
                [self._passage(before[at]) for at in gone],
                [self._passage(after[at]) for at in came],
            )
            pairs += [(gone[was], came[now]) for was, now in alike]
        return pairs

    def _passage(self, number: int) -> Passage:
        return Passage(Role.TEXT, self._plain[number - 1], 0, "")


def _stepped(making: Making, number: int) -> Making:
    steps = (*making, number)
    return steps if len(steps) <= MOST_STEPS else (steps[0], *steps[-MOST_STEPS + 1 :])


def _same_lines(before: Sequence[int], after: Sequence[int]) -> Pairs:
    """Pair as many equal lines as there are, those first that stand among the same neighbours."""
    above = _shared(before, after)
    below = _shared(before[above:][::-1], after[above:][::-1])
    end, last = len(before) - below, len(after) - below
    pairs = [(at, at) for at in range(above)]
    pairs += zip(range(end, len(before)), range(last, len(after)), strict=True)
    gone: Sequence[int] = range(above, end)
    new: Sequence[int] = range(above, last)
    found = _lone_lines(before, after, gone, new)
    for near in ((-1, 0, 1), (-1, 0), (0, 1), (0,)):
        pairs += found
        paired, met = {was for was, _ in found}, {now for _, now in found}
        gone = [at for at in gone if at not in paired]
        new = [at for at in new if at not in met]
        if not gone or not new:
            return pairs
        found = _among_neighbours(before, after, gone, new, near)
    return pairs + found


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    count = 0
    for was, now in zip(one, other, strict=False):
        if was != now:
            break
        count += 1
    return count


def _lone_lines(
    before: Sequence[int], after: Sequence[int], gone: Sequence[int], new: Sequence[int]
) -> Pairs:
    """Pair the lines that each version has once in its stretch."""
    was, now = _lone_places(before, gone), _lone_places(after, new)
    return [(place, now[line]) for line, place in was.items() if line in now]


def _lone_places(lines: Sequence[int], stretch: Sequence[int]) -> dict[int, int]:
    """Give the places of lines that a stretch has once."""
    inside = lines[stretch[0] : stretch[-1] + 1] if stretch else []
    places = dict(zip(inside, stretch, strict=True))
    if len(places) == len(inside):
        return places
    counted = Counter(inside)
    return {line: place for line, place in places.items() if counted[line] == 1}


def _among_neighbours(
    before: Sequence[int],
    after: Sequence[int],
    gone: Sequence[int],
    new: Sequence[int],
    near: Sequence[int],
) -> Pairs:
    """Pair lines in order whose neighbours at these distances (0 is the line itself) are equal."""
    waiting = defaultdict[tuple[int, ...], deque[int]](deque)
    for at in gone:
        waiting[_around(before, at, near)].append(at)
    pairs: Pairs = []
    for at in new:
        places = waiting.get(_around(after, at, near))
        if places:
            pairs.append((places.popleft(), at))
    return pairs


def _around(lines: Sequence[int], at: int, near: Sequence[int]) -> tuple[int, ...]:
    size = len(lines)
    return tuple(lines[at + far] if 0 <= at + far < size else 0 for far in near)


def _gaps(size: int, stayed: Pairs, new: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
    """Give the lines that went, of so many, and the new ones between the same lines that stayed."""
    from_there = {now: was for was, now in stayed}
    still = set(from_there.values())
    for _, run in groupby(enumerate(new), key=lambda each: each[1] - each[0]):
        came = [at for _, at in run]
        start = from_there.get(came[0] - 1, -1) + 1
        end = from_there.get(came[-1] + 1, size)
        gone = [at for at in range(start, end) if at not in still]
        if gone:
            yield gone, came
