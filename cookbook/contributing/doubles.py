"""A form that was sent twice, by two presses or by a phone that tried again: one contribution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cookbook.models import Contribution, ContributionKind, Person, Revision, Volume, now

SENT_AGAIN_WITHIN = dt.timedelta(hours=1)
LOOKED_THROUGH = 10
"""How many of the newest contributions of the same person are looked through."""


def find_double(
    session: Session,
    volume: Volume,
    kind: ContributionKind,
    author: Person,
    text_of: Callable[[Contribution], str],
) -> Revision | None:
    """Give the first revision of what the author has just begun with the very same text, or None.

    `text_of` gives the text as it would stand in a contribution, whose photo has a path of its own.
    Whoever sends the same form at the same moment waits here until the present transaction ends.
    """
    session.flush()
    session.execute(
        update(Person)
        .where(Person.id == author.id)
        .values(name=Person.name)
        .execution_options(synchronize_session=False)
    )
    recent = (
        select(Contribution)
        .where(
            Contribution.volume_id == volume.id,
            Contribution.kind == kind,
            Contribution.author_id == author.id,
            Contribution.created_at > now() - SENT_AGAIN_WITHIN,
        )
        .order_by(Contribution.id.desc())
        .limit(LOOKED_THROUGH)
    )
    firsts = select(Revision).where(Revision.number == 1)
    for each in session.scalars(recent).all():
        first = session.scalars(firsts.where(Revision.contribution_id == each.id)).first()
        if first is not None and first.text == text_of(each):
            return first
    return None
