"""Caches before caches: a little memory before any, an own disk before a shared bucket."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import partial
from threading import Lock

from cookbook.storage.entries import check_key
from cookbook.storage.errands import Errands
from cookbook.storage.seam import CacheFacts, KeptCache, Tended

FRONT_BYTES = 8_000_000
SENDERS = 4
"""How many send at once: nobody waits for them, and more would hold up who makes the book."""
LARGE = 4_000
"""Of bytes: to read so much again takes hardly longer than to find the file."""


class MemoryFront:
    """Remembers what was used last of a cache, for a process that stays warm.

    Large entries aren't remembered: one takes hardly longer to read again than a small one, and in
    its room are many of these. What is put goes to the cache in the background, one after another.
    """

    def __init__(self, cache: KeptCache, limit_bytes: int = FRONT_BYTES) -> None:
        self.cache = cache
        self.limit = limit_bytes
        self.bytes = 0
        self.writing = Errands(1)
        self._entries: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[MemoryFront], tuple[KeptCache, int]]:
        """Hand the cache itself to another process, which remembers what it uses itself."""
        self.settle()
        return type(self), (self.cache, self.limit)

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key]
        self.writing.wait_for(key)
        data = self.cache.get(key)
        if data is not None:
            self._remember(key, data)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        self._remember(check_key(key), data)
        self.writing.begin(key, partial(self.cache.put, key, data), len(data))

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept."""
        asked = [key for key in keys if key not in self._entries]
        for key in asked:
            self.writing.wait_for(key)
        return self.cache.missing(asked)

    def in_haste(self) -> AbstractContextManager[None]:
        """Have the cache do only what somebody waits for."""
        return self.cache.in_haste()

    def forget(self) -> None:
        """Give the memory back; nothing is lost."""
        self.settle()
        with self._lock:
            self._entries.clear()
            self.bytes = 0

    def settle(self) -> None:
        """Wait until the cache has all that was put."""
        self.writing.settle()

    def close(self) -> None:
        """Put no more into the cache, as this process ends; what it lacks can be made again."""
        self.writing.drop()

    def facts(self) -> tuple[CacheFacts, ...]:
        """Tell how full each place is; what is only in memory isn't counted."""
        self.settle()
        return self.cache.facts()

    def verify(self) -> tuple[Tended, ...]:
        """Read everything, and remove what isn't what was put."""
        self.settle()
        return self.cache.verify()

    def trim(self) -> tuple[Tended, ...]:
        """Remove what was used longest ago until each place is within its limit."""
        self.settle()
        return self.cache.trim()

    def clear(self) -> tuple[Tended, ...]:
        """Remove everything."""
        self.forget()
        return self.cache.clear()

    def _remember(self, key: str, data: bytes) -> None:
        with self._lock:
            self.bytes -= len(self._entries.pop(key, b""))
            if len(data) > min(LARGE, self.limit):
                return
            self._entries[key] = data
            self.bytes += len(data)
            while self.bytes > self.limit:
                self.bytes -= len(self._entries.popitem(last=False)[1])


class TieredCache:
    """A near cache before a far one that others share.

    What is put goes to the far one in the background; what is asked about and lies there only comes
    nearer in the background, too, as it will be wanted next.
    """

    def __init__(self, near: KeptCache, far: KeptCache) -> None:
        self.near = near
        self.far = far
        self.errands = Errands()
        self.parcels = Errands(SENDERS)

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None."""
        data = self.near.get(key)
        if data is None:
            # It may be on its way, or have come since we asked.
            self.errands.wait_for(key)
            data = self.near.get(key)
        if data is None:
            data = self._fetch(key)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, in both."""
        self.near.put(key, data)
        self.parcels.begin(key, partial(self.far.put, key, data), len(data))

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which neither keeps anything."""
        lacking = self.near.missing(keys)
        missing = self.far.missing(lacking) if lacking else lacking
        for key in lacking - missing:
            self.errands.begin(key, partial(self._bring, key))
        return missing

    def in_haste(self) -> AbstractContextManager[None]:
        """Send nothing in between, as long as it isn't much: who waits for a book comes first."""
        return self.parcels.held()

    def settle(self) -> None:
        """Wait until everything that is under way has arrived."""
        self.parcels.settle()
        self.errands.settle()

    def facts(self) -> tuple[CacheFacts, ...]:
        """Tell how full each is; raises StorageError where the far one can't be reached."""
        self.settle()
        return *self.near.facts(), *self.far.facts()

    def verify(self) -> tuple[Tended, ...]:
        """Read everything in both, and remove what isn't what was put; raises StorageError."""
        self.settle()
        return *self.near.verify(), *self.far.verify()

    def trim(self) -> tuple[Tended, ...]:
        """Remove from each what was used longest ago; raises StorageError."""
        self.settle()
        return *self.near.trim(), *self.far.trim()

    def clear(self) -> tuple[Tended, ...]:
        """Remove everything from both; raises StorageError."""
        self.settle()
        return *self.near.clear(), *self.far.clear()

    def _fetch(self, key: str) -> bytes | None:
        data = self.far.get(key)
        if data is not None:
            self.near.put(key, data)
        return data

    def _bring(self, key: str) -> None:
        self._fetch(key)
