"""Storage on a local disk: `<folder>/ab/cdef…`, each file written once and whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from cookbook.storage.digests import check_digest
from cookbook.storage.seam import StorageError, Stored

CHUNK = 1 << 20


class LocalStorage:
    """Keeps bytes in a folder of the disk; safe under several writers and a killed one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> Stored:
        """Keep bytes."""
        digest = hashlib.sha256(data).hexdigest()
        target = self._path(digest)
        if not target.is_file():
            handle, temporary = self._begin(target)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                _settle(stream)
            Path(temporary).replace(target)
        return Stored(digest, len(data))

    def put_file(self, file: Path) -> Stored:
        """Keep a copy of a file's bytes."""
        digest = hashlib.sha256()
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as stream, file.open("rb") as source:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    stream.write(chunk)
                size = stream.tell()
                _settle(stream)
            target = self._path(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return Stored(digest.hexdigest(), size)

    def open_blob(self, digest: str) -> BinaryIO:
        """Open what is kept, for reading and seeking; raises StorageError where there is none."""
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError as err:
            raise StorageError(
                f"the file {digest[:12]} is not in storage.",
                remedy="Bring it back from a backup of the storage folder.",
            ) from err

    def read(self, digest: str) -> bytes:
        """Give the bytes; raises StorageError where there are none."""
        with self.open_blob(digest) as stream:
            return stream.read()

    def holds(self, digest: str) -> bool:
        """Tell whether these bytes are here."""
        return self._path(digest).is_file()

    def copy_to(self, digest: str, target: Path) -> None:
        """Write the bytes to a file, with its folder; raises StorageError where there are none."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.open_blob(digest) as stream, target.open("wb") as out:
            shutil.copyfileobj(stream, out, CHUNK)

    def _path(self, digest: str) -> Path:
        check_digest(digest)
        return self.folder / digest[:2] / digest[2:]

    def _begin(self, target: Path) -> tuple[int, str]:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        Path(name).chmod(0o644)
        return handle, name


def _settle(stream: BinaryIO) -> None:
    """Bring bytes to the disk before their name appears: a power cut leaves no empty file."""
    stream.flush()
    os.fsync(stream.fileno())
