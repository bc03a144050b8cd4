"""Caches of every kind, each with a way around it to what it keeps."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cookbook.config import BucketSettings
from cookbook.storage import FolderCache, KeptCache, MemoryFront, TieredCache
from cookbook.storage.bucketcache import BucketCache

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


def object_of(key: str) -> str:
    return f"cache/{key[:2]}/{key[2:]}"


def bucket_rig(bucket: BucketSettings) -> Rig:
    cache = BucketCache(bucket, LIMIT)
    return Rig(
        cache,
        lambda key: cache.bucket.get(object_of(key)),
        lambda key, entry: cache.bucket.put(object_of(key), entry),
    )


def tiered_rig(near: Rig, far: Rig) -> Rig:
    cache = TieredCache(near.cache, far.cache)

    def poke_both(key: str, entry: bytes) -> None:
        cache.settle()
        near.poke(key, entry)
        far.poke(key, entry)

    return Rig(cache, near.peek, poke_both)


def front_rig(behind: Rig) -> Rig:
    cache = MemoryFront(behind.cache, LIMIT)

    def poke(key: str, entry: bytes) -> None:
        cache.forget()
        behind.poke(key, entry)

    def peek(key: str) -> bytes:
        cache.settle()
        return behind.peek(key)

    return Rig(cache, peek, poke)


@pytest.fixture(params=["folder", "bucket", "tiered", "front"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    """A cache of each kind."""
    folder = folder_rig(tmp_path / "cache")
    if request.param == "folder":
        return folder
    if request.param == "front":
        return front_rig(folder)
    bucket = bucket_rig(request.getfixturevalue("bucket"))
    return bucket if request.param == "bucket" else tiered_rig(folder, bucket)
