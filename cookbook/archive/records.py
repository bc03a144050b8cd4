"""Remembers who did what."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.models import AuditRecord, Person


def record(
    session: Session, person: Person | None, action: str, subject: str = "", detail: str = ""
) -> None:
    """Remember that a person (None: the software itself) did something to a subject."""
    session.add(AuditRecord(person=person, action=action, subject=subject[:300], detail=detail))
    session.flush()
