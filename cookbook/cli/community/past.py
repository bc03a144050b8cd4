"""Puts what the demo does into the past, where its story has it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from cookbook.models import (
    AuditRecord,
    Base,
    Build,
    Contribution,
    Edition,
    Person,
    Review,
    Revision,
    Volume,
    VolumeFile,
)

TIMES: dict[type[Base], str] = {
    AuditRecord: "at",
    Contribution: "created_at",
    Person: "created_at",
    Review: "created_at",
    Revision: "created_at",
    Volume: "created_at",
    VolumeFile: "added_at",
}
"""When a row came to be: written with it, as most of these never change."""


class Past:
    """Dates the rows that a session adds; used as a context."""

    def __init__(self, session: Session, moment: dt.datetime) -> None:
        self.session = session
        self.moment = moment

    def __enter__(self) -> None:
        self.session.flush()
        event.listen(self.session, "before_flush", self._date)

    def __exit__(self, *_what: object) -> None:
        try:
            self.session.flush()
        finally:
            event.remove(self.session, "before_flush", self._date)

    def _date(self, session: Session, *_more: object) -> None:
        for each in session.new:
            column = TIMES.get(type(each))
            if column is not None and getattr(each, column) is None:
                setattr(each, column, self.moment)


def date_contribution(session: Session, contribution: Contribution, moment: dt.datetime) -> None:
    """Date the last change of a contribution, and when it was handed in if that is later."""
    session.flush()
    own = update(Contribution).where(Contribution.id == contribution.id)
    for statement in (
        own.values(changed_at=moment),
        own.where(Contribution.submitted_at > moment).values(submitted_at=moment),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    session.expire(contribution)


def date_release(session: Session, edition: Edition, moment: dt.datetime) -> None:
    """Date a released edition, and the build that made it."""
    edition.released_at = moment
    for build in session.scalars(select(Build).where(Build.edition_id == edition.id)):
        if build.started_at and build.ended_at:
            began = moment - (build.ended_at - build.started_at)
            build.asked_at, build.started_at, build.ended_at = began, began, moment
    session.flush()
