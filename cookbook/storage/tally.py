"""About how much room a folder takes, known by all its writers without a walk through it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COUNT_AGAIN_AFTER = 86_400.0
"""Seconds after which what was added up is counted anew, as some of it may have gone meanwhile."""


class Tally:
    """A file that grows by one byte for each block of the disk that somebody fills.

    To append takes no lock, and the file's size is the sum; a writer that is killed loses nothing.
    Who counts the folder holds a lock on a second file, whose time is that of the last count.
    """

    def __init__(self, folder: Path) -> None:
        self.sum = folder / "tally"
        self.counted = folder / "counted"

    def add(self, blocks: int) -> int:
        """Add blocks, and give how many there are in all, about."""
        handle = os.open(self.sum, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, b"." * blocks)
            return os.fstat(handle).st_size
        finally:
            os.close(handle)

    def is_stale(self) -> bool:
        """Tell whether nobody has counted for a day, or ever."""
        try:
            return abs(time.time() - self.counted.stat().st_mtime) > COUNT_AGAIN_AFTER
        except OSError:
            return True

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Wait until nobody else counts, then keep others from it."""
        with self._locked(fcntl.LOCK_EX):
            yield

    @contextmanager
    def counting_if_free(self) -> Iterator[bool]:
        """Keep others from counting, or give False where somebody is at it."""
        try:
            with self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
                yield True
        except BlockingIOError:
            yield False

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        self.counted.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.counted, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            # A lock goes with who holds it, even where that is killed.
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    def blocks(self) -> int:
        """Give how many blocks there are in all, about."""
        return self.sum.stat().st_size if self.sum.exists() else 0

    def settle(self, blocks: int, began: int) -> None:
        """Note what was counted, and what others added since it began; for who holds the lock."""
        handle = os.open(self.sum, os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            os.ftruncate(handle, blocks + max(0, os.fstat(handle).st_size - began))
        finally:
            os.close(handle)
        os.utime(self.counted)
