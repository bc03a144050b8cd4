"""The lines of a pasted method -> groups of steps, with remarks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cookbook.exchange.pasted.grouping import (
    A_LIST,
    blocks_of,
    doubt_of,
    groups_of,
    heads_group,
)
from cookbook.exchange.pasted.likeness import begins_as_step
from cookbook.exchange.pasted.lines import Line
from cookbook.exchange.pasted.listed import Listed, nested

LONG_STEP = "A long paragraph: are these several steps? Then give each a line."
LONG_STEP_LENGTH = 700
AFTERWORD = "This stands apart from the steps, so it was taken as a remark."
MANY = 0.4
"""So many lines begin with a capital where a small letter goes on with a sentence."""
_TIP = re.compile(
    r"^(?:tip|note|hint|n\.?b\.?|tipp|hinweis|astuce|conseil|consejo|nota|dica|consiglio)s?:",
    re.IGNORECASE,
)


def list_steps(lines: Sequence[Line]) -> Listed:
    """List steps: numbered ones by their numbers, others a line or a paragraph each."""
    own = frozenset(line.number for each in groups_of(lines) for line in _marked(each))
    if len(own) >= min(2, len(lines)):
        return _list_marked(lines, own)
    return _list_plain(lines)


def _marked(lines: Sequence[Line]) -> list[Line]:
    """Give the lines that are steps by their marks: numbers or, where none has one, dashes."""
    marked = [line for line in lines if line.is_numbered]
    marked = marked or [line for line in lines if line.mark == "-"]
    margin = min((line.indent for line in marked), default=0)
    return [line for line in marked if line.indent <= margin + 1]


def _list_marked(lines: Sequence[Line], own: frozenset[int]) -> Listed:
    listed = Listed()
    margin = 0
    begun = False
    for number, line in enumerate(lines):
        if line.number in own:
            listed.add(line)
            margin, begun = line.indent, True
        elif line.mark in {"", "#"} and not line.indent and heads_group(lines, number):
            listed.open_group(line)
            begun = False
        elif begun and line.mark:
            listed.go_on(line, nested(line))
        elif begun and (not line.gap or line.indent > margin):
            listed.go_on(line, "\n\n" if line.gap else "\n")
        else:
            listed.remark(line, AFTERWORD)
            begun = False
    return listed


def _list_plain(lines: Sequence[Line]) -> Listed:
    listed = Listed()
    margin = min((line.indent for line in lines), default=0)
    capitals = sum(line.text[:1].isupper() for line in lines) >= MANY * len(lines)
    afterwords = _afterwords(lines)
    remarking = False
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if heads_group(lines, number):
            listed.open_group(line, doubt_of(line))
        elif before is not None and line.indent > margin + 1:
            listed.go_on(line, "\n\n" if line.gap else "\n")
        elif before is not None and capitals and not line.gap and _goes_on(before, line):
            listed.go_on(line, "\n")
        elif _TIP.match(line.text) or line.number in afterwords:
            listed.remark(line, AFTERWORD)
            remarking = True
            continue
        elif remarking and not line.gap:
            listed.go_on(line, "\n")
            continue
        else:
            listed.add(line, doubt=LONG_STEP if len(line.text) > LONG_STEP_LENGTH else "")
        remarking = False
    return listed


def _goes_on(before: Line, line: Line) -> bool:
    return line.text[:1].islower() and not before.text.endswith((".", "!", "?", ":"))


def _afterwords(lines: Sequence[Line]) -> frozenset[int]:
    """Give the numbers of the lines that begin a paragraph after a list, in any group."""
    found: set[int] = set()
    for part in groups_of(lines):
        after_list = False
        for block in blocks_of(part):
            if after_list and not any(begins_as_step(line.text) for line in block[:1]):
                found.add(block[0].number)
            after_list = after_list or len(block) >= A_LIST
    return frozenset(found)
