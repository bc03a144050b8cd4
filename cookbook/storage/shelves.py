"""Files under `<folder>/ab/cdef…`, by keys: written whole, walked through, tidied."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cookbook.storage.entries import check_key

SHELF = re.compile(r"[0-9a-f]{2}")
NAME = re.compile(r"[0-9a-f]{62}")
UNFINISHED = ".new-"
LEFT_AFTER = 3600.0
"""Seconds after which an unfinished file is one that its writer left behind."""
BLOCK = 4096


class Found(NamedTuple):
    """An entry that was walked by: its key and file, its bytes on the disk, when it was used."""

    key: str
    path: str
    size: int
    used: float


def blocks_of(size: int) -> int:
    """Give how many blocks of the disk so many bytes fill."""
    return -(-size // BLOCK)


class Shelves:
    """The files of a folder; nothing else that lies in it is ever touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> str:
        """Give the file of a key; raises ValueError where it is none."""
        check_key(key)
        return f"{self.folder}/{key[:2]}/{key[2:]}"

    def write(self, path: str, entry: bytes) -> None:
        """Write a file that appears whole or not at all; raises OSError.

        It isn't waited for until it is on the disk: what a power cut leaves is found out later.
        """
        shelf = os.path.dirname(path)  # noqa: PTH120 -- thousands of times, and a Path costs as much as the write
        unfinished = f"{shelf}/{UNFINISHED}{secrets.token_hex(8)}"
        try:
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileNotFoundError:
            Path(shelf).mkdir(parents=True, exist_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(entry)
            os.replace(unfinished, path)  # noqa: PTH105 -- likewise
        except BaseException:
            remove(unfinished)
            raise

    def entries(self) -> Iterator[Found]:
        """Walk by all entries, in no order."""
        for file in self._files():
            if NAME.fullmatch(file.name):
                with contextlib.suppress(FileNotFoundError):
                    about = file.stat(follow_symlinks=False)
                    shelf = os.path.basename(os.path.dirname(file.path))  # noqa: PTH119, PTH120 -- likewise
                    size = blocks_of(about.st_size) * BLOCK
                    yield Found(shelf + file.name, file.path, size, about.st_mtime)

    def sweep(self) -> None:
        """Remove what writers left unfinished that are long gone."""
        for file in self._files():
            if file.name.startswith(UNFINISHED):
                with contextlib.suppress(FileNotFoundError):
                    if abs(time.time() - file.stat().st_mtime) > LEFT_AFTER:
                        remove(file.path)

    def _files(self) -> Iterator[os.DirEntry[str]]:
        try:
            shelves = list(os.scandir(self.folder))
        except FileNotFoundError:
            return
        for shelf in shelves:
            if SHELF.fullmatch(shelf.name) and shelf.is_dir(follow_symlinks=False):
                with os.scandir(shelf) as files:
                    yield from files


def remove(path: str) -> bool:
    """Remove a file, and tell whether it was there and could be."""
    try:
        os.unlink(path)  # noqa: PTH108 -- likewise
    except OSError:
        return False
    return True
