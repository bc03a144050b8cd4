"""A volume's bibliography: sources are added to it, never written over, one writer at a time."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update
from sqlalchemy.orm import Session

from cookbook.archive.records import record
from cookbook.errors import CookbookError
from cookbook.models import Person, Volume, now

BIBLIOGRAPHY_MAX_LENGTH = 2_000_000
"""Some four thousand sources."""


class BibliographyError(CookbookError):
    """A bibliography, or a source for it, that can't be taken."""


def change_bibliography(
    session: Session,
    volume: Volume,
    change: Callable[[str], str],
    *,
    person: Person,
    detail: str = "",
) -> None:
    """Give a volume the bibliography that `change` makes of the present one.

    Whoever else changes the volume waits until the present transaction has ended. Raises
    BibliographyError where it becomes too long.
    """
    session.flush()
    session.execute(
        update(Volume)
        .where(Volume.id == volume.id)
        .values(changed_at=now())
        .execution_options(synchronize_session=False)
    )
    session.refresh(volume)
    changed = change(volume.bibliography)
    if len(changed) > BIBLIOGRAPHY_MAX_LENGTH:
        raise BibliographyError(
            "The bibliography would become larger than any book's.",
            remedy="Leave out the sources that nobody cites.",
        )
    volume.bibliography = changed
    session.flush()
    record(session, person, "changed the bibliography", volume.slug, detail)
