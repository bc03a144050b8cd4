"""A cache that forgets nothing while it lives: bytes in a file without a name, few in memory."""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from collections.abc import Iterable


class SpillCache:
    """Keeps bytes for as long as it is there itself; several threads may use it.

    Raises OSError where the disk is full: what it was given must not get lost.
    """

    def __init__(self) -> None:
        descriptor, name = tempfile.mkstemp(prefix="cookbook-spill-")
        os.unlink(name)  # noqa: PTH108 -- a name as the system gave it
        self.places: dict[str, tuple[int, int]] = {}
        self._descriptor = descriptor
        self._end = 0
        self._lock = threading.Lock()
        weakref.finalize(self, os.close, descriptor)

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None."""
        if key not in self.places:
            return None
        start, length = self.places[key]
        return os.pread(self._descriptor, length, start)

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        # The place is taken before it is filled, so that no two threads write over one another.
        with self._lock:
            start = self._end
            self._end += len(data)
        written = 0
        while written < len(data):
            written += os.pwrite(self._descriptor, data[written:], start + written)
        self.places[key] = (start, len(data))

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept."""
        return {key for key in keys if key not in self.places}
