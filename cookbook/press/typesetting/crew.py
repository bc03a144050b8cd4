"""The pool of warm workers: keeps them busy, ends those that take too long or too much memory."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeAlias

from cookbook.press.bounded import EPOCH
from cookbook.press.outputs.fontsettings import write_font_settings
from cookbook.press.typesetting.styles import PressStyles
from cookbook.press.workshop import scratch_folder

JOB_SECONDS = 300.0
JOB_MEMORY_MB = 4_000
TIRED_BYTES = 190_000_000
"""A worker that holds more than this between two jobs is replaced: memory is not given back."""
TRIES = 2


@dataclass(frozen=True)
class Job:
    """One thing to set: what is asked of the worker, and whom to name where it fails."""

    key: str
    order: Mapping[str, Any]
    entry: str = ""


@dataclass(frozen=True)
class Done:
    """What came of a job: the worker's words and bytes, or why it failed."""

    job: Job
    words: Mapping[str, Any] = field(default_factory=dict)
    data: bytes = b""
    problem: str = ""


Follow: TypeAlias = Callable[["Done"], Iterable[Job]]
"""Gives the jobs that can be set once another is done."""


def _nothing(_done: Done) -> Iterable[Job]:
    return ()


class Crew(Protocol):
    """Whoever sets jobs, here or on other machines."""

    def set(self, jobs: Iterable[Job], follow: Follow = _nothing) -> Iterator[Done]:
        """Set jobs, and those that follow from what is done; give each as it is done, in any order."""


class LocalCrew:
    """Workers on this machine, for any number of books; they stay warm until `close`.

    They start when there is work. What they are asked to set may read the files of `Place.folder`
    and of the kit, and no others.
    """

    def __init__(self, size: int) -> None:
        self.size = max(1, size)
        self.held = contextlib.ExitStack()
        self.home = self.held.enter_context(scratch_folder())
        self.resting: list[_Worker] = []
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
        """End all workers."""
        with self.lock:
            resting, self.resting = self.resting, []
        for worker in resting:
            worker.end()
        self.held.close()

    def warm_up(self) -> None:
        """Start workers now, so that they are ready when there is work; doesn't wait for them."""
        with self.lock:
            missing = self.size - len(self.resting)
            self.resting += [self._start() for _ in range(missing)]

    def at(self, styles: PressStyles, folder: Path) -> Crew:
        """Give the crew for one book: with its styles, and the folder of its pictures."""
        return _Seated(self, styles, folder)

    def set(
        self, jobs: Iterable[Job], styles: PressStyles, follow: Follow = _nothing
    ) -> Iterator[Done]:
        """Set jobs in styles; give each as it is done, in any order."""
        bench = _Bench(iter(jobs))
        results = queue.SimpleQueue[Done | BaseException | None]()

        def work() -> None:
            try:
                while (job := bench.take()) is not None:
                    results.put(self._set(job, styles))
            except BaseException as err:  # noqa: BLE001 -- whoever waits must hear of it
                results.put(err)
            results.put(None)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(self.size)]
        for thread in threads:
            thread.start()
        running = len(threads)
        try:
            while running:
                result = results.get()
                if result is None:
                    running -= 1
                elif isinstance(result, BaseException):
                    raise result
                else:
                    bench.finish(follow(result))
                    yield result
        finally:
            bench.close()

    def _set(self, job: Job, styles: PressStyles) -> Done:
        """Set one job; a worker that dies at it is replaced, and the job tried once more."""
        problem = ""
        for _ in range(TRIES):
            worker = self._take()
            try:
                words, data = worker.ask(job.order, styles)
            except _WorkerLostError as err:
                problem = str(err)
                worker.end()
                if err.in_time:
                    continue
                break
            self._give_back(worker, words)
            return Done(job, words, data, str(words.get("failed", "")))
        return Done(job, problem=problem)

    def _take(self) -> _Worker:
        with self.lock:
            if self.resting:
                return self.resting.pop()
        return self._start()

    def _start(self) -> _Worker:
        return _Worker(self.home)

    def _give_back(self, worker: _Worker, words: Mapping[str, Any]) -> None:
        if words.get("resident", 0) > TIRED_BYTES:
            worker.end()
            return
        with self.lock:
            self.resting.append(worker)


