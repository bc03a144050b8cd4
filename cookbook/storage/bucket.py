"""Storage in an S3 bucket: `storage/ab/cdef…` below its prefix, as the local disk has it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import BinaryIO, cast

from cookbook.config import BucketSettings
from cookbook.storage.digests import CHUNK, check_digest, digest_of_stream
from cookbook.storage.s3 import AbsentError, Bucket
from cookbook.storage.seam import StorageError, Stored

PART = 4 << 20
"""The bytes of one request of who reads on, and what an open blob takes of memory."""


class BucketStorage:
    """Keeps bytes in a bucket; many machines may share it."""

    def __init__(self, settings: BucketSettings) -> None:
        self.bucket = Bucket(settings)

    def put(self, data: bytes) -> Stored:
        """Keep bytes."""
        stored = Stored(hashlib.sha256(data).hexdigest(), len(data))
        if not self._has(stored):
            self.bucket.put(_name(stored.digest), data)
        return stored

    def put_file(self, file: Path) -> Stored:
        """Keep a copy of a file's bytes; raises StorageError where they change meanwhile."""
        before = _state(file)
        with file.open("rb") as stream:
            stored = Stored(digest_of_stream(stream), stream.tell())
        if not self._has(stored):
            self.bucket.upload(_name(stored.digest), file)
            if _state(file) != before:
                self.bucket.delete([_name(stored.digest)])
                raise StorageError("the file changed while it was kept.", place=file)
        return stored

    def open_blob(self, digest: str) -> BinaryIO:
        """Open what is kept, for reading and seeking; raises StorageError where there is none.

        Whoever reads it all gets what was put: where that is damaged, the last read says so.
        """
        return cast("BinaryIO", io.BufferedReader(_Blob(self.bucket, digest)))

    def read(self, digest: str) -> bytes:
        """Give the bytes; raises StorageError where there are none."""
        with self.open_blob(digest) as stream:
            return stream.read()

    def holds(self, digest: str) -> bool:
        """Tell whether these bytes are here."""
        return self.bucket.size(_name(digest)) is not None

    def copy_to(self, digest: str, target: Path) -> None:
        """Write the bytes to a file, with its folder; raises StorageError where there are none."""
        with self.open_blob(digest) as stream:
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with target.open("wb") as out:
                    while chunk := stream.read(CHUNK):
                        out.write(chunk)
            except StorageError:
                target.unlink()
                raise

    def _has(self, stored: Stored) -> bool:
        return self.bucket.size(_name(stored.digest)) == stored.size


class _Blob(io.RawIOBase):
    """An object's bytes, fetched in parts; read from the first to the last, they are verified."""

    def __init__(self, bucket: Bucket, digest: str) -> None:
        self.bucket = bucket
        self.digest = check_digest(digest)
        self.at = 0
        self.seen, self.hash = 0, hashlib.sha256()
        self.start, (self.part, self.size) = 0, self._ask(0)
        self._verify()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise OSError("a seek before the beginning")
        self.at = base + offset
        return self.at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what a reader hands over
        if self.at >= self.size:
            return 0
        if not self.start <= self.at < self.start + len(self.part):
            self._fetch(self.at - self.at % PART)
        skip = self.at - self.start
        given = self.part[skip : skip + len(buffer)]
        buffer[: len(given)] = given
        self.at += len(given)
        return len(given)

    def _fetch(self, start: int) -> None:
        part, size = self._ask(start)
        if size != self.size:
            raise self._problem("is damaged in storage")
        self.start, self.part = start, part
        self._verify()

    def _ask(self, start: int) -> tuple[bytes, int]:
        try:
            part, size = self.bucket.get_part(_name(self.digest), start, PART)
        except AbsentError as err:
            raise self._problem("is not in storage") from err
        if len(part) != min(PART, size - start):
            raise self._problem("is damaged in storage")
        return part, size

    def _verify(self) -> None:
        if self.start == self.seen:
            self.hash.update(self.part)
            self.seen += len(self.part)
        if self.seen == self.size and self.hash.hexdigest() != self.digest:
            raise self._problem("is damaged in storage")

    def _problem(self, what: str) -> StorageError:
        return StorageError(
            f"the file {self.digest[:12]} {what}.",
            remedy="Bring it back from a backup of the bucket.",
        )


def _name(digest: str) -> str:
    check_digest(digest)
    return f"storage/{digest[:2]}/{digest[2:]}"


def _state(file: Path) -> tuple[int, int]:
    about = file.stat()
    return about.st_size, about.st_mtime_ns
