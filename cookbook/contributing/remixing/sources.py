"""What may be made into something else: a revision, its licence, and how its authors are named."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.credits import volume_credits
from cookbook.archive.frames import volume_settings
from cookbook.contributing.beginning import may_contribute
from cookbook.contributing.remixing.licences import LicenceError, refuse_remix
from cookbook.manuscript import Entry, parse_entry
from cookbook.manuscript.credits import AUTHOR
from cookbook.models import (
    Contribution,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    RemixKind,
    Revision,
    Volume,
)


@dataclass(frozen=True)
class Source:
    """A revision that something is to be made of, and what is known of it."""

    revision: Revision
    entry: Entry
    authors: tuple[str, ...]
    licence: str
    is_own: bool

    @property
    def contribution(self) -> Contribution:
        """The contribution whose revision it is."""
        return self.revision.contribution

    @property
    def volume(self) -> Volume:
        """The book that it stands in."""
        return self.contribution.volume


@dataclass(frozen=True)
class Target:
    """A book for which something could be made, or the reasons why not, by kind."""

    volume: Volume
    refusals: dict[RemixKind, str]

    @property
    def takes_any(self) -> bool:
        """Tell whether anything may be made for it."""
        return len(self.refusals) < len(RemixKind)


def find_source(revision: Revision, person: Person) -> Source:
    """Tell all that has to be known of a revision before a person makes something of it."""
    contribution = revision.contribution
    entry = parse_entry(revision.text, contribution.path)
    authors = _authors(contribution, entry)
    own = contribution.author_id == person.id and set(entry.by) <= {person.name}
    licence = entry.licence or volume_settings(contribution.volume).licence
    return Source(revision, entry, authors, licence, own)


def list_targets(session: Session, source: Source, person: Person) -> list[Target]:
    """Give the books to which a person may contribute, and what could be made for each."""
    volumes = session.scalars(select(Volume).order_by(Volume.title, Volume.id))
    return [
        Target(volume, _refusals(source, volume))
        for volume in volumes
        if may_contribute(session, volume, person)
    ]


def refusal(source: Source, volume: Volume, kind: RemixKind) -> LicenceError | None:
    """Give why something may not be made of a source for a book, or None where it may."""
    if source.is_own:
        return None
    try:
        refuse_remix(kind, source.licence, volume_settings(volume).licence)
    except LicenceError as err:
        return err
    return None


def find_edition(session: Session, volume: Volume, number: int) -> Edition | None:
    """Give a released edition of a volume by its number, or None."""
    chosen = select(Edition).where(
        Edition.volume_id == volume.id,
        Edition.number == number,
        Edition.state == EditionState.RELEASED,
    )
    return session.scalar(chosen)


def list_entries(session: Session, edition: Edition) -> list[EditionEntry]:
    """Give the entries of an edition whose texts are still here, in their order."""
    chosen = (
        select(EditionEntry)
        .where(
            EditionEntry.edition_id == edition.id,
            EditionEntry.revision_id.is_not(None),
            EditionEntry.contribution_id.is_not(None),
        )
        .order_by(EditionEntry.position)
    )
    return list(session.scalars(chosen))


def find_entry(session: Session, volume: Volume, number: int, text: int) -> Revision | None:
    """Give the revision of a contribution, by its id, that a released edition holds, or None."""
    chosen = (
        select(Revision)
        .join(EditionEntry, EditionEntry.revision_id == Revision.id)
        .join(Edition, Edition.id == EditionEntry.edition_id)
        .where(
            EditionEntry.contribution_id == text,
            Edition.volume_id == volume.id,
            Edition.number == number,
            Edition.state == EditionState.RELEASED,
        )
    )
    return session.scalars(chosen).first()


def _refusals(source: Source, volume: Volume) -> dict[RemixKind, str]:
    refusals: dict[RemixKind, str] = {}
    for kind in RemixKind:
        refused = refusal(source, volume, kind)
        if kind is RemixKind.COPY and volume.id == source.volume.id:
            refusals[kind] = "It stands in this book already."
        elif refused is not None:
            refusals[kind] = f"{refused.message} {refused.remedy}"
    return refusals


def _authors(contribution: Contribution, entry: Entry) -> tuple[str, ...]:
    """Give whom a text names, else whom its book's credits name, else whoever has it here."""
    if entry.by:
        return entry.by
    credits_ = volume_credits(contribution.volume)
    told = credits_.entries.get(contribution.path, {}).get(AUTHOR, ())
    named = tuple(credits_.person(each).name for each in told)
    if named:
        return named
    return (contribution.author.name,) if contribution.author else ()
