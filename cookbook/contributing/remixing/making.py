"""Making something of a text: a copy of it for another book, or a variation of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_settings
from cookbook.contributing.beginning import begin_chapter, begin_recipe
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.remixing.sources import Source, refusal
from cookbook.contributing.remixing.texts import Basis, make_copy, make_variation
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
    Remix,
    RemixKind,
    Revision,
    Volume,
    now,
)

PRESSED_AGAIN_WITHIN = dt.timedelta(hours=1)


class SameBookError(ContributionError):
    """A copy of a text for the book that it stands in."""


def copy_text(
    session: Session, source: Source, volume: Volume, *, person: Person, address: str = ""
) -> Contribution:
    """Begin a copy of a text in another volume, as a draft of `person`.

    `address` is where the original can be read. Raises SameBookError, LicenceError, NotAskedError.
    """
    if volume.id == source.volume.id:
        raise SameBookError(
            f"“{source.entry.title}” stands in this book already.",
            remedy="Make a variation of it.",
        )
    basis = _basis(source, address)
    if source.is_own:
        # Whose own text it is need not pass on a licence that they gave to another book.
        basis = Basis(basis.title, basis.authors, basis.book, source.entry.licence, address)
    return _remix(session, source, volume, RemixKind.COPY, make_copy(source.entry, basis), person)


def vary_text(
    session: Session, source: Source, volume: Volume, *, person: Person, address: str = ""
) -> Contribution:
    """Begin a variation of a text in a volume, as a draft of `person`.

    Raises as `copy_text` does, but for SameBookError.
    """
    text = make_variation(
        source.entry,
        _basis(source, address),
        author=person.name,
        town=person.town,
        licence="" if source.is_own else volume_settings(volume).licence,
    )
    return _remix(session, source, volume, RemixKind.VARIATION, text, person)


def remix_of(session: Session, contribution: Contribution) -> Remix | None:
    """Give what a contribution is based on, or None."""
    return session.get(Remix, contribution.id)


def _basis(source: Source, address: str) -> Basis:
    return Basis(source.entry.title, source.authors, source.volume.title, source.licence, address)


def _remix(  # noqa: PLR0913, PLR0917 -- what is made of what, for which book, by whom
    session: Session,
    source: Source,
    volume: Volume,
    kind: RemixKind,
    text: str,
    person: Person,
) -> Contribution:
    refused = refusal(source, volume, kind)
    if refused is not None:
        raise refused
    if made_before := _made_before(session, source, volume, kind, person):
        return made_before
    is_recipe = source.contribution.kind is ContributionKind.RECIPE
    begin = begin_recipe if is_recipe else begin_chapter
    contribution = begin(session, volume, text, author=person).revision.contribution
    session.add(Remix(contribution=contribution, original=source.revision, kind=kind))
    session.flush()
    return contribution


def _made_before(
    session: Session, source: Source, volume: Volume, kind: RemixKind, person: Person
) -> Contribution | None:
    """Give what a press of the same button has made just before, if nothing was done with it."""
    chosen = (
        select(Contribution)
        .join(Remix, Remix.contribution_id == Contribution.id)
        .join(Revision, Revision.id == Contribution.head_id)
        .where(
            Remix.original_id == source.revision.id,
            Remix.kind == kind,
            Remix.created_at > now() - PRESSED_AGAIN_WITHIN,
            Contribution.volume_id == volume.id,
            Contribution.author_id == person.id,
            Contribution.state == ContributionState.DRAFT,
            Revision.number == 1,
        )
    )
    return session.scalars(chosen).first()
