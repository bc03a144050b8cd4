"""Storage and cache as the settings wish them: on this machine's disk, or in a bucket."""

from __future__ import annotations

from types import ModuleType

from cookbook.config import CacheSettings, Settings
from cookbook.storage.foldercache import FolderCache
from cookbook.storage.local import LocalStorage
from cookbook.storage.seam import KeptCache, Storage, StorageError


def open_storage(settings: Settings) -> Storage:
    """Give the place where bytes lie; nothing is made or reached yet.

    Raises StorageError where a bucket is wished and what speaks to one isn't installed.
    """
    if settings.bucket is None:
        return LocalStorage(settings.storage_folder)
    storage: Storage = _buckets().BucketStorage(settings.bucket)
    return storage


def open_cache(settings: CacheSettings) -> KeptCache:
    """Give the cache; nothing is made or reached yet, and it may be handed to other processes."""
    return FolderCache(settings.folder, settings.limit_bytes)


def _buckets() -> ModuleType:
    """Load what speaks to buckets, which takes a moment, and a package that not everyone has."""
    try:
        from cookbook.storage import bucket  # noqa: PLC0415 -- see above
    except ModuleNotFoundError as err:
        raise StorageError(
            f"STORAGE_URL names a bucket, and the package {err.name} is not installed.",
            remedy='Install what it takes: pip install "cookbook-press[s3]".',
        ) from err
    return bucket
