"""Rows that of two at once only one may make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from cookbook.models import Base


def insert_if_new(session: Session, table: type[Base], row: Mapping[str, Any]) -> bool:
    """Make a row unless one has its key already; tells whether it is ours.

    Whoever comes second waits for the first one's transaction to end.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    made = session.execute(
        insert(table).values(dict(row)).on_conflict_do_nothing(),
        # Drivers count the rows of an INSERT only where they are asked to.
        execution_options={"preserve_rowcount": True},
    )
    assert isinstance(made, CursorResult)  # noqa: S101 -- what an INSERT answers with
    return made.rowcount == 1
