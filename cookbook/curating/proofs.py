"""What an editor reads: a text as its book will set it, and the one to hold beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_style
from cookbook.errors import CookbookError
from cookbook.models import Contribution, Review, Revision
from cookbook.press.alone import LoneText
from cookbook.press.previewing import preview_entry
from cookbook.press.warnings import PressWarning
from cookbook.publishing.proofs import (
    ShownPage,
    picture_digests,
    place_of,
    pull_pages,
    say_why_not,
    show_pages,
)


@dataclass(frozen=True)
class Proof:
    """A text as set: as HTML, or as `pages`, the first of `count`.

    Where it can't be set, both are empty, and `problem` says why.
    """

    html: str
    remarks: tuple[str, ...] = ()
    problem: str = ""
    pages: tuple[ShownPage, ...] = ()
    count: int = 0


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
            style=volume_style(contribution.volume),
        )
    except CookbookError as err:
        return Proof("", problem=str(err))
    return Proof(preview.html, _said(preview.warnings))


def pull_printed_proof(
    session: Session, revision: Revision, *, reader: str, otherwise: Callable[[], Proof]
) -> Proof:
    """Print a revision as its book would; where that can't be, set it `otherwise`.

    `reader` tells who reads it.
    """
    contribution = revision.contribution
    volume, author = contribution.volume, contribution.author
    names = (author.name,) if author else ()
    try:
        preview = pull_pages(
            volume,
            LoneText(revision.text, contribution.path, volume.bibliography, names),
            sheet=f"{reader} reads {contribution.id}",
            part=place_of(contribution),
            pictures=picture_digests(session, volume, contribution),
        )
    except CookbookError as err:
        proof = otherwise()
        if proof.problem:
            return proof
        return replace(proof, remarks=(say_why_not(err), *proof.remarks))
    pages = show_pages(preview)
    return Proof("", _said(preview.warnings), pages=pages, count=preview.count)


def _said(warnings: Iterable[PressWarning]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.message for each in warnings))


def revision_to_compare(
    contribution: Contribution, head: Revision, reviews: Sequence[Review]
) -> Revision | None:
    """Give what editors know already: the newest text that was judged or accepted, or None."""
    known = [review.revision for review in reviews if review.revision_id != head.id]
    if contribution.accepted is not None and contribution.accepted_id != head.id:
        known.append(contribution.accepted)
    return max(known, key=lambda revision: revision.number, default=None)
