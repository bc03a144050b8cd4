"""How much of a contribution's discussion is open."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.models import Contribution, Thread


def count_open_threads(session: Session, contribution: Contribution) -> int:
    """Count the threads of a contribution that nobody has resolved."""
    chosen = select(func.count(Thread.id)).where(
        Thread.contribution_id == contribution.id, Thread.resolved_at.is_(None)
    )
    return session.scalar(chosen) or 0
