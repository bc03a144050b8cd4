"""What else stands in a volume, as far as a person may see it: for links from one to the other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from cookbook.accounts.roles import is_editor
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    Volume,
)

CHAPTERS = f"{ContributionKind.CHAPTER.value}s"
CLOSED = (ContributionState.DECLINED, ContributionState.WITHDRAWN)


@dataclass(frozen=True)
class LinkedEntry:
    """Another entry of the volume; `address` is how a chapter's text links to it."""

    title: str
    kind: str
    address: str


def entries_for(
    session: Session, volume: Volume, person: Person, *, but: int | None = None
) -> list[LinkedEntry]:
    """Give the entries of a volume that a person may know of, by title, but for one.

    They are one's own, those that a released edition has, and for editors all that was handed in.
    """
    released = (
        select(EditionEntry.contribution_id)
        .join(Edition)
        .where(Edition.volume_id == volume.id, Edition.state == EditionState.RELEASED)
    )
    known: list[ColumnElement[bool]] = [
        Contribution.author_id == person.id,
        Contribution.id.in_(released),
    ]
    if is_editor(session, volume, person):
        known.append(Contribution.state != ContributionState.DRAFT)
    chosen = (
        select(Contribution)
        .where(
            Contribution.volume_id == volume.id,
            Contribution.id != (but or 0),
            Contribution.state.not_in(CLOSED),
            or_(*known),
        )
        .order_by(Contribution.title, Contribution.id)
    )
    return [_linked(each) for each in session.scalars(chosen)]


def _linked(contribution: Contribution) -> LinkedEntry:
    address = posixpath.relpath(contribution.path, CHAPTERS)
    return LinkedEntry(contribution.title, contribution.kind.value, address)
