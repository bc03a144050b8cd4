"""What people ask of builds: a preview, how far it is, its last good files, to stop it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.archive.records import record
from cookbook.models import (
    Build,
    BuildPurpose,
    BuildState,
    Edition,
    EditionState,
    Person,
    Volume,
    now,
)
from cookbook.publishing.folders import freeze_volume
from cookbook.publishing.problems import BuildEndedError
from cookbook.publishing.statements import change_rows, insert_unless_taken

ACTIVE_STATES = (BuildState.QUEUED, BuildState.RUNNING)
TRIES = 5


@dataclass(frozen=True)
class BuildProgress:
    """How far a build is: its stage and how many of how many steps, and how many wait before it."""

    state: BuildState
    stage: str
    done: int
    total: int | None
    attempts: int
    before: int
    cancel_asked: bool
    started_at: dt.datetime | None
    ended_at: dt.datetime | None

    @property
    def is_active(self) -> bool:
        """Tell whether there is more to come."""
        return self.state in ACTIVE_STATES


def ask_for_preview(session: Session, volume: Volume, *, person: Person | None) -> Build:
    """Freeze the volume and queue a preview of it; one that is queued or runs already is given.

    Hand its id to `tasks.start_build` after the commit. Raises NotReadyError.
    """
    for _ in range(TRIES):
        active = _active_preview(session, volume)
        if active is not None:
            return active
        values = {
            "volume_id": volume.id,
            "purpose": BuildPurpose.PREVIEW,
            "state": BuildState.QUEUED,
            "source": freeze_volume(session, volume).as_values(),
            "asked_by_id": person.id if person else None,
        }
        if insert_unless_taken(session, Build, values):
            break
    build = _active_preview(session, volume)
    if build is None:
        raise BuildEndedError("the preview ended as it began.", remedy="Ask for it again.")
    return build


def last_good_preview(session: Session, volume: Volume) -> Build | None:
    """Give the build whose files are the newest preview of a volume, or None."""
    return session.scalars(
        select(Build)
        .where(
            Build.volume_id == volume.id,
            Build.purpose == BuildPurpose.PREVIEW,
            Build.state == BuildState.SUCCEEDED,
        )
        .order_by(Build.id.desc())
        .limit(1)
    ).first()


def progress_of(session: Session, build: Build) -> BuildProgress:
    """Give how far a build is, from its row as it is now; costs one small statement."""
    before = (
        select(func.count())
        .where(Build.state == BuildState.QUEUED, Build.id < build.id)
        .scalar_subquery()
    )
    row = session.execute(
        select(
            Build.state,
            Build.stage,
            Build.done,
            Build.total,
            Build.attempts,
            before.label("before"),
            Build.cancel_asked,
            Build.started_at,
            Build.ended_at,
        ).where(Build.id == build.id)
    ).one()
    waiting = row.before if row.state is BuildState.QUEUED else 0
    return BuildProgress(**{**row._asdict(), "before": waiting})


def cancel_build(session: Session, build: Build, *, person: Person | None) -> None:
    """Stop a build: at once while it waits, within a second or two while it runs.

    The last good files stay. Raises BuildEndedError where it has ended already.
    """
    own = Build.id == build.id
    ended = {"state": BuildState.CANCELLED, "ended_at": now(), "cancel_asked": True}
    if change_rows(session, Build, own, Build.state == BuildState.QUEUED, **ended):
        fail_edition_of(session, build.id)
    elif not change_rows(session, Build, own, Build.state == BuildState.RUNNING, cancel_asked=True):
        raise BuildEndedError("this build has ended already.", remedy="Ask for a new one.")
    session.refresh(build)
    record(session, person, "cancel build", build.volume.slug, f"build {build.id}")


def fail_edition_of(session: Session, build_id: int) -> None:
    """Note that the edition which a build was to make is not there, if it was for one."""
    chosen = select(Build.edition_id).where(Build.id == build_id).scalar_subquery()
    change_rows(
        session,
        Edition,
        Edition.id == chosen,
        Edition.state == EditionState.PRESSING,
        state=EditionState.FAILED,
    )


def _active_preview(session: Session, volume: Volume) -> Build | None:
    return session.scalar(
        select(Build).where(
            Build.volume_id == volume.id,
            Build.purpose == BuildPurpose.PREVIEW,
            Build.state.in_(ACTIVE_STATES),
        )
    )
