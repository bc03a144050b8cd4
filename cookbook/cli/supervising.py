"""Keeps a few child processes running: starts again what dies, and stops all together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from cookbook.cli.console import say
from cookbook.errors import CookbookError

LOOK_SECONDS = 0.2
STOP_SECONDS = 10.0
"""How long the children have to end in order before they are killed."""
SETTLED_SECONDS = 30.0
"""A child that ran for so long is started again at once; one that dies sooner waits longer."""
WAIT_MAX_SECONDS = 30.0
PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


class ChildFailedError(CookbookError):
    """A child process without which nothing goes does not start."""


@dataclass
class Child:
    """A process to keep running. One that is `needed` stops all where it dies as it starts."""

    name: str
    command: Sequence[str]
    needed: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        """Start the process."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 -- the supervisor has no other thread
        )

    def look(self) -> None:
        """Start the process where it is due, and note where it died."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.process = None
        if time.monotonic() - self.started > SETTLED_SECONDS:
            self.deaths = 0
        elif self.needed:
            raise ChildFailedError(f"the {self.name} process ended with code {code}.")
        wait = min(WAIT_MAX_SECONDS, 2.0**self.deaths - 1)
        self.deaths += 1
        self.due = time.monotonic() + wait
        say(f"{time.strftime('%H:%M:%S')} The {self.name} ended with code {code}; starting another")

    def tell(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def kill_all(self) -> None:
        """Kill the process and what it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def supervise(children: Sequence[Child]) -> None:
    """Run the children until SIGINT or SIGTERM, then end them in order.

    Raises ChildFailedError where a needed one dies soon after its start.
    """
    stopping = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        stopping.set()

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not stopping.wait(LOOK_SECONDS):
            for child in children:
                child.look()
        say("Stopping.")
    finally:
        _stop(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(children: Sequence[Child]) -> None:
    for child in children:
        child.tell(signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.0, until - time.monotonic()))
    for child in children:
        child.kill_all()


def _end_with_parent() -> None:
    """Have the system end this process when the supervisor dies, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
