"""Child processes with an end: every program that reads contributors' texts runs through here."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from math import ceil
from typing import NamedTuple

from cookbook.errors import CookbookError

EPOCH = "315532800"
"""1 January 1980, the oldest date that a ZIP file can hold: builds carry no time of their own."""

PROCESSORS = 4
"""How many seconds of a processor a program may use in a second: some work in several threads."""
_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)
"""When everything that is being run must have ended, by the monotonic clock."""


class ProgramFailedError(CookbookError):
    """A program ended with an error; `stderr` holds its last words."""

    def __init__(self, message: str, *, stderr: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.stderr = stderr


class BoundsExceededError(ProgramFailedError):
    """A program took more time or memory than it was given."""


class Said(NamedTuple):
    """What a program printed, and what it remarked meanwhile."""

    output: bytes
    remarks: str


@contextlib.contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Give all programs that run within so many seconds together, whatever each may have."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def granted(seconds: float) -> float:
    """Give how long something may take that may take so many seconds, within `no_longer_than`."""
    until = _UNTIL.get()
    return seconds if until is None else max(0.0, min(seconds, until - time.monotonic()))


def run_bounded(
    command: Sequence[str],
    data: bytes = b"",
    *,
    seconds: float,
    variables: Mapping[str, str] | None = None,
) -> bytes:
    """Run a program on `data` and give what it prints.

    It gets no network settings and nothing of our environment but PATH and HOME. After `seconds` it
    is ended, with everything it started; earlier where `no_longer_than` says so. Raises
    BoundsExceededError and ProgramFailedError.
    """
    return run_and_listen(command, data, seconds=seconds, variables=variables).output


def run_and_listen(
    command: Sequence[str],
    data: bytes = b"",
    *,
    seconds: float,
    variables: Mapping[str, str] | None = None,
) -> Said:
    """Run a program as `run_bounded` does, and give its remarks besides what it prints."""
    seconds = granted(seconds)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": EPOCH,
        **(variables or {}),
    }
    with subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as process:
        _limit_processor(process.pid, seconds)
        try:
            output, errors = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as err:
            _end(process)
            raise BoundsExceededError(f"took longer than {seconds:g} seconds") from err
        except BaseException:
            _end(process)
            raise
    if process.returncode != 0:
        raise _failure(process.returncode, errors.decode("utf-8", "replace").strip())
    return Said(output, errors.decode("utf-8", "replace"))


def _limit_processor(process: int, seconds: float) -> None:
    """Let the system end a program that outlives us, as one may if we are killed."""
    allowed = ceil(seconds * PROCESSORS) + 1
    # Where the system can't, or where the program has ended already, all is well without.
    with contextlib.suppress(OSError, ValueError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        most = allowed if hard == resource.RLIM_INFINITY else min(allowed, hard)
        if sys.platform == "linux":
            resource.prlimit(process, resource.RLIMIT_CPU, (most, most))


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _failure(code: int, stderr: str) -> ProgramFailedError:
    lowered = stderr.lower()
    if code < 0 or "heap exhausted" in lowered or "heap overflow" in lowered:
        return BoundsExceededError("took more memory than it was given", stderr=stderr)
    return ProgramFailedError(f"ended with code {code}: {stderr[-400:]}", stderr=stderr)
