"""What previews of pages are made with: a crew of proof workers, and what is remembered where."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cookbook.errors import CookbookError
from cookbook.press.caching import Cache
from cookbook.press.notation import decode, encode
from cookbook.press.typesetting.board import Job
from cookbook.press.typesetting.crew import LocalCrew, SeatedCrew, Terms
from cookbook.press.warmpandoc import WarmPandoc

PROOF_TERMS = Terms(
    program="cookbook.press.proofing.worker",
    seconds=10.0,
    memory_mb=1_500,
    tired_bytes=400_000_000,
)
"""Somebody waits for each job, which may begin with the start of the worker. A usual recipe takes a
tenth of a second."""
REMEMBERED_BYTES = 24_000_000


class PagesUnsetError(CookbookError):
    """An entry that can't be shown as pages while somebody waits."""


@dataclass
class RecentCache:
    """A cache in memory that forgets what was not used for longest; safe under threads."""

    limit: int = REMEMBERED_BYTES
    size: int = 0
    entries: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None."""
        with self.lock:
            if key not in self.entries:
                return None
            self.entries.move_to_end(key)
            return self.entries[key]

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; what is larger than the whole cache is not kept."""
        if len(data) > self.limit:
            return
        with self.lock:
            self.size += len(data) - len(self.entries.pop(key, b""))
            self.entries[key] = data
            while self.size > self.limit:
                self.size -= len(self.entries.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.entries.clear()
            self.size = 0

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept."""
        with self.lock:
            return {key for key in keys if key not in self.entries}


@dataclass(frozen=True)
class ProofBench:
    """What previews are made with: a crew on PROOF_TERMS, and a pandoc that is warm.

    `recent` has what was made of texts, which nobody has saved: it should never leave the memory.
    `pictures` has pictures that were vetted, and may be any cache.
    """

    crew: LocalCrew
    pandoc: WarmPandoc
    recent: Cache
    pictures: Cache


def ask(crew: SeatedCrew, order: Mapping[str, Any]) -> tuple[Mapping[str, Any], bytes]:
    """Have one thing done. Raises PagesUnsetError where it takes too long, or fails."""
    done = crew.set_one(Job(str(order["do"]), order))
    if done.problem:
        raise PagesUnsetError(
            f"This text can't be set as pages while somebody waits: {done.problem}."
        )
    return done.words, done.data


def packed(words: Mapping[str, Any], data: bytes) -> bytes:
    """Put words and bytes into one piece, for a cache."""
    head = encode(words)
    return len(head).to_bytes(4, "big") + head + data


def parted(kept: bytes) -> tuple[dict[str, Any], bytes]:
    """Give the words and bytes of one piece."""
    size = int.from_bytes(kept[:4], "big")
    words: dict[str, Any] = decode(kept[4 : 4 + size])
    return words, kept[4 + size :]
