"""The sources of a volume, as its editors keep them: from files of other programs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.archive.bibliographies import change_bibliography
from cookbook.exchange.sources.bibliographies import join_bibliographies
from cookbook.exchange.sources.sourcefiles import keys_of, read_source_file
from cookbook.models import Person, Volume


def add_sources(session: Session, volume: Volume, data: bytes, *, person: Person) -> int:
    """Add the sources of a file to a volume's, in the place of those that have the same keys.

    Gives how many the file has. Raises SourcesError and BibliographyError.
    """
    found = read_source_file(data)

    def join(present: str) -> str:
        if not present.strip():
            return found.text
        if found.keys.isdisjoint(keys_of(present)):
            return f"{present.rstrip()}\n\n{found.text}"
        return join_bibliographies([found.text, present]).text

    change_bibliography(session, volume, join, person=person)
    return len(found.keys)


def replace_sources(session: Session, volume: Volume, data: bytes, *, person: Person) -> int:
    """Give a volume the sources of a file and no others. Gives how many, and raises likewise."""
    found = read_source_file(data)
    change_bibliography(session, volume, lambda _: found.text, person=person)
    return len(found.keys)
