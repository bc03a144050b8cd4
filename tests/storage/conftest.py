"""Caches of every kind, each with a way around it to what it keeps."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cookbook.storage import FolderCache, KeptCache

LIMIT = 4_000_000


@dataclass(frozen=True)
class Rig:
    """A cache, and how to read and write what lies under a key without it."""

    cache: KeptCache
    peek: Callable[[str], bytes]
    poke: Callable[[str, bytes], None]


def file_of(cache: FolderCache, key: str) -> Path:
    return Path(cache.shelves.path(key))


def poke_file(cache: FolderCache, key: str, entry: bytes) -> None:
    file_of(cache, key).parent.mkdir(parents=True, exist_ok=True)
    file_of(cache, key).write_bytes(entry)


def set_age(cache: FolderCache, key: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(file_of(cache, key), (then, then))


def folder_rig(folder: Path) -> Rig:
    cache = FolderCache(folder, LIMIT)
    return Rig(
        cache,
        lambda key: file_of(cache, key).read_bytes(),
        lambda key, entry: poke_file(cache, key, entry),
    )


@pytest.fixture(params=["folder"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    """A cache of each kind."""
    assert request.param == "folder"
    return folder_rig(tmp_path / "cache")
