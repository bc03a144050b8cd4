"""What a reader sees of the difference between two texts of a contribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cookbook.manuscript import (
    ComparedLine,
    Comparison,
    LineChange,
    Role,
    Segment,
    WordChange,
    compare_texts,
    fold_unchanged,
)

Piece: TypeAlias = tuple[str, str]
"""("same" | "new" | "gone", text)"""
DiffLine: TypeAlias = tuple[str, "str | list[Piece]"]
"""("same" | "new" | "gone" | "changed" | "gap", text or pieces), as the page's lines of changes."""

_WORDS = {WordChange.EQUAL: "same", WordChange.INSERTED: "new", WordChange.DELETED: "gone"}
_LINES = {
    LineChange.SAME: "same",
    LineChange.CHANGED: "changed",
    LineChange.ADDED: "new",
    LineChange.REMOVED: "gone",
    LineChange.MOVED_HERE: "new",
    LineChange.MOVED_AWAY: "gone",
}
_KEYS = {
    "by": "Written by",
    "photo-alt": "What the photo shows",
    "id": "Label",
    "yield": "Makes",
    "prep": "Preparation time",
    "cook": "Cooking time",
    "total": "Total time",
}


@dataclass(frozen=True)
class KeyRow:
    """A field that changed: its name in words, and its pieces, each "same", "new" or "gone"."""

    name: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Difference:
    """What a reader sees of the difference between two texts, ready for a page."""

    keys: list[KeyRow]
    lines: list[DiffLine]
    only_looks_differ: bool
    differs: bool


def show_difference(before: str, after: str) -> Difference:
    """Compare two texts for a page; what is far from any change is folded away."""
    comparison = compare_texts(before, after)
    keys = [KeyRow(key_name(each.key), show_pieces(each.segments)) for each in comparison.keys]
    return Difference(
        keys, _diff_lines(comparison), comparison.only_looks_differ, comparison.differs
    )


def key_name(key: str) -> str:
    """Give a key of the front matter as it is called on a page."""
    return _KEYS.get(key, key.replace("-", " ").capitalize())


def _diff_lines(comparison: Comparison) -> list[DiffLine]:
    lines: list[DiffLine] = []
    if not comparison.changed_lines:
        return lines
    for stretch in fold_unchanged(comparison.lines):
        if stretch.folded:
            lines.append(("gap", _folded(len(stretch.lines))))
        else:
            lines += [_diff_line(line) for line in stretch.lines]
    return lines


def _folded(count: int) -> str:
    return "1 line is the same" if count == 1 else f"{count} lines are the same"


def _diff_line(line: ComparedLine) -> DiffLine:
    pieces = show_pieces(line.segments)
    moved = {
        LineChange.MOVED_HERE: " (moved here)",
        LineChange.MOVED_AWAY: " (moved from here)",
    }.get(line.change, "")
    return _LINES[line.change], [("same", _marker(line)), *pieces, ("same", moved)]


def _marker(line: ComparedLine) -> str:
    """Say what a line is as a reader would see it: a step by its number, no signs before others."""
    if line.role is Role.STEP and line.number:
        return f"{line.number}. "
    return "– " if line.role in {Role.INGREDIENT, Role.ITEM} else ""


def show_pieces(segments: Sequence[Segment]) -> list[Piece]:
    """Give words that were compared as the pieces of a page."""
    return [(_WORDS[each.change], each.text) for each in segments]
