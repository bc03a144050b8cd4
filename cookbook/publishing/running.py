"""One build from end to end: taken, written to disk, pressed, shelved; or failed with a reason."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import shutil
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cookbook.config import BuildSettings
from cookbook.errors import CookbookError, Place
from cookbook.models import Build, BuildPurpose, BuildState
from cookbook.models.base import PATH_MAX_LENGTH
from cookbook.press.report import REPORT_JSON
from cookbook.publishing.checking import check_made, set_aside
from cookbook.publishing.editions import frozen_edition
from cookbook.publishing.farming import Farm
from cookbook.publishing.folders import Frozen, write_frozen
from cookbook.publishing.indexing import read_records
from cookbook.publishing.leases import Claim, claim_build, end_build, release_build
from cookbook.publishing.orders import PressOrder
from cookbook.publishing.pressroom import Pressroom
from cookbook.publishing.problems import (
    CancelledError,
    LostBuildError,
    PressFailedError,
    StoppingError,
)
from cookbook.publishing.pulse import Pulse
from cookbook.publishing.queueing import Priority, priority_of
from cookbook.publishing.shelving import keep_files, shelve_edition, shelve_preview
from cookbook.storage import Storage

TRIES = 5
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """What a worker works with; `stopping` is set when it is to end."""

    sessions: Callable[[], AbstractContextManager[Session]]
    storage: Storage
    folder: Path
    settings: BuildSettings
    worker: str
    room: Pressroom
    farm: Farm | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def lease(self) -> dt.timedelta:
        """How long a build is held at a time."""
        return dt.timedelta(seconds=self.settings.lease_seconds)


@dataclass(frozen=True)
class Order:
    """What is to be pressed, as the build says: the number of an edition, or None for a preview.

    `home` is where its web pages lead back to, `title` what they say of it.
    """

    frozen: Frozen
    edition: int | None
    title: str
    home: str
    log: str

    @property
    def priority(self) -> Priority:
        """How soon it is wanted."""
        return priority_of(BuildPurpose.EDITION if self.edition else BuildPurpose.PREVIEW)


def run_build(desk: Desk, build_id: int) -> None:
    """Run a build, if it waits for one who does; whatever goes wrong ends in its row."""
    with desk.sessions() as session:
        claim = claim_build(session, build_id, worker=desk.worker, lease=desk.lease)
        order = _order(session, build_id) if claim else None
        session.commit()
    if claim is None or order is None:
        return
    LOGGER.info("Build %d begins, attempt %d", build_id, claim.attempt)
    pulse = Pulse(desk.sessions, desk.stopping, claim, desk.lease, desk.settings, order.log)
    making = desk.folder / f"{build_id}-{claim.attempt}"
    try:
        _make(desk, order, making, pulse)
    except LostBuildError:
        LOGGER.warning("Build %d is no longer ours; it is left to others", build_id)
    except Exception as err:  # noqa: BLE001 -- whatever it is, who asked for the build must hear of it
        _give_up(desk, claim, pulse, err)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def sweep_pressing_folder(session: Session, folder: Path) -> None:
    """Take away what workers that were killed left of builds that they no longer hold."""
    for stray in folder.glob("*-*") if folder.is_dir() else ():
        build_id, _, attempt = stray.name.partition("-")
        if not (build_id.isdecimal() and attempt.isdecimal()):
            continue
        build = session.get(Build, int(build_id))
        held = build is not None and build.state is BuildState.RUNNING
        if build is None or not held or build.attempts != int(attempt):
            shutil.rmtree(stray, ignore_errors=True)


def _order(session: Session, build_id: int) -> Order:
    build = session.get_one(Build, build_id, populate_existing=True)
    title = build.volume.title
    # Pages lie at …/books/SLUG/NUMBER/read/PAGE and at …/builds/ID/files/web/PAGE; a way that is
    # relative to them leads home wherever the site is mounted.
    if build.edition is not None:
        number = build.edition.number
        frozen = frozen_edition(build.edition)
        return Order(frozen, number, build.edition.title, f"../../{number}", build.log)
    return Order(Frozen(**build.source), None, title, f"../../../{build_id}", build.log)


def _make(desk: Desk, order: Order, making: Path, pulse: Pulse) -> None:
    folder, out = making / "book", making / "made"
    with desk.sessions() as session:
        write_frozen(session, desk.storage, order.frozen, folder)
    lending = desk.farm.loans_of(order.priority) if desk.farm else None
    desk.room.press(PressOrder(folder, out, order.home, order.title), pulse, lending)
    pulse.stage("Storing the files", None)
    files = keep_files(desk.storage, out, pulse.count)
    report = json.loads((out / REPORT_JSON).read_text(encoding="utf-8"))
    records = read_records(out) if order.edition else []
    pulse.note(f"Done, {sum(map(len, report['warnings'].values()))} warnings")

    def shelve(session: Session) -> None:
        if order.edition:
            shelve_edition(session, pulse.claim, files, records, report, pulse.log)
        else:
            shelve_preview(session, pulse.claim, files, report, pulse.log)

    build_id = pulse.claim.build_id
    with contextlib.ExitStack() as stack:
        # What is under way here is swept away once the build has ended.
        books = stack.enter_context(set_aside(out)) if desk.settings.checks else None
        _commit(desk, shelve)
        LOGGER.info("Build %d is done", build_id)
        if books is not None and not desk.stopping.is_set():
            check_made(desk.sessions, build_id, books)


def _give_up(desk: Desk, claim: Claim, pulse: Pulse, error: Exception) -> None:
    """End a build as what happened says, unless another worker has it by now."""
    with contextlib.suppress(LostBuildError):
        _commit(desk, lambda session: _end(session, claim, pulse, error))


def _end(session: Session, claim: Claim, pulse: Pulse, error: Exception) -> None:
    if isinstance(error, StoppingError):
        LOGGER.info("Build %d goes back to the queue", claim.build_id)
        release_build(session, claim)
        return
    if isinstance(error, CancelledError):
        LOGGER.info("Build %d is cancelled", claim.build_id)
        pulse.note("Cancelled")
        end_build(session, claim, BuildState.CANCELLED, log=pulse.log)
        return
    problem, place, remedy, detail = _words(error)
    LOGGER.warning("Build %d failed: %s %s", claim.build_id, place, problem)
    pulse.note(f"Failed: {problem}")
    if detail:
        pulse.note(detail)
    end_build(
        session,
        claim,
        BuildState.FAILED,
        problem=problem,
        problem_place=place[:PATH_MAX_LENGTH],
        remedy=remedy,
        log=pulse.log,
    )


def _words(error: Exception) -> tuple[str, str, str, str]:
    """Give what is wrong, where, what to do about it, and what only the log should say."""
    if isinstance(error, PressFailedError):
        return error.message, error.where, error.remedy, error.detail
    if isinstance(error, CookbookError):
        place = error.place.file if isinstance(error.place, Place) else str(error.place or "")
        return error.message, place, error.remedy, ""
    detail = "".join(traceback.format_exception(error))
    LOGGER.error(detail)
    remedy = "Try again; if it happens again, show the log to whoever runs the site."
    return "the build stopped unexpectedly.", "", remedy, detail


def _commit(desk: Desk, work: Callable[[Session], None]) -> None:
    """Do the last step of a build in one transaction; a database that is busy is asked again."""
    for number in range(1, TRIES + 1):
        try:
            with desk.sessions() as session:
                work(session)
                session.commit()
        except DBAPIError:
            if number == TRIES:
                raise
            time.sleep(min(number, desk.settings.renew_seconds))
        else:
            return
