"""A crew that sets at home, and lends to other machines what waits meanwhile.

It needs nobody: what doesn't come back is set at home in the end, so that others can only help.
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from cookbook.press.caching import Cache, cache_key
from cookbook.press.typesetting.board import Board, Done, Follow, Job, Ticket, nothing_follows
from cookbook.press.typesetting.crew import Crew, LocalCrew, SeatedCrew
from cookbook.press.typesetting.styles import PressStyles
from cookbook.publishing.loans import (
    FILE,
    Loan,
    file_key,
    loan_key,
    read_returned,
    return_key,
    styles_key,
    write_styles,
)

JOBS_IN_LOAN = 16
BYTES_IN_LOAN = 24_000
"""Of HTML: some four recipes, about a second's work. It bounds what is done twice at the end."""
LOANS_AT_ONCE = 64
LOOK_SECONDS = 0.2
"""How often to look for what came back, and how long a list may take before any of it is lent."""

Send: TypeAlias = Callable[[str, str], None]
"""Tells others of a loan, by its key and that of the mark which says that it is over."""


@dataclass(frozen=True)
class LendingCrew:
    """Workers on this machine, for any number of books, with others who may help them."""

    home: LocalCrew
    shared: Cache
    send: Send

    def at(self, styles: PressStyles, folder: Path) -> Crew:
        """Give the crew for one book: with its styles, and the folder of its pictures."""
        return _Lender(self.home.at(styles, folder), self.shared, self.send)


@dataclass(eq=False)
class _Lent:
    """What is lent at once: tickets of a board, their key, and that under which they come back."""

    tickets: Sequence[Ticket]
    key: str
    return_key: str
    has_come: bool = False

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more is to be expected of it."""
        return self.has_come or all(ticket.is_done for ticket in self.tickets)


@dataclass
class _Lender:
    """A crew for one book. `digests` are those of the files that others can have, by address."""

    home: SeatedCrew
    shared: Cache
    send: Send
    digests: dict[str, str] = field(default_factory=dict)
    has_shown_styles: bool = False

    def set(self, jobs: Iterable[Job], follow: Follow = nothing_follows) -> Iterator[Done]:
        """Set jobs, and those that follow; give each as it is done, in any order."""
        with Board(jobs, follow) as board:
            self.home.work_at(board)
            threading.Thread(target=self._lend, args=(board,), daemon=True).start()
            yield from board.results()

    def _lend(self, board: Board) -> None:
        """Lend what waits and take what comes back, until the board is over; then say so."""
        mark = cache_key("over", uuid.uuid4().hex)
        lent: list[_Lent] = []
        has_lent = False
        look = _Look(self.shared, board)
        try:
            while not board.over.wait(LOOK_SECONDS):
                lent = look.collect(lent)
                for each in self._loans(board, LOANS_AT_ONCE - len(lent)):
                    lent.append(each)
                    self.send(each.key, mark)
                    has_lent = True
        except BaseException as err:  # noqa: BLE001 -- whoever waits must hear of it
            board.fail(err)
        if has_lent:
            self.shared.put(mark, b"over")

    def _loans(self, board: Board, most: int) -> Iterator[_Lent]:
        """Make loans of what waits, as many as there is room for."""
        for _ in range(most):
            tickets = board.lend(JOBS_IN_LOAN, _size, BYTES_IN_LOAN)
            if not tickets:
                return
            if not any(_size(ticket.job) for ticket in tickets):
                # Furniture is set sooner than told of; the board gives it to those at home.
                continue
            orders = [ticket.job.order for ticket in tickets]
            loan = Loan(orders, self._show_styles(), self._show_files(orders)).as_bytes()
            self.shared.put(loan_key(loan), loan)
            yield _Lent(tickets, loan_key(loan), return_key(loan))

    def _show_styles(self) -> str:
        """Put the styles where others find them; give their digest."""
        styles = self.home.styles
        if not self.has_shown_styles:
            self.shared.put(styles_key(styles.digest), write_styles(styles))
            self.has_shown_styles = True
        return styles.digest

    def _show_files(self, orders: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Put the files that orders show where others find them; give their digests."""
        names = {name for order in orders for name in FILE.findall(order.get("html", ""))}
        for name in names - self.digests.keys():
            with suppress(FileNotFoundError):  # it only reads like one
                data = (self.home.folder / name).read_bytes()
                self.digests[name] = hashlib.sha256(data).hexdigest()
                self.shared.put(file_key(self.digests[name]), data)
        return {name: self.digests[name] for name in names & self.digests.keys()}


@dataclass
class _Look:
    """Looks for what came back: from the first loan on, and from one of the others."""

    shared: Cache
    board: Board
    turn: int = 0

    def collect(self, lent: list[_Lent]) -> list[_Lent]:
        """Take what came back; give the loans of which there is more to come."""
        self.turn += 1
        # Others begin with the first, so that mostly one request tells that nothing is new.
        for start in (0, self.turn % len(lent)) if lent else ():
            for each in lent[start:]:
                if not each.is_over and not self._take(each):
                    break
        return [each for each in lent if not each.is_over]

    def _take(self, lent: _Lent) -> bool:
        """Take what came back of a loan, and tell whether it did."""
        data = self.shared.get(lent.return_key)
        if data is None:
            return False
        lent.has_come = True
        # What is not whole nobody of ours has written. Its tickets are set at home.
        with suppress(ValueError, IndexError):
            for each in list(read_returned(data)):
                ticket = lent.tickets[each.number]
                self.board.finish(ticket, Done(ticket.job, each.words, each.data))
        return True


def _size(job: Job) -> int:
    return len(job.order.get("html", ""))
