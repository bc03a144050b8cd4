"""Small tasks that somebody else may do meanwhile: a few threads, with little waiting for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event, Lock

THREADS = 16
WAITING_BYTES = 24_000_000
"""How much may wait to be sent; who has more does it at once, and so waits for the others."""
HELD_BYTES = 16_000_000
"""How much may be held back."""


class _Office:
    """What one process has of it."""

    def __init__(self, threads: int) -> None:
        self.process = os.getpid()
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="errands")
        self.lock = Lock()
        self.running: dict[str, Future[object]] = {}
        self.waiting = 0
        self.may_begin = Event()
        self.may_begin.set()

    def do(self, task: Callable[[], object]) -> object:
        """Do a task, when it may begin."""
        self.may_begin.wait()
        return task()


class Errands:
    """Does tasks in the background, each under a name; an ending process waits for its own.

    Nothing of it goes along to another process, be it forked or handed this.
    """

    def __init__(self, threads: int = THREADS) -> None:
        self.threads = threads
        self._made: _Office | None = None

    def __reduce__(self) -> tuple[type[Errands], tuple[int]]:
        return type(self), (self.threads,)

    def begin(self, name: str, task: Callable[[], object], size: int = 0) -> None:
        """Begin a task that holds so many bytes; it must not raise."""
        office = self._office()
        with office.lock:
            has_room = office.waiting + size <= WAITING_BYTES
            if has_room:
                office.waiting += size
                if office.waiting > HELD_BYTES:
                    office.may_begin.set()
                future = office.threads.submit(office.do, task)
                office.running[name] = future
        if not has_room:
            task()
            return
        future.add_done_callback(lambda done: self._end(office, name, done, size))

    def wait_for(self, name: str) -> bool:
        """Wait for a task if it was begun and isn't done, and tell whether it was so."""
        future = self._office().running.get(name)
        if future is None:
            return False
        wait([future])
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold back what is begun in between, unless it becomes much."""
        office = self._office()
        office.may_begin.clear()
        try:
            yield
        finally:
            office.may_begin.set()

    def settle(self) -> None:
        """Wait until all is done that was begun."""
        office = self._office()
        office.may_begin.set()
        with office.lock:
            running = list(office.running.values())
        wait(running)

    def drop(self) -> None:
        """Leave undone what hasn't begun; nothing is begun any more."""
        office = self._office()
        office.may_begin.set()
        office.threads.shutdown(wait=False, cancel_futures=True)

    def _office(self) -> _Office:
        # Threads don't survive a fork, and a lock may have been held at that moment.
        if self._made is None or self._made.process != os.getpid():
            self._made = _Office(self.threads)
        return self._made

    @staticmethod
    def _end(office: _Office, name: str, done: Future[object], size: int) -> None:
        with office.lock:
            office.waiting -= size
            if office.running.get(name) is done:
                del office.running[name]
