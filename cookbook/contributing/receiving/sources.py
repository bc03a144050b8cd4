"""The sources that came with a chapter -> its volume's bibliography, which they add to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.archive.bibliographies import change_bibliography
from cookbook.exchange.documents.bibliography import added_entries
from cookbook.models import Person, Volume

SOURCES_MAX_LENGTH = 200_000
"""What one chapter may bring; a source has about 500 characters."""


def add_sources(session: Session, volume: Volume, sources: str, *, person: Person) -> None:
    """Add the sources that a volume doesn't have by their keys; those that it has stay.

    Raises BibliographyError where the bibliography would become too long.
    """

    def add(bibliography: str) -> str:
        added = added_entries(bibliography, sources[:SOURCES_MAX_LENGTH])
        joined = "\n\n".join(each for each in (bibliography.rstrip(), added) if each)
        return f"{joined}\n" if added else bibliography

    if added_entries(volume.bibliography, sources[:SOURCES_MAX_LENGTH]):
        change_bibliography(session, volume, add, person=person, detail="sources of a file")
