"""Blocks put away and read again: few trees are ever in memory, however large the book.

A tree is known by the digest of its blocks as JSON. It lies in the cache together with what is to
be known of it without reading it, in parcels of top-level blocks, none much longer than
PARCEL_BYTES, so that a long index need not be read at once.
"""

from __future__ import annotations

import hashlib
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.errors import CookbookError
from cookbook.press.caching import Cache
from cookbook.press.facts import FactsGathering, SectionFacts
from cookbook.press.keeping.spill import SpillCache
from cookbook.press.notation import decode, encode
from cookbook.press.outputs.pagemarks import PageMarker
from cookbook.press.tree import Blocks, Inlines

PARCEL_BYTES = 100_000
QUICK = 1
"""The level of zlib: a third of the time of the usual one, and little larger."""
LENGTH = struct.Struct(">I")
DIGEST = hashlib.sha256().digest_size


class ForgottenError(CookbookError):
    """The cache no longer has what it had a moment ago."""

    def __init__(self) -> None:
        super().__init__(
            "what was kept of this book went away while it was being pressed.",
            remedy="Press it again; the book folder should not change meanwhile.",
        )


@dataclass(frozen=True, slots=True)
class Packed:
    """The blocks of a tree, ready to be put away, and their digest."""

    digest: str
    parcels: Sequence[bytes]


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

    def put(self, key: str, packed: Packed, about: Any) -> None:  # noqa: ANN401 -- whatever JSON can write
        """Put away a tree, with what is to be known of it."""
        told = encode(about)
        head = [bytes.fromhex(packed.digest), LENGTH.pack(len(told)), told]
        self.cache.put(key, b"".join([*head, *packed.parcels]))

    def about(self, key: str) -> tuple[str, Any] | None:
        """Give the digest of the tree that lies under a key, and what is to be known of it."""
        data = self.cache.get(key)
        if data is None:
            return None
        start, end = _told(data)
        return data[:DIGEST].hex(), decode(data[start:end])

    def read(self, key: str, digest: str) -> Blocks:
        """Give a tree's blocks. Raises ForgottenError where they are nowhere."""
        return [block for parcel in self.parcels(key, digest) for block in parcel]

    def parcels(self, key: str, digest: str) -> Iterator[Blocks]:
        """Give a tree's blocks a few at a time. Raises ForgottenError where they are nowhere."""
        data = _of(digest, self.cache.get(key)) or self._recovered(key, digest)
        return (decode(zlib.decompress(each)) for each in _parted(data))

    def _recovered(self, key: str, digest: str) -> bytes:
        with self.lock:
            if self.spilt is None and self.again is not None:
                spilt = SpillCache()
                self.again(spilt)
                self.spilt = spilt
        data = _of(digest, self.spilt.get(key)) if self.spilt is not None else None
        if data is None:
            raise ForgottenError
        return data


@dataclass(frozen=True, slots=True)
class StoredTree:
    """The blocks of a section where they lie, with their digest and the section's facts."""

    key: str
    digest: str
    facts: SectionFacts
    store: TreeStore = field(repr=False, compare=False)

    def read(self) -> Blocks:
        """Give the blocks."""
        return self.store.read(self.key, self.digest)

    def parcels(self) -> Iterator[Blocks]:
        """Give the blocks a few at a time."""
        return self.store.parcels(self.key, self.digest)


def pack(pieces: Iterable[Blocks]) -> Packed:
    """Pack the blocks of a tree, which are given a few at a time."""
    digest, comma = hashlib.sha256(b"["), b""
    parcels: list[bytes] = []
    waiting: list[bytes] = []
    size = 0
    for block in (each for blocks in pieces for each in blocks):
        written = encode(block)
        digest.update(comma + written)
        comma = b","
        waiting.append(written)
        size += len(written)
        if size >= PARCEL_BYTES:
            parcels += _parcel(waiting)
            waiting, size = [], 0
    if waiting or not parcels:
        parcels += _parcel(waiting)
    digest.update(b"]")
    return Packed(digest.hexdigest(), parcels)


def pack_section(
    identifier: str, heading: Inlines, pieces: Iterable[Blocks]
) -> tuple[Packed, SectionFacts]:
    """Mark the places in a section's blocks, gather its facts, and pack it, bit by bit."""
    marker, gathering = PageMarker(identifier), FactsGathering(identifier, heading)

    def marked() -> Iterator[Blocks]:
        for blocks in pieces:
            gathering.add(blocks)
            yield marker.mark(blocks)

    packed = pack(marked())
    return packed, gathering.facts()


def _parcel(written: Sequence[bytes]) -> tuple[bytes, bytes]:
    packed = zlib.compress(b"[" + b",".join(written) + b"]", QUICK)
    return LENGTH.pack(len(packed)), packed


def _told(data: bytes) -> tuple[int, int]:
    """Find what is to be known of a tree, behind its digest."""
    (length,) = LENGTH.unpack_from(data, DIGEST)
    return DIGEST + LENGTH.size, DIGEST + LENGTH.size + length


def _of(digest: str, data: bytes | None) -> bytes | None:
    """Give the bytes back if they are those of this very tree."""
    return data if data is not None and data[:DIGEST].hex() == digest else None


def _parted(data: bytes) -> Iterator[bytes]:
    position = _told(data)[1]
    while position < len(data):
        (length,) = LENGTH.unpack_from(data, position)
        position += LENGTH.size + length
        yield data[position - length : position]
