"""Storage and cache as the settings wish them: on this machine's disk, or in a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cookbook.config import BucketSettings, CacheSettings, Settings
from cookbook.storage.foldercache import FolderCache
from cookbook.storage.local import LocalStorage
from cookbook.storage.seam import KeptCache, Storage, StorageError
from cookbook.storage.tiers import TieredCache

# What speaks to buckets takes a moment to load, and a package that not everyone has.


def open_storage(settings: Settings) -> Storage:
    """Give the place where bytes lie; nothing is made or reached yet.

    Raises StorageError where a bucket is wished and what speaks to one isn't installed.
    """
    if settings.bucket is None:
        return LocalStorage(settings.storage_folder)
    with _package_explained():
        from cookbook.storage.bucket import BucketStorage  # noqa: PLC0415 -- see above
    return BucketStorage(settings.bucket)


def open_cache(settings: CacheSettings) -> KeptCache:
    """Give the cache: a folder, and behind it the bucket if there is one.

    Nothing is made or reached yet, and it may be handed to other processes. Raises StorageError as
    `open_storage` does.
    """
    near = FolderCache(settings.folder, settings.limit_bytes)
    far = open_shared_cache(settings)
    return TieredCache(near, far) if far else near


def open_shared_cache(settings: CacheSettings) -> KeptCache | None:
    """Give the part of the cache that other machines have too, if there is a bucket.

    What is put there is there when `put` returns. Raises StorageError as `open_storage` does.
    """
    if settings.bucket is None:
        return None
    with _package_explained():
        from cookbook.storage.bucketcache import BucketCache  # noqa: PLC0415 -- see above
    return BucketCache(settings.bucket, settings.limit_bytes)


def check_bucket(settings: BucketSettings) -> str:
    """Try what the house needs of a bucket, and give the words for it; raises StorageError."""
    with _package_explained():
        from cookbook.storage.s3 import BRISK, Bucket  # noqa: PLC0415 -- see above
    bucket = Bucket(settings, BRISK)
    bucket.check()
    return str(bucket)


@contextmanager
def _package_explained() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as err:
        raise StorageError(
            f"STORAGE_URL names a bucket, and the package {err.name} is not installed.",
            remedy='Install what it takes: pip install "cookbook-press[s3]".',
        ) from err
