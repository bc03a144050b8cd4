"""The lines of a pasted ingredient list -> groups of ingredients, with remarks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cookbook.exchange.pasted.grouping import (
    GROUP_MAX_LENGTH,
    blocks_of,
    doubt_of,
    heads_group,
    is_short,
    stands_as_title,
)
from cookbook.exchange.pasted.likeness import A_QUANTITY, ingredient_likeness, says_a_sentence
from cookbook.exchange.pasted.lines import Line
from cookbook.exchange.pasted.listed import Listed, nested

A_REMARK = "This reads like a remark rather than an ingredient."
PROSE_LENGTH, PARAGRAPH_LENGTH = 60, 220
MOST = 0.7
_AMOUNTS = re.compile(r"^\(?(?:for|makes|serves|enough for|für|pour|para|per)\b", re.IGNORECASE)


def list_ingredients(lines: Sequence[Line]) -> Listed:
    """List ingredients, one a line; short lines that stand apart head groups."""
    listed = Listed()
    margin = min((line.indent for line in lines), default=0)
    is_spaced = sum(each.gap for each in lines) > MOST * len(lines)
    are_marked = sum(line.mark == "-" for line in lines) > len(lines) / 2
    paragraphs = _paragraphs(lines)
    for number, line in enumerate(lines):
        if line.number in paragraphs:
            listed.remark_on(line, A_REMARK, goes_on=not line.gap)
        elif number and (line.indent > margin + 1 or listed.is_open):
            listed.go_on(line, nested(line))
        elif are_marked and not line.mark:
            _take_unmarked(listed, lines, number)
        elif _may_head(line) and (
            heads_group(lines, number) or (listed.has_titles and stands_as_title(lines, number))
        ):
            listed.open_group(line, doubt_of(line))
        elif not line.mark and _is_remark(lines, number, is_spaced=is_spaced):
            listed.remark(line, A_REMARK)
        else:
            listed.add(line)
    return listed


def _take_unmarked(listed: Listed, lines: Sequence[Line], number: int) -> None:
    """Take a line without a mark from among lines that have one: it heads, goes on, or remarks."""
    line = lines[number]
    below = lines[number + 1] if number + 1 < len(lines) else None
    heads = below is not None and bool(below.mark) and _may_head(line) and is_short(line)
    if heads and (line.gap or line.text[:1].isupper()):
        listed.open_group(line, doubt_of(line))
    elif not line.gap and number:
        listed.go_on(line, " ")
    else:
        listed.remark(line, A_REMARK)


def _may_head(line: Line) -> bool:
    return line.text.endswith(":") or ingredient_likeness(line) < A_QUANTITY


def _paragraphs(lines: Sequence[Line]) -> frozenset[int]:
    """Give the numbers of the lines that make paragraphs: long ones that go on with a sentence."""
    found: set[int] = set()
    for block in blocks_of(lines):
        small = sum(line.text[:1].islower() for line in block[1:])
        long = sum(len(line.text) > PROSE_LENGTH for line in block[:-1])
        unmarked = not any(line.mark for line in block)
        if unmarked and 2 * long >= len(block) > 1 and small + long > len(block) - 1:
            found |= {line.number for line in block}
    return frozenset(found)


def _is_remark(lines: Sequence[Line], number: int, *, is_spaced: bool) -> bool:
    """Tell whether a line of an ingredient list is prose: it stands apart, or is a paragraph."""
    line = lines[number]
    after = lines[number + 1] if number + 1 < len(lines) else None
    apart = (line.gap or not number) and (after is None or after.gap)
    if not apart:
        return len(line.text) > PARAGRAPH_LENGTH
    if not number and _AMOUNTS.match(line.text):
        return True
    if line.text.endswith(":"):
        return len(line.text) > GROUP_MAX_LENGTH
    if is_spaced and len(line.text) < PROSE_LENGTH:
        return False
    return says_a_sentence(line.text) and ingredient_likeness(line) < 1.0
