"""The history of a text: one revision of it, and an old one brought back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.contributing.problems import ForeignRevisionError
from cookbook.contributing.saving import Saved, save_text
from cookbook.models import Contribution, Person, Revision


def find_revision(session: Session, contribution: Contribution, number: int) -> Revision:
    """Give a contribution's revision by its number; raises ForeignRevisionError for none."""
    chosen = select(Revision).where(
        Revision.contribution_id == contribution.id, Revision.number == number
    )
    revision = session.scalar(chosen)
    if revision is None:
        raise ForeignRevisionError(f"There is no version {number} of this text.")
    return revision


def restore(session: Session, contribution: Contribution, number: int, *, person: Person) -> Saved:
    """Bring an old text back as a new revision at the head. Raises as `save_text` does."""
    old = find_revision(session, contribution, number)
    head = contribution.head
    return save_text(
        session,
        contribution,
        old.text,
        base=head,
        author=person,
        summary=f"Brought back version {number}",
    )
