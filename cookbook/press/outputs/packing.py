"""Stage: files -> an archive on disk, one after another, the same way every time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The oldest date that an archive can hold: files carry no time of their own."""
MIMETYPE = "application/epub+zip"
PACKED_BY_NATURE = (".jpg", ".png", ".gif", ".webp")


@dataclass(frozen=True)
class Archive:
    """An archive that is being written."""

    file: zipfile.ZipFile

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
        self.file.writestr(info, data)


@contextmanager
def archived(target: Path) -> Iterator[Archive]:
    """Open an archive to be written."""
    with zipfile.ZipFile(target, "w") as file:
        yield Archive(file)


@contextmanager
def packed(target: Path) -> Iterator[Archive]:
    """Open an EPUB to be written; it begins with its mimetype, as OCF 3.3 wants it."""
    with archived(target) as archive:
        archive.add_plain("mimetype", MIMETYPE)
        yield archive
