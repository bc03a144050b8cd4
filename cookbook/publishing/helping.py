"""Sets what presses of other machines lend, and puts what came of it where they look."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cookbook.press.caching import Cache
from cookbook.press.typesetting.board import Job
from cookbook.press.typesetting.crew import LocalCrew
from cookbook.press.typesetting.styles import PressStyles
from cookbook.press.workshop import scratch_folder
from cookbook.publishing.loans import (
    Loan,
    Returned,
    file_key,
    loan_key,
    read_returned,
    read_styles,
    return_key,
    styles_key,
    write_returned,
)

STYLES_KNOWN = 8
LOOK_SECONDS = 2.0
"""How often to look whether a loan is still wanted."""
LOGGER = logging.getLogger(__name__)


class _LeftError(Exception):
    """A loan that is left to whoever lent it."""


@dataclass
class Helper:
    """One worker that helps others, with what is shared among all, and a cache of files at hand."""

    crew: LocalCrew
    shared: Cache
    files: Cache
    stopping: threading.Event = field(default_factory=threading.Event)
    styles: OrderedDict[str, PressStyles] = field(default_factory=OrderedDict)

    def help(self, key: str, mark: str) -> bool:
        """Set a loan, unless it is over, as its mark says; tell whether it was set.

        Whatever is not right with it is left to whoever lent it. Done twice, it does no harm.
        """
        try:
            data, loan = self._loan(key)
            if self._is_over(mark) or self._has_come(return_key(data)):
                return False
            with scratch_folder() as folder:
                self._lay_out_files(loan, folder)
                returned = list(self._set(loan, folder, mark))
        except (_LeftError, ValueError) as err:
            LOGGER.info("A loan is left to others: %s", err)
            return False
        if self.stopping.is_set():
            return False
        self.shared.put(return_key(data), write_returned(returned))
        LOGGER.info("Set %d pages' worth of another machine's book", len(returned))
        return True

    def _set(self, loan: Loan, folder: Path, mark: str) -> Iterator[Returned]:
        """Set the orders of a loan; give those that could be set, as it may be us who can't."""
        styles = self._styles(loan.styles)
        looked = time.monotonic()
        for number, order in enumerate(loan.orders):
            if time.monotonic() - looked > LOOK_SECONDS:
                looked = time.monotonic()
                if self._is_over(mark):
                    raise _LeftError("nobody waits for it any more")
            done = self.crew.set_one(Job(str(number), order), styles, folder)
            if done.problem:
                LOGGER.warning("A job of others failed here: %s", done.problem)
                continue
            yield Returned(number, done.words, done.data)

    def _loan(self, key: str) -> tuple[bytes, Loan]:
        data = self.shared.get(key)
        if data is None:
            raise _LeftError("it is not to be found")
        if loan_key(data) != key:
            raise _LeftError("a press of another release has lent it")
        return data, Loan.of_bytes(data)

    def _is_over(self, mark: str) -> bool:
        return self.shared.get(mark) is not None

    def _has_come(self, key: str) -> bool:
        """Tell whether somebody has set a loan already, and what came of it is whole."""
        data = self.shared.get(key)
        try:
            return data is not None and bool(list(read_returned(data)))
        except ValueError:
            return False

    def _lay_out_files(self, loan: Loan, folder: Path) -> None:
        for name, digest in loan.files.items():
            data = self.files.get(file_key(digest))
            if data is None:
                raise _LeftError(f"its file {name} is not to be found")
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)

    def _styles(self, digest: str) -> PressStyles:
        if digest not in self.styles:
            data = self.shared.get(styles_key(digest))
            if data is None:
                raise _LeftError("its styles are not to be found")
            styles = read_styles(data)
            if styles.digest != digest:
                raise _LeftError("its styles are others")
            while len(self.styles) >= STYLES_KNOWN:
                self.styles.popitem(last=False)
            self.styles[digest] = styles
        return self.styles[digest]
