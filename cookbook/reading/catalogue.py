"""What stands on the shelf: volumes with their newest released editions, and open calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, defer, joinedload
from sqlalchemy.sql.base import ExecutableOption

from cookbook.models import (
    Blob,
    Call,
    Contribution,
    ContributionKind,
    ContributionState,
    Edition,
    EditionFile,
    EditionState,
    Person,
    Volume,
    VolumeRole,
)

COVER_FILE = "web/pictures/cover.jpg"
"""Where the press puts the picture of the cover."""
LARGE = (Edition.facts, Edition.manifest, Edition.credits, Edition.bibliography, Edition.book)
"""What a list of editions has no use for."""


@dataclass(frozen=True)
class Shelved:
    """A volume on the shelf: its newest released edition, that one's cover, and its open call."""

    volume: Volume
    edition: Edition | None
    cover: Blob | None
    call: Call | None

    @property
    def title(self) -> str:
        """The title of what was released, or else that of the book in the making."""
        return self.edition.title if self.edition else self.volume.title


@dataclass(frozen=True)
class Making:
    """How many accepted texts a volume has that has no edition yet."""

    recipes: int
    chapters: int


def list_shelf(session: Session, person: Person | None, at: dt.datetime) -> list[Shelved]:
    """Give the volumes that a person (None: a passer-by) may see, newest editions first.

    Those without an edition come last, the youngest first.
    """
    volumes = list(session.scalars(_visible(person, at)))
    editions = {each.volume_id: each for each in session.scalars(_newest().options(*_lean()))}
    covers = find_covers(session, editions.values())
    calls = _open_calls(session, at)
    shelved = [
        Shelved(each, edition, covers.get(edition.id) if edition else None, calls.get(each.id))
        for each in volumes
        for edition in [editions.get(each.id)]
    ]
    return sorted(shelved, key=_age, reverse=True)


def newest_edition(session: Session, volume: Volume) -> Edition | None:
    """Give the newest released edition of a volume, or None."""
    return session.scalar(_newest().where(Edition.volume_id == volume.id))


def released_edition(session: Session, volume: Volume, number: int) -> Edition | None:
    """Give an edition of a volume by its number, if it is released."""
    chosen = select(Edition).where(
        Edition.volume_id == volume.id,
        Edition.number == number,
        Edition.state == EditionState.RELEASED,
    )
    return session.scalar(chosen.options(*_lean()))


def list_editions(session: Session, volume: Volume) -> list[Edition]:
    """Give all released editions of a volume, newest first, without what they were made of."""
    chosen = (
        select(Edition)
        .where(Edition.volume_id == volume.id, Edition.state == EditionState.RELEASED)
        .order_by(Edition.number.desc())
    )
    return list(session.scalars(chosen.options(*_lean())))


def latest_releases(session: Session, limit: int) -> list[Edition]:
    """Give the editions that were released last, of all volumes, with their volumes."""
    chosen = (
        select(Edition)
        .where(Edition.state == EditionState.RELEASED)
        .order_by(Edition.released_at.desc(), Edition.id.desc())
        .limit(limit)
        .options(joinedload(Edition.volume), *_lean())
    )
    return list(session.scalars(chosen))


def newest_editions(session: Session) -> list[Edition]:
    """Give the newest released edition of every volume, with its volume, by title."""
    chosen = _newest().options(joinedload(Edition.volume), *_lean()).order_by(Edition.title)
    return list(session.scalars(chosen))


def find_covers(session: Session, editions: Iterable[Edition]) -> dict[int, Blob]:
    """Give the pictures of editions' covers, by the editions' ids; some may have none."""
    chosen = (
        select(EditionFile.edition_id, Blob)
        .join(Blob, Blob.digest == EditionFile.digest)
        .where(
            EditionFile.edition_id.in_([each.id for each in editions]),
            EditionFile.path == COVER_FILE,
        )
    )
    return {row[0]: row[1] for row in session.execute(chosen)}


def find_file(session: Session, edition: Edition, path: str) -> Blob | None:
    """Give a file of an edition by its path, or None."""
    chosen = (
        select(Blob)
        .join(EditionFile, EditionFile.digest == Blob.digest)
        .where(EditionFile.edition_id == edition.id, EditionFile.path == path)
    )
    return session.scalar(chosen)


def open_call(session: Session, volume: Volume, at: dt.datetime) -> Call | None:
    """Give the open call of a volume that closes first, or None."""
    return _open_calls(session, at, volume).get(volume.id)


def count_making(session: Session, volume: Volume) -> Making:
    """Count the accepted texts of a volume."""
    chosen = (
        select(Contribution.kind, func.count())
        .where(
            Contribution.volume_id == volume.id,
            Contribution.state == ContributionState.ACCEPTED,
        )
        .group_by(Contribution.kind)
    )
    found = {row[0]: row[1] for row in session.execute(chosen)}
    return Making(found.get(ContributionKind.RECIPE, 0), found.get(ContributionKind.CHAPTER, 0))


def nobody_is_here(session: Session) -> bool:
    """Tell whether nobody has registered yet."""
    return not session.scalar(select(exists().select_from(Person)))


def _visible(person: Person | None, at: dt.datetime) -> Select[Volume]:
    chosen = select(Volume)
    if person is not None and person.runs_the_site:
        return chosen
    public = (
        exists()
        .where(Edition.volume_id == Volume.id, Edition.state == EditionState.RELEASED)
        .correlate(Volume)
    ) | (exists().where(Call.volume_id == Volume.id, *_is_open(at)).correlate(Volume))
    if person is None:
        return chosen.where(public)
    works_on_it = (
        exists()
        .where(VolumeRole.volume_id == Volume.id, VolumeRole.person_id == person.id)
        .correlate(Volume)
    ) | (
        exists()
        .where(Contribution.volume_id == Volume.id, Contribution.author_id == person.id)
        .correlate(Volume)
    )
    return chosen.where(public | works_on_it)


def _newest() -> Select[Edition]:
    newest = (
        select(Edition.volume_id, func.max(Edition.number).label("number"))
        .where(Edition.state == EditionState.RELEASED)
        .group_by(Edition.volume_id)
        .subquery()
    )
    return select(Edition).join(
        newest,
        (Edition.volume_id == newest.c.volume_id) & (Edition.number == newest.c.number),
    )


def _open_calls(session: Session, at: dt.datetime, volume: Volume | None = None) -> dict[int, Call]:
    chosen = select(Call).where(*_is_open(at))
    if volume is not None:
        chosen = chosen.where(Call.volume_id == volume.id)
    # The dictionary keeps the last of a volume: the one that closes first.
    found: Sequence[Call] = session.scalars(
        chosen.order_by(Call.closes_at.is_(None).desc(), Call.closes_at.desc(), Call.id)
    ).all()
    return {each.volume_id: each for each in found}


def _is_open(at: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (Call.opens_at <= at, Call.closes_at.is_(None) | (Call.closes_at > at))


def _lean() -> list[ExecutableOption]:
    return [defer(each) for each in LARGE]


def _age(shelved: Shelved) -> tuple[bool, dt.datetime]:
    released = shelved.edition.released_at if shelved.edition else None
    return released is not None, released or shelved.volume.created_at
