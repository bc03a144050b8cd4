"""A pandoc that is kept running, for whoever waits for one text: to start one takes longer."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

from cookbook.config import kit_folder
from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, granted
from cookbook.press.notation import encode

ORDERS = 400
"""After so many orders it is replaced: it gives no memory back."""
PROCESSOR_SECONDS = 300
"""What it may use of a processor in its life, where nobody is left to end it."""
DONE = b"+"
"""What stands before an answer, where nothing went wrong."""
PIECE = 65_536
AT_HAND: ContextVar[WarmPandoc | None] = ContextVar("at_hand", default=None)


class WarmPandoc:
    """One pandoc, started when it is first wanted; one that takes too long is replaced."""

    def __init__(self, program: str, memory_mb: int) -> None:
        script = str(kit_folder() / "pandoc" / "warm.lua")
        self.memory = memory_mb << 20
        self.command = [program, "+RTS", f"-M{memory_mb}M", "-RTS", "lua", script]
        self.process: subprocess.Popen[bytes] | None = None
        self.orders = 0
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
        """End it."""
        with self.lock:
            self._end()

    def ask(self, order: Mapping[str, Any], *, seconds: float) -> bytes:
        """Have something read or written (see warm.lua).

        Raises BoundsExceededError where that takes too long or too much memory, and
        ProgramFailedError on any other failure.
        """
        data = encode(order)
        with self.lock:
            try:
                answer = _exchange(self._running(), b"%d\n" % len(data) + data, granted(seconds))
            except TimeoutError as err:
                self._end()
                raise BoundsExceededError(f"took longer than {seconds:g} seconds") from err
            except (OSError, ValueError, EOFError) as err:
                self._end()
                raise BoundsExceededError("took more memory than it was given") from err
        head, _, body = answer.partition(b"\n")
        if not head.startswith(DONE):
            raise ProgramFailedError("pandoc stopped at it", stderr=body.decode("utf-8", "replace"))
        return body

    def _running(self) -> subprocess.Popen[bytes]:
        if self.orders >= ORDERS or (self.process and self.process.poll() is not None):
            self._end()
        self.orders += 1
        if self.process is None:
            self.process = _start(self.command, self.memory)
        return self.process

    def _end(self) -> None:
        process, self.process, self.orders = self.process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()


@contextlib.contextmanager
def at_hand(pandoc: WarmPandoc) -> Iterator[None]:
    """Have whatever runs within be read and written by a pandoc that is warm."""
    token = AT_HAND.set(pandoc)
    try:
        yield
    finally:
        AT_HAND.reset(token)


def _start(command: list[str], memory: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": "/", "LANG": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
        bufsize=0,
    )
    assert process.stdin is not None  # noqa: S101 -- it is a pipe
    # Who reads nothing must not hold us up.
    os.set_blocking(process.stdin.fileno(), False)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):
            seconds = (PROCESSOR_SECONDS, PROCESSOR_SECONDS)
            resource.prlimit(process.pid, resource.RLIMIT_CPU, seconds)
            # Its own limit tells a script that is running, and stops nothing.
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (memory, memory))
    return process


def _exchange(process: subprocess.Popen[bytes], order: bytes, seconds: float) -> bytes:
    """Send an order and give the answer.

    Raises TimeoutError where that takes too long, EOFError and OSError where the process ends.
    """
    assert process.stdin is not None  # noqa: S101 -- it is a pipe
    assert process.stdout is not None  # noqa: S101 -- likewise
    ears, mouth = process.stdin.fileno(), process.stdout.fileno()
    until, unsent, answer = time.monotonic() + seconds, memoryview(order), bytearray()
    waiting = select.poll()
    waiting.register(mouth, select.POLLIN)
    waiting.register(ears, select.POLLOUT)
    while not _is_whole(answer):
        ready = dict(waiting.poll(max(0.0, until - time.monotonic()) * 1000))
        if not ready:
            raise TimeoutError
        if ears in ready:
            unsent = unsent[os.write(ears, unsent[:PIECE]) :]
            if not unsent:
                waiting.unregister(ears)
        if mouth in ready:
            heard = os.read(mouth, PIECE)
            if not heard:
                raise EOFError
            answer += heard
    return bytes(answer)


def _is_whole(answer: bytearray) -> bool:
    """Tell whether all of an answer has come: the length of its body stands in its first line."""
    end = answer.find(b"\n")
    return end > 0 and len(answer) >= end + 1 + int(answer[1:end])
