"""Statements of which one of several at once wins: by unique constraints, and states in WHERE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cookbook.models import Base

ROWS_AT_ONCE = 400
"""SQLite takes some 32,000 values in a statement."""


def insert_unless_taken(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row, and tell whether it is in; it is not where a unique constraint forbids it."""
    done = session.execute(_insert(session, table).values(**values).on_conflict_do_nothing())
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an INSERT gives a CursorResult


def insert_what_is_new(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert all rows but those that are there already, as the unique constraints tell."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = [dict(each) for each in rows[start : start + ROWS_AT_ONCE]]
        session.execute(_insert(session, table).values(some).on_conflict_do_nothing())


def change_rows(
    session: Session, table: type[Base], *conditions: ColumnElement[bool], **values: object
) -> bool:
    """Change the rows that meet the conditions, and tell whether there were any."""
    statement = update(table).where(*conditions).values(**values)
    done = session.execute(statement.execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def _insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    # Both know ON CONFLICT, in the same words; SQLAlchemy has it with either dialect only.
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
