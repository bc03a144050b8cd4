"""What workers do with builds: take one, hold it, end it, and bring back what others let go.

Each step is one statement that names the state it starts from, so that of two at once one wins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cookbook.models import MAX_ATTEMPTS, Build, BuildState, now
from cookbook.publishing.builds import fail_edition_of
from cookbook.publishing.problems import LostBuildError
from cookbook.publishing.statements import change_rows

UNTAKEN_SECONDS = 10
"""After so many seconds a queued build counts as one whose message was lost."""


@dataclass(frozen=True)
class Claim:
    """A build that a worker holds: its id, the worker's name, and the how manieth attempt it is."""

    build_id: int
    worker: str
    attempt: int


def claim_build(
    session: Session, build_id: int, *, worker: str, lease: dt.timedelta
) -> Claim | None:
    """Take a queued build; None where it is not queued, or somebody else took it first."""
    moment = now()
    taken = change_rows(
        session,
        Build,
        Build.id == build_id,
        Build.state == BuildState.QUEUED,
        state=BuildState.RUNNING,
        attempts=Build.attempts + 1,
        worker=worker,
        lease_until=moment + lease,
        started_at=moment,
        stage="Starting",
        done=0,
        total=None,
    )
    if not taken:
        return None
    attempt = session.scalar(select(Build.attempts).where(Build.id == build_id)) or 1
    return Claim(build_id, worker, attempt)


def renew_lease(
    session: Session, claim: Claim, lease: dt.timedelta, values: Mapping[str, Any]
) -> bool:
    """Hold a build for longer, write how far it is, and tell whether it is to be cancelled.

    Raises LostBuildError where this worker holds it no longer.
    """
    if not change_rows(session, Build, *_held(claim), lease_until=now() + lease, **values):
        raise LostBuildError("another worker has this build by now.")
    return is_cancel_asked(session, claim)


def is_cancel_asked(session: Session, claim: Claim) -> bool:
    """Tell whether somebody asked to stop a build."""
    return bool(session.scalar(select(Build.cancel_asked).where(Build.id == claim.build_id)))


def end_build(session: Session, claim: Claim, state: BuildState, **values: object) -> None:
    """End a build that this worker holds; its edition has failed unless it succeeded.

    Raises LostBuildError where this worker holds it no longer.
    """
    ended = {"state": state, "ended_at": now(), "lease_until": None, **values}
    if not change_rows(session, Build, *_held(claim), **ended):
        raise LostBuildError("another worker has this build by now.")
    if state is not BuildState.SUCCEEDED:
        fail_edition_of(session, claim.build_id)


def release_build(session: Session, claim: Claim) -> None:
    """Put a build back to the queue, because the worker stops; it costs the build no attempt.

    One that is to be cancelled ends so. Raises LostBuildError.
    """
    if is_cancel_asked(session, claim):
        end_build(session, claim, BuildState.CANCELLED)
        return
    back = {"state": BuildState.QUEUED, "lease_until": None, "stage": "", "done": 0, "total": None}
    if not change_rows(session, Build, *_held(claim), attempts=Build.attempts - 1, **back):
        raise LostBuildError("another worker has this build by now.")


def reap_builds(session: Session) -> list[int]:
    """Bring back the builds whose leases ran out; give the ids of those that are queued again.

    One that was tried MAX_ATTEMPTS times has failed, one that is to be cancelled ends so.
    """
    moment = now()
    chosen = select(
        Build.id, Build.lease_until, Build.attempts, Build.cancel_asked, Build.stage
    ).where(Build.state == BuildState.RUNNING, Build.lease_until < moment)
    queued: list[int] = []
    for row in session.execute(chosen).all():
        # Another reaper, or the worker itself, changes one of these first or not at all.
        seen = (
            Build.id == row.id,
            Build.state == BuildState.RUNNING,
            Build.lease_until == row.lease_until,
            Build.attempts == row.attempts,
        )
        values = _fate(attempts=row.attempts, cancel_asked=row.cancel_asked, stage=row.stage)
        if not change_rows(session, Build, *seen, lease_until=None, **values):
            continue
        if values["state"] is BuildState.QUEUED:
            queued.append(row.id)
        else:
            fail_edition_of(session, row.id)
    return queued


def untaken_builds(session: Session, seconds: float = UNTAKEN_SECONDS) -> list[int]:
    """Give the ids of builds that have waited for so long that their message may be lost."""
    waited = now() - dt.timedelta(seconds=seconds)
    chosen = select(Build.id).where(
        Build.state == BuildState.QUEUED,
        (Build.asked_at <= waited) | (Build.attempts > 0),
    )
    return list(session.scalars(chosen.order_by(Build.id)))


def _fate(*, attempts: int, cancel_asked: bool, stage: str) -> dict[str, Any]:
    if cancel_asked:
        return {"state": BuildState.CANCELLED, "ended_at": now()}
    if attempts < MAX_ATTEMPTS:
        return {"state": BuildState.QUEUED, "stage": "", "done": 0, "total": None}
    return {
        "state": BuildState.FAILED,
        "ended_at": now(),
        "problem": f'the worker was stopped {attempts} times while at it, last at "{stage}".',
        "remedy": "The machine may be short of memory; look at the worker's log, then try again.",
    }


def _held(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        Build.id == claim.build_id,
        Build.state == BuildState.RUNNING,
        Build.worker == claim.worker,
        Build.attempts == claim.attempt,
    )