class _Bench:
    """The jobs that wait: what follows from others first, then what was there from the start."""

    def __init__(self, source: Iterator[Job]) -> None:
        self.source = source
        self.following: deque[Job] = deque()
        self.under_way = 0
        self.is_open = True
        self.changed = threading.Condition()

    def take(self) -> Job | None:
        """Give a job, when there is one; None when there will be no more."""
        with self.changed:
            while self.is_open:
                job = self.following.popleft() if self.following else next(self.source, None)
                if job is not None:
                    self.under_way += 1
                    return job
                if not self.under_way:
                    break
                self.changed.wait()
            self.changed.notify_all()
            return None

    def finish(self, following: Iterable[Job]) -> None:
        """Note that a job is done, and what follows from it."""
        with self.changed:
            self.following.extend(following)
            self.under_way -= 1
            self.changed.notify_all()

    def close(self) -> None:
        """Give no more jobs: whoever asked for them has gone."""
        with self.changed:
            self.is_open = False
            self.changed.notify_all()


@dataclass(frozen=True)
class _Seated:
    """A crew that sets for one book."""

    crew: LocalCrew
    styles: PressStyles
    folder: Path

    def set(self, jobs: Iterable[Job], follow: Follow = _nothing) -> Iterator[Done]:
        return self.crew.set(
            map(self._placed, jobs), self.styles, lambda done: map(self._placed, follow(done))
        )

    def _placed(self, job: Job) -> Job:
        where = {"styles": self.styles.digest, "folder": str(self.folder)}
        return replace(job, order={**job.order, **where})


class _WorkerLostError(Exception):
    """A worker ended at a job; `in_time` tells that it wasn't ended for taking too long."""

    def __init__(self, problem: str, *, in_time: bool) -> None:
        super().__init__(problem)
        self.in_time = in_time


class _Worker:
    """One child process. Its jobs have an end: whoever takes longer is killed."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cookbook.press.typesetting.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(home),
            cwd=home,
        )
        self.knows: set[str] = set()
        self._write({"do": "begin", "memory_mb": JOB_MEMORY_MB})
        self.has_begun = False

    def ask(self, order: Mapping[str, Any], styles: PressStyles) -> tuple[dict[str, Any], bytes]:
        """Have a job done. Raises _WorkerLostError where the worker ends at it, or takes too long."""
        late = threading.Event()
        timer = threading.Timer(JOB_SECONDS, self._kill, args=(late,))
        timer.start()
        try:
            self._prepare(styles)
            self._write(order)
            return self._read()
        except (OSError, ValueError) as err:
            if late.is_set():
                problem = f"it took longer than {JOB_SECONDS:.0f} seconds"
                raise _WorkerLostError(problem, in_time=False) from err
            code = self.process.wait()
            raise _WorkerLostError(f"its worker ended with code {code}", in_time=True) from err
        finally:
            timer.cancel()

    def _prepare(self, styles: PressStyles) -> None:
        """Hear that the worker has begun, and teach it styles that it doesn't know."""
        if not self.has_begun:
            self._read()
            self.has_begun = True
        if styles.digest not in self.knows:
            taught = {"signature": styles.signature, "furniture": styles.furniture}
            self._write({"do": "styles", "name": styles.digest, **taught})
            self._read()
            self.knows.add(styles.digest)

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()

    def _kill(self, late: threading.Event) -> None:
        late.set()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)

    def _write(self, order: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None  # noqa: S101 -- it is a pipe
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order, separators=(",", ":")).encode() + b"\n")
            self.process.stdin.flush()

    def _read(self) -> tuple[dict[str, Any], bytes]:
        """Read an answer. Raises ValueError where it ends too soon."""
        assert self.process.stdout is not None  # noqa: S101 -- it is a pipe
        words = json.loads(self.process.stdout.readline())
        data = self.process.stdout.read(words["size"])
        if len(data) != words["size"]:
            raise ValueError("the answer ends too soon")
        return words, data


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "SOURCE_DATE_EPOCH": EPOCH,
        "XDG_CACHE_HOME": str(home / "cache"),
        "FONTCONFIG_FILE": str(write_font_settings(home)),
    }
