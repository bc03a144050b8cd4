"""A cache in an S3 bucket that many machines share: `cache/ab/cdef…` below its prefix."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from itertools import compress

from cookbook.config import BucketSettings
from cookbook.storage.entries import check_key, seal, unseal
from cookbook.storage.eviction import Census
from cookbook.storage.s3 import BRISK, AbsentError, Bucket, Listed
from cookbook.storage.seam import CacheFacts, StorageError, Tended

LOGGER = logging.getLogger(__name__)
FOLDER = "cache/"
COUNTED = "cache/counted"
"""An object that was written when the bucket was counted last."""
ENTRY = re.compile(r"cache/([0-9a-f]{2})/([0-9a-f]{62})")
DAY = 86_400.0
TRUCE_SECONDS = 60.0
"""How long a bucket is left alone that failed us, so that a press doesn't wait for it each time."""
THREADS = 16
SHELVES = 256
PART_OF_LIMIT = 10
"""After how much of its limit one process looks again whether the bucket is too full."""


class BucketCache:
    """Keeps entries in a bucket; a use is noted once a day, by writing the entry anew as it is."""

    def __init__(self, settings: BucketSettings, limit_bytes: int) -> None:
        self.bucket = Bucket(settings, BRISK)
        self.limit = limit_bytes
        self.truce_until = 0.0
        self.put_since_count: int | None = None

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None; what isn't what was put is removed."""
        name = _name(key)
        if self._has_truce():
            return None
        try:
            return self._get(key, name)
        except AbsentError:
            return None
        except StorageError as err:
            self._keep_truce(err)
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; what can't be kept is not, and nobody is told."""
        name, entry = _name(key), seal(key, data)
        if len(entry) > self.limit or self._has_truce():
            return
        try:
            self.bucket.put(name, entry)
            self._trim_now_and_then(len(entry))
        except StorageError as err:
            self._keep_truce(err)

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept, with few requests."""
        wanted = {check_key(key) for key in keys}
        if not wanted or self._has_truce():
            return wanted
        try:
            return wanted - self._kept_of(wanted)
        except StorageError as err:
            self._keep_truce(err)
            return wanted

    def in_haste(self) -> AbstractContextManager[None]:
        """Change nothing: all that is put here is put at once."""
        return nullcontext()

    def facts(self) -> tuple[CacheFacts, ...]:
        """Tell how full the bucket is; raises StorageError, as all that follow do."""
        count = self._count()
        place = str(self.bucket)
        return (
            CacheFacts(place, count.entries, count.bytes, self.limit, count.oldest, count.newest),
        )

    def verify(self) -> tuple[Tended, ...]:
        """Read everything, and remove what isn't what was put."""
        return self._sort_out(self._wrong_of)

    def trim(self) -> tuple[Tended, ...]:
        """Remove what was used longest ago until all is within the limit."""
        self.bucket.put(COUNTED, b"")
        leavers = self._count().choose_leavers(self.limit)
        return self._sort_out(
            lambda objects: [each for each in objects if leavers.include(each.written, each.size)]
        )

    def clear(self) -> tuple[Tended, ...]:
        """Remove everything."""
        return self._sort_out(lambda objects: objects)

    def _get(self, key: str, name: str) -> bytes | None:
        entry, written = self.bucket.get_dated(name)
        data = unseal(key, entry)
        if data is None:
            LOGGER.warning("The entry %s in %s was damaged, and is removed", key, self.bucket)
            self.bucket.delete([name])
        elif time.time() - written > DAY:
            self.bucket.touch(name)
        return data

    def _kept_of(self, wanted: set[str]) -> set[str]:
        """Give those that are there: asked for one by one if few, else by one list or by shelf."""
        if len(wanted) == 1:
            return {key for key in wanted if self._stands(key)}
        if len(wanted) > THREADS:
            first = next(self.bucket.pages(FOLDER))
            if first.is_last:
                return _keys(first.objects)
        with ThreadPoolExecutor(THREADS) as threads:
            if len(wanted) <= SHELVES:
                keys = list(wanted)
                return set(compress(keys, threads.map(self._stands, keys)))
            shelves = {f"{FOLDER}{key[:2]}/" for key in wanted}
            return set().union(*threads.map(self._keys_below, shelves))

    def _stands(self, key: str) -> bool:
        return self.bucket.size(_name(key)) is not None

    def _keys_below(self, shelf: str) -> set[str]:
        return set().union(*(_keys(page.objects) for page in self.bucket.pages(shelf)))

    def _entries(self) -> Iterator[list[Listed]]:
        for page in self.bucket.pages(FOLDER):
            yield [each for each in page.objects if ENTRY.fullmatch(each.name)]

    def _count(self) -> Census:
        census = Census()
        for objects in self._entries():
            for each in objects:
                census.add(each.written, each.size)
        return census

    def _sort_out(self, leaving: Callable[[list[Listed]], list[Listed]]) -> tuple[Tended, ...]:
        entries = removed = freed = 0
        for objects in self._entries():
            leavers = leaving(objects)
            self.bucket.delete([each.name for each in leavers])
            entries += len(objects)
            removed += len(leavers)
            freed += sum(each.size for each in leavers)
        return (Tended(str(self.bucket), entries, removed, freed),)

    def _wrong_of(self, objects: list[Listed]) -> list[Listed]:
        with ThreadPoolExecutor(THREADS) as threads:
            return [
                each
                for each, is_whole in zip(
                    objects, threads.map(self._is_whole, objects), strict=True
                )
                if not is_whole
            ]

    def _is_whole(self, listed: Listed) -> bool:
        [key] = _keys([listed])
        try:
            return unseal(key, self.bucket.get(listed.name)) is not None
        except AbsentError:
            return True

    def _trim_now_and_then(self, size: int) -> None:
        """Trim if nobody has for a day, or if much was put: a walk at each put is too dear."""
        if self.put_since_count is None:
            counted = self.bucket.written(COUNTED)
            is_time = counted is None or time.time() - counted > DAY
            self.put_since_count = 0
        else:
            is_time = self.put_since_count > self.limit / PART_OF_LIMIT
        self.put_since_count += size
        if is_time:
            self.put_since_count = 0
            self.trim()

    def _has_truce(self) -> bool:
        return time.monotonic() < self.truce_until

    def _keep_truce(self, err: StorageError) -> None:
        LOGGER.warning("The cache does without its bucket for a while: %s", err)
        self.truce_until = time.monotonic() + TRUCE_SECONDS


def _name(key: str) -> str:
    check_key(key)
    return f"{FOLDER}{key[:2]}/{key[2:]}"


def _keys(objects: Iterable[Listed]) -> set[str]:
    found = (ENTRY.fullmatch(each.name) for each in objects)
    return {match[1] + match[2] for match in found if match}
