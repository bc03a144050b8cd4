"""The pool of warm workers: keeps them busy, ends those that take too long or too much memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from cookbook.press.bounded import EPOCH
from cookbook.press.notation import decode, encode
from cookbook.press.outputs.fontsettings import write_font_settings
from cookbook.press.typesetting.board import Board, Done, Follow, Job, nothing_follows
from cookbook.press.typesetting.styles import STYLES_KNOWN, PressStyles
from cookbook.press.workshop import scratch_folder

TRIES = 2


@dataclass(frozen=True)
class Terms:
    """On what terms workers work: what they run, what time and memory a job may take.

    A worker that holds more than `tired_bytes` between two jobs is replaced: memory is not given
    back.
    """

    program: str = "cookbook.press.typesetting.worker"
    seconds: float = 300.0
    memory_mb: int = 4_000
    tired_bytes: int = 190_000_000


PRESS_TERMS = Terms()


class Crew(Protocol):
    """Whoever sets jobs, here or on other machines."""

    def set(self, jobs: Iterable[Job], follow: Follow = nothing_follows) -> Iterator[Done]:
        """Set jobs, and those that follow; give each as it is done, in any order."""


class Workforce(Protocol):
    """Whoever sets for any number of books."""

    def at(self, styles: PressStyles, folder: Path) -> Crew:
        """Give the crew for one book: with its styles, and the folder of its pictures."""


class LocalCrew:
    """Workers on this machine, for any number of books; they stay warm until `close`.

    They start when there is work, each as nice to others as `niceness` says. What they are asked to
    set may read the files of the book's folder and of the kit, and no others.
    """

    def __init__(self, size: int, niceness: int = 0, terms: Terms | None = None) -> None:
        self.size = max(1, size)
        self.niceness = niceness
        self.terms = terms or PRESS_TERMS
        self.held = contextlib.ExitStack()
        self.home = self.held.enter_context(scratch_folder())
        self.resting: list[_Worker] = []
        self.busy: set[_Worker] = set()
        self.is_closed = False
        self.lock = threading.Lock()
        # One that still sets what nobody waits for any more keeps its place until it is done.
        self.places = threading.BoundedSemaphore(self.size)

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
        """End all workers, and what they are at."""
        with self.lock:
            self.is_closed = True
            for worker in self.busy:
                worker.process.kill()
        self.cool_down()
        self.held.close()

    def cool_down(self) -> None:
        """End the workers that rest; others start when there is work again."""
        with self.lock:
            resting, self.resting = self.resting, []
        for worker in resting:
            worker.end()

    def warm_up(self) -> None:
        """Start workers now, so that they are ready when there is work; doesn't wait for them."""
        with self.lock:
            missing = self.size - len(self.resting)
            self.resting += [self._start() for _ in range(missing)]

    def at(self, styles: PressStyles, folder: Path) -> SeatedCrew:
        """Give the crew for one book: with its styles, and the folder of its pictures."""
        return SeatedCrew(self, styles, folder)

    def set_one(self, job: Job, styles: PressStyles, folder: Path) -> Done:
        """Set one job; a worker that dies at it is replaced, and the job tried once more."""
        order = {**job.order, "styles": styles.digest, "folder": str(folder)}
        problem = "nobody works here any more"
        for _ in range(TRIES):
            with self.places:
                worker = self._take()
                if worker is None:
                    break
                try:
                    words, data = worker.ask(order, styles)
                except _WorkerLostError as err:
                    problem = str(err)
                    self._let_go(worker)
                    if err.in_time:
                        continue
                    break
                self._give_back(worker, words)
            return Done(job, words, data, str(words.get("failed", "")))
        return Done(job, problem=problem)

    def _take(self) -> _Worker | None:
        with self.lock:
            if self.is_closed:
                return None
            worker = self.resting.pop() if self.resting else self._start()
            self.busy.add(worker)
            return worker

    def _start(self) -> _Worker:
        return _Worker(self.home, self.niceness, self.terms)

    def _give_back(self, worker: _Worker, words: Mapping[str, Any]) -> None:
        if words.get("resident", 0) > self.terms.tired_bytes:
            self._let_go(worker)
            return
        with self.lock:
            self.busy.discard(worker)
            self.resting.append(worker)

    def _let_go(self, worker: _Worker) -> None:
        with self.lock:
            self.busy.discard(worker)
        worker.end()


@dataclass(frozen=True)
class SeatedCrew:
    """A crew that sets for one book."""

    crew: LocalCrew
    styles: PressStyles
    folder: Path

    def set(self, jobs: Iterable[Job], follow: Follow = nothing_follows) -> Iterator[Done]:
        """Set jobs, and those that follow; give each as it is done, in any order."""
        with Board(jobs, follow) as board:
            self.work_at(board)
            yield from board.results()

    def set_one(self, job: Job) -> Done:
        """Set one job here and now, without another thread: somebody waits for it."""
        return self.crew.set_one(job, self.styles, self.folder)

    def work_at(self, board: Board) -> None:
        """Begin to set what waits on a board, until it is over."""

        def work() -> None:
            try:
                while (ticket := board.take()) is not None:
                    board.finish(ticket, self.crew.set_one(ticket.job, self.styles, self.folder))
            except BaseException as err:  # noqa: BLE001 -- whoever waits must hear of it
                board.fail(err)

        for _ in range(self.crew.size):
            threading.Thread(target=work, daemon=True).start()


class _WorkerLostError(Exception):
    """A worker ended at a job; `in_time` tells that it wasn't ended for taking too long."""

    def __init__(self, problem: str, *, in_time: bool) -> None:
        super().__init__(problem)
        self.in_time = in_time


class _Worker:
    """One child process. Its jobs have an end: whoever takes longer is killed."""

    def __init__(self, home: Path, niceness: int, terms: Terms) -> None:
        self.terms = terms
        self.process = subprocess.Popen(
            [sys.executable, "-m", terms.program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(home),
            cwd=home,
        )
        self.knows: list[str] = []
        self._write({"do": "begin", "memory_mb": terms.memory_mb, "niceness": niceness})
        self.has_begun = False

    def ask(self, order: Mapping[str, Any], styles: PressStyles) -> tuple[dict[str, Any], bytes]:
        """Have a job done; raises _WorkerLostError where that ends the worker or takes too long."""
        late = threading.Event()
        timer = threading.Timer(self.terms.seconds, self._kill, args=(late,))
        timer.start()
        try:
            self._prepare(styles)
            self._write(order)
            return self._read()
        except (OSError, ValueError) as err:
            if late.is_set():
                problem = f"it took longer than {self.terms.seconds:.0f} seconds"
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
            self.knows = [*self.knows, styles.digest][-STYLES_KNOWN:]

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
            self.process.stdin.write(encode(order) + b"\n")
            self.process.stdin.flush()

    def _read(self) -> tuple[dict[str, Any], bytes]:
        """Read an answer. Raises ValueError where it ends too soon."""
        assert self.process.stdout is not None  # noqa: S101 -- it is a pipe
        words = decode(self.process.stdout.readline())
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
