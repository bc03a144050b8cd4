"""What the house asks of a place that keeps bytes, be it a disk or a bucket."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol


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
