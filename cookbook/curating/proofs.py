"""What an editor reads: a text as its book will set it, and how it differs from an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cookbook.errors import CookbookError
from cookbook.manuscript.comparing import (
    ComparedLine,
    KeyChange,
    LineChange,
    compare_texts,
    fold_unchanged,
)
from cookbook.manuscript.word_changes import Segment, WordChange
from cookbook.models import Contribution, Review, Revision
from cookbook.press.previewing import preview_entry

Pieces: TypeAlias = list[tuple[str, str]]
DiffLine: TypeAlias = tuple[str, "str | Pieces"]
"""("same" | "new" | "gone" | "changed" | "gap", text or pieces), as the page's lines of changes."""

FATES = {WordChange.EQUAL: "same", WordChange.INSERTED: "new", WordChange.DELETED: "gone"}
KINDS = {
    LineChange.SAME: "same",
    LineChange.CHANGED: "changed",
    LineChange.ADDED: "new",
    LineChange.REMOVED: "gone",
    LineChange.MOVED_HERE: "new",
    LineChange.MOVED_AWAY: "gone",
}
WHERE = {LineChange.MOVED_HERE: " (moved here)", LineChange.MOVED_AWAY: " (moved away)"}


@dataclass(frozen=True)
class Proof:
    """A text as set; `html` is "" where it can't be, and `problem` says why."""

    html: str
    remarks: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Changes:
    """How a revision differs from an earlier one; `nothing` where a reader would see none."""

    before: Revision
    lines: tuple[DiffLine, ...]
    nothing: bool


def pull_proof(
    revision: Revision, *, find_picture: Callable[[str], str | None], bibliography: str = ""
) -> Proof:
    """Set a revision as its book would; a text that can't be set gives the reason instead."""
    contribution = revision.contribution
    author = contribution.author
    try:
        preview = preview_entry(
            revision.text,
            path=contribution.path,
            find_picture=find_picture,
            bibliography=bibliography,
            authors=(author.name,) if author else (),
        )
    except CookbookError as err:
        return Proof("", problem=str(err))
    return Proof(preview.html, tuple(dict.fromkeys(each.message for each in preview.warnings)))


def revision_to_compare(
    contribution: Contribution, head: Revision, reviews: Sequence[Review]
) -> Revision | None:
    """Give what editors know already: the newest text that was judged or accepted, or None."""
    known = [review.revision for review in reviews if review.revision_id != head.id]
    if contribution.accepted is not None and contribution.accepted_id != head.id:
        known.append(contribution.accepted)
    return max(known, key=lambda revision: revision.number, default=None)


def show_changes(before: Revision, after: Revision) -> Changes:
    """Give what changed between two revisions, with what stayed the same folded away."""
    comparison = compare_texts(before.text, after.text)
    lines = [*map(_key, comparison.keys), *_lines(comparison.lines)]
    nothing = not comparison.keys and not comparison.changed_lines
    return Changes(before, tuple(lines), nothing)


def _lines(compared: Sequence[ComparedLine]) -> Iterator[DiffLine]:
    for stretch in fold_unchanged(compared):
        if stretch.folded:
            count = len(stretch.lines)
            yield "gap", f"{count} {'passage is' if count == 1 else 'passages are'} the same"
        else:
            yield from map(_line, stretch.lines)


def _line(line: ComparedLine) -> DiffLine:
    marker = f"{line.marker} " if line.marker else ""
    kind = KINDS[line.change]
    if kind == "changed":
        return kind, [("same", marker), *_pieces(line.segments)]
    return kind, marker + "".join(each.text for each in line.segments) + WHERE.get(line.change, "")


def _key(change: KeyChange) -> DiffLine:
    return "changed", [("same", f"{change.key}: "), *_pieces(change.segments)]


def _pieces(segments: Iterable[Segment]) -> Pieces:
    return [(FATES[each.change], each.text) for each in segments]
