"""The sources that came with a chapter -> its volume's bibliography, which they add to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.exchange.documents.bibliography import added_entries
from cookbook.models import Volume

SOURCES_MAX_LENGTH = 200_000
"""What one chapter may bring; a source has about 500 characters."""
BIBLIOGRAPHY_MAX_LENGTH = 4_000_000


def add_sources(session: Session, volume: Volume, sources: str) -> None:
    """Add the sources that a volume doesn't have by their keys; those that it has stay.

    Whoever adds at the same time waits, so that none are lost.
    """
    session.flush()
    chosen = select(Volume).where(Volume.id == volume.id).with_for_update()
    session.execute(chosen.execution_options(populate_existing=True))
    added = added_entries(volume.bibliography, sources[:SOURCES_MAX_LENGTH])
    joined = "\n\n".join(each for each in (volume.bibliography.rstrip(), added) if each)
    if added and len(joined) < BIBLIOGRAPHY_MAX_LENGTH:
        volume.bibliography = f"{joined}\n"
        session.flush()
