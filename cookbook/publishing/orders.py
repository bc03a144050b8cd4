"""What a press in a process of its own is told: what it may use, and what it is to press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cookbook.config import BucketSettings, CacheSettings


@dataclass(frozen=True)
class Means:
    """What a press may use: address space for each process, processes, a cache.

    With `lends`, it lends what waits to other machines, through the bucket of the cache.
    """

    memory_mb: int
    processes: int
    cache: CacheSettings
    lends: bool = False

    def as_values(self) -> dict[str, Any]:
        """Give it as JSON can write it, the keys to the bucket too: it is for pipes only."""
        return {
            "memory_mb": self.memory_mb,
            "processes": self.processes,
            "folder": str(self.cache.folder),
            "limit_mb": self.cache.limit_mb,
            "bucket": vars(self.cache.bucket) if self.cache.bucket else None,
            "lends": self.lends,
        }

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Read it again."""
        bucket = BucketSettings(**values["bucket"]) if values["bucket"] else None
        cache = CacheSettings(Path(values["folder"]), values["limit_mb"], bucket)
        return cls(values["memory_mb"], values["processes"], cache, values["lends"])


@dataclass(frozen=True)
class PressOrder:
    """What is pressed: a book folder into `out`, with web pages that lead back to `home`.

    Without `formats`, those for readers are made, and what the book wishes besides.
    """

    folder: Path
    out: Path
    home: str = ""
    home_words: str = ""
    formats: tuple[str, ...] = ()

    def as_values(self) -> dict[str, Any]:
        """Give it as JSON can write it."""
        return {**vars(self), "folder": str(self.folder), "out": str(self.out)}

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Read it again."""
        paths = {name: Path(values[name]) for name in ("folder", "out")}
        return cls(**{**values, **paths, "formats": tuple(values["formats"])})
