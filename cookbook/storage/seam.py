"""What the house asks of places that keep bytes, be they a disk or a bucket."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from cookbook.errors import CookbookError


class StorageError(CookbookError):
    """Bytes that aren't there, a digest that is none, or a place that doesn't let us."""


@dataclass(frozen=True)
class Stored:
    """What was put: its SHA-256 as 64 hexadecimal digits, and its size in bytes."""

    digest: str
    size: int


class Storage(Protocol):
    """Keeps bytes under their digest; the same bytes are kept once."""

    def put(self, data: bytes) -> Stored:
        """Keep bytes."""

    def put_file(self, file: Path) -> Stored:
        """Keep a copy of a file's bytes."""

    def open_blob(self, digest: str) -> BinaryIO:
        """Open what is kept, for reading and seeking; raises StorageError where there is none."""

    def read(self, digest: str) -> bytes:
        """Give the bytes; raises StorageError where there are none."""

    def holds(self, digest: str) -> bool:
        """Tell whether these bytes are here."""

    def copy_to(self, digest: str, target: Path) -> None:
        """Write the bytes to a file, with its folder; raises StorageError where there are none."""


@dataclass(frozen=True)
class CacheFacts:
    """How full one place of a cache is; times are of the last use, as nearly as it is noted."""

    place: str
    entries: int
    bytes: int
    limit: int
    oldest: datetime | None = None
    newest: datetime | None = None


@dataclass(frozen=True)
class Tended:
    """What looking after one place of a cache came to: entries found, and what was removed."""

    place: str
    entries: int
    removed: int
    freed: int


class KeptCache(Protocol):
    """A cache as `cookbook.press.caching` asks for it, kept within a limit and looked after.

    Keys are 64 hexadecimal digits. Whoever is told that a key isn't missing may still get None for
    it: an entry may be wrong, or go at any moment.
    """

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None; what isn't what was put is removed."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; what can't be kept is not, and nobody is told."""

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept."""

    def in_haste(self) -> AbstractContextManager[None]:
        """Put off in between what nobody waits for."""

    def facts(self) -> tuple[CacheFacts, ...]:
        """Tell how full each place is."""

    def verify(self) -> tuple[Tended, ...]:
        """Read everything, and remove what isn't what was put."""

    def trim(self) -> tuple[Tended, ...]:
        """Remove what was used longest ago until each place is within its limit, and leftovers."""

    def clear(self) -> tuple[Tended, ...]:
        """Remove everything."""
