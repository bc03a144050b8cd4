"""A build's pulse while it runs: keeps its lease, writes how far it is, hears when it is to end."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cookbook.config import BuildSettings
from cookbook.models import now
from cookbook.publishing.leases import Claim, is_cancel_asked, renew_lease
from cookbook.publishing.problems import CancelledError, LostBuildError, StoppingError

LOOK_SECONDS = 0.5
"""How often at most the row is written or looked at."""
LOG_MAX_LENGTH = 20_000
STAGE_MAX_LENGTH = 120
LOGGER = logging.getLogger(__name__)


class Pulse:
    """Listens to a press on behalf of its row.

    `beat` may be called at any time; it raises CancelledError, StoppingError and LostBuildError.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- what it looks at, and what it writes to
        self,
        sessions: Callable[[], AbstractContextManager[Session]],
        stopping: threading.Event,
        claim: Claim,
        lease: dt.timedelta,
        settings: BuildSettings,
        log: str,
    ) -> None:
        self.sessions = sessions
        self.stopping = stopping
        self.claim = claim
        self.lease = lease
        self.renew_seconds = settings.renew_seconds
        self.log = log
        self.news: dict[str, Any] = {}
        self.name, self.done, self.round = "", 0, 1
        self.looked = self.renewed = time.monotonic()
        self.note(f"Attempt {claim.attempt}")

    def note(self, line: str) -> None:
        """Add a line to the log, of which the last LOG_MAX_LENGTH characters are kept."""
        self.log = f"{self.log}{now():%Y-%m-%d %H:%M:%S}  {line}\n"[-LOG_MAX_LENGTH:]

    def stage(self, name: str, total: int | None) -> None:
        """Begin a stage."""
        self.note(name)
        self.name, self.done, self.round = name, 0, 1
        self.news = {"stage": name[:STAGE_MAX_LENGTH], "total": total, "done": 0, "log": self.log}

    def step(self, done: int) -> None:
        """Note how many steps are done; a smaller number than before begins another round."""
        if done < self.done:
            self.round += 1
            self.news["stage"] = f"{self.name}, round {self.round}"[:STAGE_MAX_LENGTH]
        self.done = done
        self.news["done"] = done

    def count(self, done: int, total: int) -> None:
        """Note how many of how many steps are done, and beat."""
        self.news.update(done=done, total=total)
        self.beat()

    def beat(self) -> None:
        """Write what is new, renew the lease and hear whether to go on, each when it is time."""
        if self.stopping.is_set():
            raise StoppingError("the worker stops.")
        moment = time.monotonic()
        if moment - self.looked < min(LOOK_SECONDS, self.renew_seconds):
            return
        self.looked = moment
        try:
            cancelled = self._look(moment)
        except DBAPIError as err:
            # A database that is busy or restarts costs no build, as long as the lease runs.
            LOGGER.warning("The database did not answer: %s", err)
            if moment - self.renewed > self.lease.total_seconds():
                raise LostBuildError("the lease ran out.") from err
            return
        if cancelled:
            raise CancelledError("somebody asked to stop this build.")

    def _look(self, moment: float) -> bool:
        with self.sessions() as session:
            if not self.news and moment - self.renewed < self.renew_seconds:
                return is_cancel_asked(session, self.claim)
            cancelled = renew_lease(session, self.claim, self.lease, self.news)
            session.commit()
        self.news = {}
        self.renewed = moment
        return cancelled
