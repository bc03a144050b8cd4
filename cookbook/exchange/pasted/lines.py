"""A pasted text -> its lines, without the marks that mails, lists and word processors put there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cookbook.manuscript.decoding import tidy_text

LINES_MAX = 2_000
"""A long recipe has a hundred lines; what comes after these is kept as notes, unread."""

_QUOTED = re.compile(r"^(?:> ?)+")
_HEADING_MARK = re.compile(r"^#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*$")
_BOLD = re.compile(r"^(?P<mark>\*\*|__)(?P<text>[^*_].*?)(?P=mark)(?P<colon>:?)$")
_BULLET = re.compile(r"^(?P<mark>[-*+•◦▪▢◻□☐✓✔·‣–—])[ \t]+(?=\S)")
_TIGHT_BULLET = re.compile(r"^(?P<mark>[•◦▪▢◻□☐‣·])(?=\S)")
_NUMBER = re.compile(
    r"^(?:(?:step|schritt|étape|paso|passo|stap)[ \t]+)?"
    r"(?P<mark>\d{1,2})(?:[.):][ \t]+|[ \t]*[-–—][ \t]+)(?=\S)",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(
    r"^(?:(?:step|schritt|étape|paso|passo|stap)[ \t]+)?(?P<mark>\d{1,2})[.):]?$", re.IGNORECASE
)
_STEP_WORD = re.compile(r"^(?:step|schritt|étape|paso|passo|stap)\b", re.IGNORECASE)
# Between two digits a hard space parts thousands; elsewhere it is an accident of copying.
_HARD_SPACE = re.compile("(?<![0-9])[\u00a0\u202f]|[\u00a0\u202f](?![0-9])")
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u2060\u00ad]")
_WRAPPED_AT = range(50, 85)
_MOSTLY = 0.6
_BEGIN_SMALL, _BROKEN = 0.5, 0.15
"""So many of the lines that go on with a sentence begin with a small letter, and so many of all
lines go on with one, at least."""


@dataclass(frozen=True)
class Line:
    """A line that says something; `number` counts from 1 in what was pasted.

    `text` has no mark; `mark` is "-" for a list's line, "3" for a numbered one, "#" for one that
    was marked as a heading, or "". `gap` tells of a blank line above, `indent` counts blanks.
    """

    number: int
    text: str
    mark: str = ""
    gap: bool = False
    indent: int = 0

    @property
    def is_numbered(self) -> bool:
        """Whether it has a number of a list."""
        return self.mark.isdigit()


def read_lines(text: str) -> tuple[Line, ...]:
    """Give the lines of a pasted text, without blank ones; broken lines are whole again."""
    rows = _unquoted(_plain(text).split("\n"))
    lines: list[Line] = []
    gap = True
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            gap = True
            continue
        lines.append(_line(number, row, gap=gap))
        gap = False
    return tuple(_without_lone_numbers(_unwrapped(lines)))


def _plain(text: str) -> str:
    text = _INVISIBLE.sub("", _HARD_SPACE.sub(" ", tidy_text(text)[0]))
    return text.replace("\t", "    ")


def _unquoted(rows: Sequence[str]) -> list[str]:
    """Take off the marks of a mail that is quoted, where most of it is."""
    some = [row for row in rows if row.strip()]
    quoted = sum(bool(_QUOTED.match(row)) for row in some)
    if not some or quoted / len(some) < _MOSTLY:
        return list(rows)
    return [_QUOTED.sub("", row) for row in rows]


def _line(number: int, row: str, *, gap: bool) -> Line:
    words = row.strip()
    indent = len(row) - len(row.lstrip())
    if found := _HEADING_MARK.match(words) or _BOLD.match(words):
        return Line(number, found["text"].strip(), "#", gap, indent)
    if found := _BULLET.match(words) or _TIGHT_BULLET.match(words):
        return Line(number, words[found.end() :], "-", gap, indent)
    if found := _NUMBER.match(words):
        return Line(number, words[found.end() :], found["mark"], gap, indent)
    return Line(number, words, "", gap, indent)


def _unwrapped(lines: Sequence[Line]) -> Iterable[Line]:
    """Join what a mail program broke into lines of some seventy letters."""
    lines = _without_hanging(lines)
    width = max((_width(line) for line in lines), default=0)
    if width not in _WRAPPED_AT:
        return lines
    broken = [_was_broken(*pair, width) for pair in pairwise(lines)]
    small = sum(
        after.text[:1].islower() for after, was in zip(lines[1:], broken, strict=True) if was
    )
    enough = max(2, _BEGIN_SMALL * sum(broken))
    if small < enough or sum(broken) < _BROKEN * len(lines):
        return lines
    whole = list(lines[:1])
    for line, was in zip(lines[1:], broken, strict=True):
        if was:
            whole[-1] = replace(whole[-1], text=f"{whole[-1].text} {line.text}")
        else:
            whole.append(line)
    return whole


def _without_hanging(lines: Sequence[Line]) -> list[Line]:
    """Join lines that hang below the words of a list's line."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        hangs = before is not None and before.mark not in {"", "#"} and not line.gap
        if before is not None and hangs and not line.mark and line.indent > before.indent + 1:
            whole[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            whole.append(line)
    return whole


def _width(line: Line) -> int:
    marked = len(line.mark) + 2 + (line.is_numbered) if line.mark else 0
    return line.indent + marked + len(line.text)


def _was_broken(line: Line, after: Line, width: int) -> bool:
    """Tell whether a line ends because the first word of the next had no room in it."""
    if after.gap or after.mark or after.indent < line.indent:
        return False
    return _width(line) + 1 + len(after.text.split()[0]) > width


def _without_lone_numbers(lines: Iterable[Line]) -> Iterable[Line]:
    """Give a number that stands on a line of its own ("Step 1") to the line below it."""
    waiting: Line | None = None
    for line in lines:
        alone = _NUMBER_ALONE.match(line.text) if not line.mark else None
        if alone and (_STEP_WORD.match(line.text) or line.gap or waiting):
            waiting = replace(line, mark=alone["mark"])
        elif waiting is not None:
            yield replace(line, mark=line.mark or waiting.mark, gap=True)
            waiting = None
        else:
            yield line
