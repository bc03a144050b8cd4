"""Stage: files -> an archive on disk, one after another, the same way every time.

Files are compressed and written beside us, on another core, in the order in which they came.
"""

from __future__ import annotations

import zipfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The oldest date that an archive can hold: files carry no time of their own."""
MIMETYPE = "application/epub+zip"
AHEAD = 16
"""So many files may wait to be written."""
PACKED_BY_NATURE = (".jpg", ".png", ".gif", ".webp")


@dataclass(frozen=True)
class Archive:
    """An archive that is being written."""

    file: zipfile.ZipFile
    beside: ThreadPoolExecutor
    waiting: deque[Future[None]] = field(default_factory=deque)

    def add(self, name: str, data: bytes | str) -> None:
        """Add a file."""
        self._write(name, data, zipfile.ZIP_DEFLATED)

    def add_plain(self, name: str, data: bytes | str) -> None:
        """Add a file as it is, for what is packed already or must be read without unpacking."""
        self._write(name, data, zipfile.ZIP_STORED)

    def add_media(self, name: str, data: bytes) -> None:
        """Add a picture, packed if it isn't so by nature."""
        (self.add_plain if name.endswith(PACKED_BY_NATURE) else self.add)(name, data)

    def _write(self, name: str, data: bytes | str, method: int) -> None:
        info = zipfile.ZipInfo(name, ZIP_DATE)
        info.create_system = 3
        info.external_attr = 0o644 << 16
        info.compress_type = method
        self.waiting.append(self.beside.submit(self.file.writestr, info, data))
        self.settle(AHEAD)

    def settle(self, left: int = 0) -> None:
        """Wait until no more than so many files have still to be written.

        Raises what writing one of them raised.
        """
        while len(self.waiting) > left:
            self.waiting.popleft().result()


@contextmanager
def archived(target: Path) -> Iterator[Archive]:
    """Open an archive to be written."""
    with (
        zipfile.ZipFile(target, "w") as file,
        ThreadPoolExecutor(1, thread_name_prefix="packing") as beside,
    ):
        archive = Archive(file, beside)
        yield archive
        archive.settle()


@contextmanager
def packed(target: Path) -> Iterator[Archive]:
    """Open an EPUB to be written; it begins with its mimetype, as OCF 3.3 wants it."""
    with archived(target) as archive:
        archive.add_plain("mimetype", MIMETYPE)
        yield archive
