"""Keeps presses warm, each a child process: has books pressed, and ends what must end."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from cookbook.config import BuildSettings, CacheSettings
from cookbook.publishing.orders import Means, PressOrder
from cookbook.publishing.problems import PressFailedError

LISTEN_SECONDS = 0.2
GRACE_SECONDS = 2.0
LAST_WORDS = 4_000
TIRED_BYTES = 250_000_000
"""A press that holds more than this between two books is replaced: memory is not given back."""
REST_SECONDS = 1_800.0
"""A press that had no book for so long is ended, as the machine may want its memory."""
PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
LOGGER = logging.getLogger(__name__)


class Listener(Protocol):
    """Who hears of a press, and says by an exception that it is to end."""

    def stage(self, name: str, total: int | None) -> None:
        """Hear that a stage begins."""

    def step(self, done: int) -> None:
        """Hear how many steps of it are done."""

    def beat(self) -> None:
        """Be asked, several times a second, whether to go on."""


class Lending(Protocol):
    """What tells others of jobs that they may set for a press."""

    def lend(self, key: str, mark: str) -> None:
        """Tell of a loan, by its key and that of the mark which says that it is over."""

    def call_off(self) -> None:
        """Say that nobody waits for what was lent."""


class Pressroom:
    """The presses of one worker: as many as there are books at once, warm until `close`.

    With `lends`, they lend what waits to other machines.
    """

    def __init__(
        self, settings: BuildSettings, cache: CacheSettings, *, lends: bool = False
    ) -> None:
        self.settings = settings
        self.means = Means(settings.memory_mb, settings.process_count, cache, lends)
        self.at_work = 0
        self.resting: list[_Press] = []
        self.lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all presses that rest; those at work end with their books."""
        self._end_resting(lambda _press: True)

    def warm_up(self) -> None:
        """Start a press, so that it is ready when there is a book; doesn't wait for it."""
        self._rest(_Press(self.means))

    def tidy(self) -> None:
        """End the presses that had no book for a long time, and those that died."""
        until = time.monotonic() - REST_SECONDS
        self._end_resting(lambda press: press.rests_since < until or not press.is_alive())

    def is_busy(self) -> bool:
        """Tell whether there is a book in press."""
        return self.at_work > 0

    def press(self, order: PressOrder, listener: Listener, lending: Lending | None = None) -> None:
        """Press a book, within the limits.

        Raises PressFailedError where the press fails or takes too long, and what the listener
        raises; the process, and all that it started, is ended then, unless it told what failed.
        """
        with self._counted():
            press = self._take()
            try:
                ended = press.press(order, self.settings.limit_minutes, listener, lending)
            except BaseException:
                press.end()
                if lending:
                    lending.call_off()
                raise
        if ended.get("resident", 0) > TIRED_BYTES:
            LOGGER.info("A press has grown to %d MB and is replaced", ended["resident"] >> 20)
            press.end()
        else:
            self._rest(press)
        if "problem" in ended:
            raise _named(ended)

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        with self.lock:
            self.at_work += 1
        try:
            yield
        finally:
            with self.lock:
                self.at_work -= 1

    def _take(self) -> _Press:
        while True:
            with self.lock:
                if not self.resting:
                    return _Press(self.means)
                press = self.resting.pop()
            if press.is_alive():
                return press
            press.end()

    def _rest(self, press: _Press) -> None:
        press.rests_since = time.monotonic()
        with self.lock:
            self.resting.append(press)

    def _end_resting(self, leaves: Callable[[_Press], bool]) -> None:
        with self.lock:
            leaving = [press for press in self.resting if leaves(press)]
            self.resting = [press for press in self.resting if press not in leaving]
        for press in leaving:
            press.end()


def press_environment() -> dict[str, str]:
    """Give what a press may know of our environment: where programs are, and no secrets."""
    package = str(Path(__file__).resolve().parents[2])
    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**known, "PYTHONPATH": package, "PYTHONUTF8": "1"}


class _Press:
    """One child process, in a group of its own; nothing of it is left when it was ended."""

    def __init__(self, means: Means) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cookbook.publishing.pressing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=press_environment(),
            start_new_session=True,
        )
        self.rests_since = time.monotonic()
        self._say(means.as_values())

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self.process.poll() is None

    def press(
        self, order: PressOrder, minutes: int, listener: Listener, lending: Lending | None
    ) -> Mapping[str, Any]:
        """Press a book; give the last word of it, with what is told of a failure."""
        until = time.monotonic() + minutes * 60
        # What was said of the book before doesn't matter any more.
        self.errors.seek(0)
        self.errors.truncate()
        self._say(order.as_values())
        failure: Mapping[str, Any] = {}
        for message in self._messages():
            if time.monotonic() > until:
                raise PressFailedError(
                    f"the press took longer than {minutes} minutes.",
                    remedy="Give it longer by COOKBOOK_BUILD_MINUTES, or split the book.",
                )
            if "problem" in message:
                failure = message
            if "ended" in message:
                return {**failure, **message}
            if "loan" in message and lending:
                lending.lend(message["loan"], message["mark"])
            _pass_on(message, listener)
            listener.beat()
        raise _unnamed(self.process.wait(), self._last_words())

    def end(self) -> None:
        """End the process in order, so that it ends what it started; then whatever is left."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=GRACE_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()

    def _say(self, values: Mapping[str, Any]) -> None:
        # One that died hears nothing; its code tells why.
        with contextlib.suppress(BrokenPipeError):
            if self.process.stdin:
                self.process.stdin.write(json.dumps(values).encode() + b"\n")
                self.process.stdin.flush()

    def _messages(self) -> Iterator[Mapping[str, Any]]:
        """Give what the press tells, and something empty several times a second in between."""
        if self.process.stdout is None:
            return
        kept = b""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            while True:
                if not waiting.select(LISTEN_SECONDS):
                    yield {}
                    continue
                data = os.read(self.process.stdout.fileno(), 1 << 16)
                if not data:
                    return
                *lines, kept = (kept + data).split(b"\n")
                yield from map(json.loads, lines)

    def _last_words(self) -> str:
        size = self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, size - LAST_WORDS))
        return self.errors.read().decode("utf-8", "replace")


def _pass_on(message: Mapping[str, Any], listener: Listener) -> None:
    """Pass on what is told of the way."""
    if "stage" in message:
        listener.stage(str(message["stage"]), message.get("total"))
    elif "done" in message:
        listener.step(int(message["done"]))


def _named(failure: Mapping[str, Any]) -> PressFailedError:
    return PressFailedError(
        failure["problem"],
        where=failure.get("place", ""),
        remedy=failure.get("remedy", ""),
        detail=failure.get("detail", ""),
    )


def _unnamed(code: int, detail: str) -> PressFailedError:
    """Make the failure of a press that ended without a word of its own."""
    if code == -signal.SIGKILL:
        return PressFailedError(
            "the system ended the press, most likely for want of memory.",
            remedy="Give the machine more memory, or split the book.",
            detail=detail,
        )
    return PressFailedError(f"the press ended with code {code}.", detail=detail)
