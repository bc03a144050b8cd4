"""Blocks put away and read again: few trees are ever in memory, however large the book.

A tree is known by the digest of its blocks as JSON. It lies in the cache in parcels of top-level
blocks, none much longer than PARCEL_BYTES, so that a long index need not be read at once.
"""

from __future__ import annotations

import hashlib
import json
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cookbook.errors import CookbookError
from cookbook.press.caching import Cache, cache_key
from cookbook.press.facts import FactsGathering, SectionFacts
from cookbook.press.keeping.spill import SpillCache
from cookbook.press.outputs.pagemarks import PageMarker
from cookbook.press.tree import Blocks, Inlines

PARCEL_BYTES = 100_000
QUICK = 1
"""The level of zlib: a third of the time of the usual one, and little larger."""
LENGTH = struct.Struct(">I")


class ForgottenError(CookbookError):
    """The cache no longer has what it had a moment ago."""

    def __init__(self) -> None:
        super().__init__(
            "what was kept of this book went away while it was being pressed.",
            remedy="Press it again; the book folder should not change meanwhile.",
        )


def encode(value: Any) -> bytes:  # noqa: ANN401 -- whatever JSON can write
    """Write a value as JSON, the same for the same value; `digest_of` is that of these bytes."""
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


@dataclass
class TreeStore:
    """Puts trees into a cache and reads them again.

    `again` makes everything anew, into a cache that it is given: so what the cache forgot in
    between is not lost. Several threads may read.
    """

    cache: Cache
    again: Callable[[Cache], None] | None = None
    spilt: SpillCache | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, pieces: Iterable[Blocks]) -> str:
        """Put away the blocks of one tree, given a few at a time; give its digest."""
        packing = _Packing()
        for blocks in pieces:
            packing.add(blocks)
        digest = packing.finish()
        self.cache.put(_key(digest), b"".join(packing.parcels))
        return digest

    def read(self, digest: str) -> Blocks:
        """Give a tree's blocks. Raises ForgottenError where they are nowhere."""
        return [block for parcel in self.parcels(digest) for block in parcel]

    def parcels(self, digest: str) -> Iterator[Blocks]:
        """Give a tree's blocks a few at a time. Raises ForgottenError where they are nowhere."""
        packed = self.cache.get(_key(digest)) or self._recovered(digest)
        return (json.loads(zlib.decompress(each)) for each in _parted(packed))

    def missing(self, digests: Iterable[str]) -> set[str]:
        """Give those of the trees that are not there."""
        by_key = {_key(each): each for each in digests}
        return {by_key[key] for key in self.cache.missing(by_key)}

    def _recovered(self, digest: str) -> bytes:
        with self.lock:
            if self.spilt is None and self.again is not None:
                spilt = SpillCache()
                self.again(spilt)
                self.spilt = spilt
        packed = self.spilt.get(_key(digest)) if self.spilt is not None else None
        if packed is None:
            raise ForgottenError
        return packed


@dataclass(frozen=True, slots=True)
class StoredTree:
    """The blocks of a section where they lie, with their digest and the section's facts."""

    digest: str
    facts: SectionFacts
    store: TreeStore = field(repr=False, compare=False)

    def read(self) -> Blocks:
        """Give the blocks."""
        return self.store.read(self.digest)

    def parcels(self) -> Iterator[Blocks]:
        """Give the blocks a few at a time."""
        return self.store.parcels(self.digest)


def store_section(
    store: TreeStore, identifier: str, heading: Inlines, pieces: Iterable[Blocks]
) -> StoredTree:
    """Mark the places in a section's blocks, gather its facts, and put it away, bit by bit."""
    marker, gathering = PageMarker(identifier), FactsGathering(identifier, heading)

    def marked() -> Iterator[Blocks]:
        for blocks in pieces:
            gathering.add(blocks)
            yield marker.mark(blocks)

    digest = store.keep(marked())
    return StoredTree(digest, gathering.facts(), store)


class _Packing:
    """Packs blocks into parcels, each with its length before it, and takes their digest."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256(b"[")
        self.parcels: list[bytes] = []
        self.waiting: list[bytes] = []
        self.size = 0
        self.comma = b""

    def add(self, blocks: Blocks) -> None:
        for block in blocks:
            written = encode(block)
            self.digest.update(self.comma)
            self.digest.update(written)
            self.comma = b","
            self.waiting.append(written)
            self.size += len(written)
            if self.size >= PARCEL_BYTES:
                self._close()

    def finish(self) -> str:
        if self.waiting or not self.parcels:
            self._close()
        self.digest.update(b"]")
        return self.digest.hexdigest()

    def _close(self) -> None:
        packed = zlib.compress(b"[" + b",".join(self.waiting) + b"]", QUICK)
        self.parcels += [LENGTH.pack(len(packed)), packed]
        self.waiting.clear()
        self.size = 0


def _key(digest: str) -> str:
    return cache_key("tree", digest)


def _parted(packed: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(packed):
        (length,) = LENGTH.unpack_from(packed, position)
        position += LENGTH.size + length
        yield packed[position - length : position]
