"""A cache in a folder of the disk, kept within a limit by forgetting what was used longest ago."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from cookbook.storage.entries import seal, unseal
from cookbook.storage.eviction import Census
from cookbook.storage.seam import CacheFacts, Tended
from cookbook.storage.shelves import BLOCK, Found, Shelves, blocks_of, remove
from cookbook.storage.tally import Tally

LOGGER = logging.getLogger(__name__)
NOTE_USE_AFTER = 3600.0
"""Seconds after which a use is noted again: an entry's time is its last use, to the hour."""


class FolderCache:
    """Keeps entries in a folder; safe under many processes and killed ones.

    It holds nothing open and nothing in memory, so it may be handed to other processes. Bytes are
    counted as the disk does, in whole blocks.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit = limit_bytes
        self.shelves = Shelves(folder)
        self.tally = Tally(folder)

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None; what isn't what was put is removed."""
        path = self.shelves.path(key)
        try:
            entry, used = _read(path)
        except OSError:
            return None
        data = unseal(key, entry)
        if data is None:
            LOGGER.warning("The cache's entry %s was damaged, and is removed", key)
            remove(path)
        else:
            _note_use(path, used)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; what can't be kept is not, and nobody is told."""
        path, entry = self.shelves.path(key), seal(key, data)
        blocks = blocks_of(len(entry))
        if blocks * BLOCK > self.limit:
            return
        try:
            self.shelves.write(path, entry)
            if self.tally.add(blocks) * BLOCK > self.limit or self.tally.is_stale():
                self._trim_unless_another_does()
        except OSError as err:
            LOGGER.info("The cache can't keep an entry: %s", err)

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept; the others count as used."""
        return {key for key in keys if not _stands(self.shelves.path(key))}

    def in_haste(self) -> AbstractContextManager[None]:
        """Change nothing: all that is put here is put at once."""
        return nullcontext()

    def facts(self) -> tuple[CacheFacts, ...]:
        """Tell how full the folder is."""
        count = self._count()
        return (
            CacheFacts(
                str(self.folder), count.entries, count.bytes, self.limit, count.oldest, count.newest
            ),
        )

    def verify(self) -> tuple[Tended, ...]:
        """Read everything, and remove what isn't what was put."""
        return self._tend(lambda found: not _is_whole(found))

    def trim(self) -> tuple[Tended, ...]:
        """Remove what was used longest ago until all is within the limit, and leftovers."""
        with self.tally.counting():
            return self._trim()

    def clear(self) -> tuple[Tended, ...]:
        """Remove everything."""
        return self._tend(lambda _found: True)

    def _trim_unless_another_does(self) -> None:
        with self.tally.counting_if_free() as free:
            if free:
                self._trim()

    def _trim(self) -> tuple[Tended, ...]:
        leavers = self._count().choose_leavers(self.limit)
        return self._sort_out(lambda found: leavers.include(found.used, found.size))

    def _tend(self, leaves: Callable[[Found], bool]) -> tuple[Tended, ...]:
        with self.tally.counting():
            return self._sort_out(leaves)

    def _sort_out(self, leaves: Callable[[Found], bool]) -> tuple[Tended, ...]:
        began = self.tally.blocks()
        self.shelves.sweep()
        entries = removed = freed = kept = 0
        for found in self.shelves.entries():
            entries += 1
            if leaves(found) and remove(found.path):
                removed += 1
                freed += found.size
            else:
                kept += found.size
        self.tally.settle(blocks_of(kept), began)
        return (Tended(str(self.folder), entries, removed, freed),)

    def _count(self) -> Census:
        census = Census()
        for found in self.shelves.entries():
            census.add(found.used, found.size)
        return census


def _read(path: str) -> tuple[bytes, float]:
    """Read a file, and when it was last used; raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    with os.fdopen(handle, "rb", buffering=0) as file:
        return file.readall(), os.fstat(handle).st_mtime


def _note_use(path: str, used: float) -> None:
    if time.time() - used > NOTE_USE_AFTER:
        with contextlib.suppress(OSError):
            os.utime(path)


def _stands(path: str) -> bool:
    try:
        used = os.stat(path).st_mtime  # noqa: PTH116 -- thousands of times, and a Path costs as much again
    except OSError:
        return False
    _note_use(path, used)
    return True


def _is_whole(found: Found) -> bool:
    try:
        entry, _ = _read(found.path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return unseal(found.key, entry) is not None
