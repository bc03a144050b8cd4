"""What an editor reads: a text as its book will set it, and the one to hold beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cookbook.errors import CookbookError
from cookbook.models import Contribution, Review, Revision
from cookbook.press.previewing import preview_entry


@dataclass(frozen=True)
class Proof:
    """A text as set; `html` is "" where it can't be, and `problem` says why."""

    html: str
    remarks: tuple[str, ...] = ()
    problem: str = ""


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
