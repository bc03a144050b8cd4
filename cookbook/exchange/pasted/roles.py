"""What a line of a pasted recipe may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cookbook.exchange.pasted.lines import Line


class LineRole(StrEnum):
    """What became of a line. ITEM is one of a list before it is known of which."""

    TITLE = "title"
    DETAIL = "detail"
    HEADNOTE = "headnote"
    HEADING = "heading"
    GROUP = "group"
    ITEM = "item"
    INGREDIENT = "ingredient"
    STEP = "step"
    NOTE = "note"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Sorted:
    """A line, what became of it, and why that may be wrong."""

    line: Line
    role: LineRole
    doubt: str = ""
