"""How Alembic reaches the database: through the engine of the app that runs it."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from cookbook.extensions import db
from cookbook.models import Base
from cookbook.models.base import UtcTime

# What the search index of a database consists of is made by hand, in the migrations.
BY_HAND = "search_index"


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tell whether Alembic is to compare this table or index with the models."""
    return not (kind in ("table", "index") and (name or "").startswith(BY_HAND))


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 -- Alembic's signature
    """Write our types as those that they stand on, so that old migrations need no code of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcTime) else False


def run(connection: sa.Connection) -> None:
    """Bring the database up (or down) over this connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render,
        include_name=is_ours,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with db.engine.connect() as own:
        run(own)
