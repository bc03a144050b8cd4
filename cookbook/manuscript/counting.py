"""Lines whose list numbers are told apart from their words, so that they can be counted anew.

A step that is put in gives all steps below it a new number, though nobody changed them. Here a
line keeps what its number meant: the first of a list, the next one, or a number of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from cookbook.manuscript.blocks import read_lines

_NUMBERED = re.compile(r"([ \t]*)(\d{1,3})([.)](?:\s.*)?)", re.DOTALL)
_LIST_ITEM = re.compile(r"\s*(?:[-*+•‣◦]|\d{1,3}[.)])(?:\s|$)")
HIGHEST_NUMBER = 999


class Count(IntEnum):
    """What a number says: it follows the one before, it is the first, or it starts anew."""

    NEXT = 0
    ANEW = 1
    FIRST = 2
    NONE = 3


@dataclass(frozen=True)
class CountedLine:
    """One line; `digits` is its list number as written, or "" for all other lines.

    `start` is the number that it takes where nothing comes before it in its list.
    """

    before: str
    digits: str = ""
    after: str = ""
    count: Count = Count.NONE
    start: int = 1
    heading: bool = False

    @property
    def words(self) -> tuple[str, bool, str]:
        """What the line says whatever its number; lines that share it are the same line."""
        return self.before, bool(self.digits), self.after

    @property
    def text(self) -> str:
        """The line as it was written."""
        return f"{self.before}{self.digits}{self.after}"

    @property
    def indent(self) -> int:
        """How many columns stand before its first word; tabs are four wide."""
        spaced = self.text.expandtabs(4)
        return len(spaced) - len(spaced.lstrip())


def read_counted(lines: Sequence[str]) -> tuple[CountedLine, ...]:
    """Tell the list numbers of some lines from their words; those in fenced code stay words."""
    seen = _Numbers()
    counted: list[CountedLine] = []
    if not lines:
        return ()
    for text, line in zip(lines, read_lines("\n".join(lines)), strict=True):
        match = None if line.code and not line.opens else _NUMBERED.fullmatch(text)
        if match:
            found = _numbered(CountedLine(match[1], match[2], match[3]), seen)
        else:
            found = CountedLine(text, heading=line.heading() is not None)
        counted.append(found)
        seen.pass_by(found, int(found.digits or 0))
    return tuple(counted)


def as_plain(lines: Iterable[str]) -> tuple[CountedLine, ...]:
    """Take lines as they are, with whatever numbers they hold."""
    return tuple(CountedLine(line) for line in lines)


def write_counted(lines: Iterable[CountedLine]) -> str:
    """Write lines with their numbers counted anew, joined by newlines.

    Lines just as `read_counted` gave them come out as they went in.
    """
    seen = _Numbers()
    written: list[str] = []
    # What stands below a number that grew wider moves with it: from which column, and how far.
    moves: list[tuple[int, int]] = []
    for line in lines:
        if line.text.strip():
            moves = [move for move in moves if move[0] <= line.indent]
        moved = " " * sum(further for _, further in moves) if line.text.strip() else ""
        number = _number(line, seen) if line.digits else 0
        seen.pass_by(line, number)
        if line.digits and number != int(line.digits):
            digits = str(number)
            if len(digits) > len(line.digits):
                moves.append((line.indent + len(line.digits) + 1, len(digits) - len(line.digits)))
            line = replace(line, digits=digits)  # noqa: PLW2901 -- the same line, counted anew
        written.append(moved + line.text)
    return "\n".join(written)


def merge_counted(base: CountedLine | None, mine: CountedLine, theirs: CountedLine) -> CountedLine:
    """Give the line whose words are the same in all versions, with a number that fits them all."""
    if mine == theirs or not mine.digits or base is None or not base.digits:
        choice = min(mine, theirs, key=_order)
    elif mine == base:
        choice = theirs
    elif theirs == base or _order(theirs) == _order(base):
        choice = mine
    elif _order(mine) == _order(base):
        choice = theirs
    else:
        choice = min(mine, theirs, key=_order)
    # Whoever has something before the line knows how the list goes on; whoever has nothing before
    # it knows with which number the list begins.
    firsts = [line for line in (mine, theirs) if line.count is Count.FIRST]
    if len(firsts) != 1:
        return choice
    later = theirs if firsts[0] is mine else mine
    start = firsts[0].start if later.count is Count.NEXT else later.start
    return replace(later, digits=choice.digits, start=start)


def _order(line: CountedLine) -> tuple[int, int, str]:
    """Give what a number means, so that two are compared without what merely follows from it."""
    return line.count, line.start, "" if line.count is Count.NEXT else line.digits


def _numbered(line: CountedLine, seen: _Numbers) -> CountedLine:
    number, before = int(line.digits), seen.before(line)
    if before is None:
        return replace(line, count=Count.FIRST, start=number)
    if number == before + 1:
        return replace(line, count=Count.NEXT)
    return replace(line, count=Count.ANEW, start=number)


class _Numbers:
    """The last number of each list that is open, by indentation."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        # Lists with nothing but their own items since their last number.
        self._near: set[int] = set()

    def before(self, line: CountedLine) -> int | None:
        return self._last.get(line.indent)

    def is_near(self, line: CountedLine) -> bool:
        return line.indent in self._near

    def pass_by(self, line: CountedLine, number: int) -> None:
        if line.heading:
            self._last.clear()
        if line.heading or not line.text.strip():
            return
        indent = line.indent
        if not _LIST_ITEM.match(line.text):
            self._near = {each for each in self._near if each < indent}
        for deeper in [each for each in self._last if each > indent]:
            del self._last[deeper]
        if line.digits:
            self._last[indent] = number
            self._near.add(indent)


def _number(line: CountedLine, seen: _Numbers) -> int:
    before = seen.before(line)
    if line.count is Count.ANEW:
        return int(line.digits)
    if before is None or (line.count is Count.FIRST and not seen.is_near(line)):
        return line.start
    return min(before + 1, HIGHEST_NUMBER)
