"""Where the groups of a pasted list begin: lines that say so, or stand as headings do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cookbook.exchange.pasted.likeness import (
    A_QUANTITY,
    begins_as_step,
    ingredient_likeness,
    says_a_sentence,
    step_likeness,
)
from cookbook.exchange.pasted.lines import Line

A_GROUP = "This was taken as a heading of what follows."
GROUP_MAX_LENGTH = 60
GROUP_MAX_WORDS = 7
FEW_WORDS = 4
A_LIST = 3
MOST = 0.6
_GROUP_WORDS = (
    "optional, optional extras, optionally, toppings, topping, garnish, to garnish, to serve, "
    "for serving, dressing, the dressing, sauce, the sauce, filling, the filling, dough, the "
    "dough, marinade, icing, frosting, glaze, crust, base, batter, spices, spice mix, spice "
    "blend, seasoning, crumble, streusel, teig, füllung, belag, soße, garnitur, pâte, "
    "garniture, masa, relleno, salsa, recheio, massa, impasto, ripieno"
)
_GROUP_NAMES = frozenset(_GROUP_WORDS.split(", "))
_FOR_THE = re.compile(r"^for (?:the|a|your) ", re.IGNORECASE)
_SENTENCE_ENDS = (".", "!", ",", ";", "…")


def heads_group(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line heads those that follow: it says so, or stands apart above a list."""
    line = lines[number]
    if number + 1 == len(lines) or line.is_numbered or line.mark == "-" or not is_short(line):
        return False
    if says_heading(line):
        return line.mark == "#" or ". " not in line.text
    if line.text.endswith(_SENTENCE_ENDS) or len(line.text.split()) > GROUP_MAX_WORDS:
        return False
    if number and not line.gap:
        return False
    return is_known(line) or _heads_list(lines, number)


def doubt_of(line: Line) -> str:
    """Give why a line that was taken as a heading may be none, or ""."""
    return "" if says_heading(line) or is_known(line) else A_GROUP


def is_known(line: Line) -> bool:
    """Tell whether a line is what people write above a part of a list."""
    return line.text.lower() in _GROUP_NAMES or bool(_FOR_THE.match(line.text))


def says_heading(line: Line) -> bool:
    """Tell whether a line says by a mark or a colon that it is a heading."""
    return line.mark == "#" or line.text.endswith(":")


def is_short(line: Line) -> bool:
    """Tell whether a line may be a heading by its length."""
    return len(line.text) <= GROUP_MAX_LENGTH and not line.text.startswith("(")


def stands_as_title(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line is written as titles are, below a blank line and above more."""
    line = lines[number]
    is_title = line.text.istitle() and " " in line.text and is_short(line)
    return line.gap and is_title and not line.mark and number + 1 < len(lines)


def blocks_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Part lines at the blank ones."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def groups_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Part lines before those that head groups."""
    parts: list[list[Line]] = [[]]
    for number, line in enumerate(lines):
        if heads_group(lines, number):
            parts.append([])
        parts[-1].append(line)
    return parts


def _heads_list(lines: Sequence[Line], number: int) -> bool:
    line, below = lines[number], lines[number + 1]
    if not below.gap:
        return _heads_block(lines, number)
    after = lines[number + 2] if number + 2 < len(lines) else None
    listed_below = bool(below.mark) or (after is not None and not after.gap)
    is_step = step_likeness(line) >= 1.0 and len(line.text.split()) > FEW_WORDS
    return listed_below and not is_step


def _heads_block(lines: Sequence[Line], number: int) -> bool:
    """Tell whether the first line of several without blank ones is their heading."""
    line = lines[number]
    end = next((at for at in range(number + 1, len(lines)) if lines[at].gap), len(lines))
    block = lines[number + 1 : end]
    if len(block) + 1 < A_LIST or ingredient_likeness(line) >= A_QUANTITY:
        return False
    before = lines[number - 1] if number else None
    if before is None and end == len(lines):
        return False
    amounts = sum(ingredient_likeness(each) >= 1.0 for each in block)
    steps = sum(begins_as_step(each.text) or says_a_sentence(each.text) for each in block)
    if begins_as_step(line.text):
        steps = 0
    return max(amounts, steps) >= MOST * len(block) and _has_other_blocks(lines, number, end)


def _has_other_blocks(lines: Sequence[Line], start: int, end: int) -> bool:
    """Tell whether other lines without blank ones between them stand around these."""
    around = (*lines[:start], *lines[end:])
    return any(not line.gap and at not in {0, start} for at, line in enumerate(around))
