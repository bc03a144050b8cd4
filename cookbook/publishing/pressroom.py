"""Runs the press in a child process: hears how far it is, and ends it when it must end."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from cookbook.config import BuildSettings
from cookbook.publishing.problems import PressFailedError

LISTEN_SECONDS = 0.2
GRACE_SECONDS = 2.0
LAST_WORDS = 4_000
PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
MESSAGES = "messages.txt"
"""The file beside the book in which the press's own errors are caught."""


class Listener(Protocol):
    """Who hears of a press, and says by an exception that it is to end."""

    def stage(self, name: str, total: int | None) -> None:
        """Hear that a stage begins."""

    def step(self, done: int) -> None:
        """Hear how many steps of it are done."""

    def beat(self) -> None:
        """Be asked, several times a second, whether to go on."""


@dataclass(frozen=True)
class PressRun:
    """What is pressed: a book folder into `out`, with web pages that lead back to `home`."""

    folder: Path
    out: Path
    home: str
    home_words: str


def press_in_child(run: PressRun, settings: BuildSettings, listener: Listener) -> None:
    """Press a book into EPUB, PDF and web pages in a process of its own, within the limits.

    Raises PressFailedError where the press fails or takes too long, and what the listener raises;
    the process, and all that it started, is ended then.
    """
    until = time.monotonic() + settings.limit_minutes * 60
    messages = run.folder.parent / MESSAGES
    with messages.open("wb") as errors, _child(_command(run, settings), errors) as process:
        failure: Mapping[str, Any] | None = None
        for message in _messages(process):
            if time.monotonic() > until:
                raise PressFailedError(
                    f"the press took longer than {settings.limit_minutes} minutes.",
                    remedy="Give it longer by COOKBOOK_BUILD_MINUTES, or split the book.",
                )
            failure = _pass_on(message, listener) or failure
            listener.beat()
        code = process.wait()
    if failure is not None:
        raise _named(failure)
    if code != 0:
        raise _unnamed(code, messages)


def press_environment() -> dict[str, str]:
    """Give what a press may know of our environment: where programs are, and no secrets."""
    package = str(Path(__file__).resolve().parents[2])
    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**known, "PYTHONPATH": package, "PYTHONUTF8": "1"}


def _command(run: PressRun, settings: BuildSettings) -> list[str]:
    return [
        *(sys.executable, "-m", "cookbook.publishing.pressing", str(run.folder), str(run.out)),
        *("--home", run.home, "--home-words", run.home_words),
        *("--memory-mb", str(settings.memory_mb), "--processes", str(settings.processes)),
    ]


@contextmanager
def _child(command: list[str], errors: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in a group of its own; nothing of it is left afterwards."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=press_environment(),
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process in order, so that it ends what it started; then whatever is left of it."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=GRACE_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _messages(process: subprocess.Popen[bytes]) -> Iterator[Mapping[str, Any]]:
    """Give what the press tells, and something empty several times a second when it is silent."""
    if process.stdout is None:
        return
    kept = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not waiting.select(LISTEN_SECONDS):
                yield {}
                continue
            data = os.read(process.stdout.fileno(), 1 << 16)
            if not data:
                return
            *lines, kept = (kept + data).split(b"\n")
            yield from map(json.loads, lines)


def _pass_on(message: Mapping[str, Any], listener: Listener) -> Mapping[str, Any] | None:
    """Pass on what is told of the way; give what is told of a failure."""
    if "problem" in message:
        return message
    if "stage" in message:
        listener.stage(str(message["stage"]), message.get("total"))
    elif "done" in message:
        listener.step(int(message["done"]))
    return None


def _named(failure: Mapping[str, Any]) -> PressFailedError:
    return PressFailedError(
        failure["problem"],
        where=failure.get("place", ""),
        remedy=failure.get("remedy", ""),
        detail=failure.get("detail", ""),
    )


def _unnamed(code: int, messages: Path) -> PressFailedError:
    """Make the failure of a press that ended without a word of its own."""
    detail = messages.read_bytes()[-LAST_WORDS:].decode("utf-8", "replace")
    if code == -signal.SIGKILL:
        return PressFailedError(
            "the system ended the press, most likely for want of memory.",
            remedy="Give the machine more memory, or split the book.",
            detail=detail,
        )
    return PressFailedError(f"the press ended with code {code}.", detail=detail)
