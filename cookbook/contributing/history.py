"""The history of a text: one revision, what changed between two, and an old one brought back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.contributing.problems import ForeignRevisionError
from cookbook.contributing.saving import Saved, save_text
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
from cookbook.models import Contribution, Person, Revision

Piece = tuple[str, str]
DiffLine = tuple[str, str | list[Piece]]

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


def find_revision(session: Session, contribution: Contribution, number: int) -> Revision:
    """Give a contribution's revision by its number; raises ForeignRevisionError for none."""
    chosen = select(Revision).where(
        Revision.contribution_id == contribution.id, Revision.number == number
    )
    revision = session.scalar(chosen)
    if revision is None:
        raise ForeignRevisionError(f"There is no version {number} of this text.")
    return revision


def difference(before: str, after: str) -> Difference:
    """Compare two texts for a page; what is far from any change is folded away."""
    comparison = compare_texts(before, after)
    keys = [
        KeyRow(_KEYS.get(each.key, each.key.replace("-", " ").capitalize()), _pieces(each.segments))
        for each in comparison.keys
    ]
    return Difference(
        keys, _diff_lines(comparison), comparison.only_looks_differ, comparison.differs
    )


def restore(session: Session, contribution: Contribution, number: int, *, person: Person) -> Saved:
    """Bring an old text back as a new revision at the head. Raises as `save_text` does."""
    old = find_revision(session, contribution, number)
    head = contribution.head
    return save_text(
        session,
        contribution,
        old.text,
        base=head,
        author=person,
        summary=f"Brought back version {number}",
    )


def _diff_lines(comparison: Comparison) -> list[DiffLine]:
    lines: list[DiffLine] = []
    if not comparison.changed_lines:
        return lines
    for stretch in fold_unchanged(comparison.lines):
        if stretch.folded:
            lines.append(("gap", f"{len(stretch.lines)} lines are the same"))
        else:
            lines += [_diff_line(line) for line in stretch.lines]
    return lines


def _diff_line(line: ComparedLine) -> DiffLine:
    pieces = _pieces(line.segments)
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


def _pieces(segments: tuple[Segment, ...]) -> list[Piece]:
    return [(_WORDS[each.change], each.text) for each in segments]
