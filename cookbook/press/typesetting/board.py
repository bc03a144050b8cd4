"""A book's board: the jobs that wait to be set, those that are lent to others, and what is done."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeAlias


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


Follow: TypeAlias = Callable[[Done], Iterable[Job]]
"""Gives the jobs that can be set once another is done."""


def nothing_follows(_done: Done) -> Iterable[Job]:
    """Follow nothing."""
    return ()


@dataclass(eq=False)
class Ticket:
    """A job on a board. It may be taken twice, and counts once."""

    job: Job
    is_done: bool = False


class Board:
    """What waits: first what follows from others, then what was there from the start.

    Workers `take` tickets and `finish` them. Tickets may also be lent, to who may never come back:
    when nothing else waits, they are taken as well. Any thread may do any of it; the one that reads
    `results` makes what follows from them.
    """

    def __init__(self, jobs: Iterable[Job], follow: Follow = nothing_follows) -> None:
        self.source = iter(jobs)
        self.follow = follow
        self.following: deque[Job] = deque()
        self.lent: list[Ticket] = []
        self.under_way = 0
        self.over = threading.Event()
        self.changed = threading.Condition()
        self.done = queue.SimpleQueue[Done | BaseException | None]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        with self.changed:
            self._end()

    def take(self) -> Ticket | None:
        """Give a ticket, when there is one; None when there will be no more."""
        with self.changed:
            while not self.over.is_set():
                ticket = self._next() or self._take_back()
                if ticket is not None:
                    return ticket
                if not self.under_way:
                    self._end()
                    break
                self.changed.wait()
            return None

    def lend(self, most: int, size: Callable[[Job], int], most_size: int) -> list[Ticket]:
        """Give tickets that wait, for others: up to so many, until they come to such a size.

        What follows from others is not among them: more follows from it, and others may be slow.
        """
        tickets: list[Ticket] = []
        with self.changed:
            while len(tickets) < most and most_size > 0 and not self.over.is_set():
                job = next(self.source, None)
                if job is None:
                    break
                self.under_way += 1
                most_size -= size(job)
                tickets.append(Ticket(job))
            self.lent += tickets
            self.changed.notify_all()
        return tickets

    def finish(self, ticket: Ticket, done: Done) -> None:
        """Note what came of a ticket, unless somebody else was faster."""
        with self.changed:
            if not ticket.is_done:
                ticket.is_done = True
                self.done.put(done)

    def fail(self, error: BaseException) -> None:
        """Have whoever reads the results hear of a failure that is no job's."""
        self.done.put(error)

    def results(self) -> Iterator[Done]:
        """Give what is done as it comes, in any order, until all is done; raises what failed."""
        while (done := self.done.get()) is not None:
            if isinstance(done, BaseException):
                raise done
            with self.changed:
                self.following.extend(self.follow(done))
                self.under_way -= 1
                self.changed.notify_all()
            yield done

    def _next(self) -> Ticket | None:
        job = self.following.popleft() if self.following else next(self.source, None)
        if job is None:
            return None
        self.under_way += 1
        return Ticket(job)

    def _take_back(self) -> Ticket | None:
        """Give what was lent last, as others begin with the first."""
        while self.lent:
            ticket = self.lent.pop()
            if not ticket.is_done:
                return ticket
        return None

    def _end(self) -> None:
        self.over.set()
        self.done.put(None)
        self.changed.notify_all()
