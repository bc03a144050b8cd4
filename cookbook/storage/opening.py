"""Storage and cache as the settings wish them: on this machine's disk, or in a bucket."""

from __future__ import annotations

from cookbook.config import CacheSettings, Settings
from cookbook.storage.foldercache import FolderCache
from cookbook.storage.local import LocalStorage
from cookbook.storage.seam import KeptCache, Storage


def open_storage(settings: Settings) -> Storage:
    """Give the place where bytes lie; nothing is made or reached yet."""
    return LocalStorage(settings.storage_folder)


def open_cache(settings: CacheSettings) -> KeptCache:
    """Give the cache; nothing is made or reached yet, and it may be handed to other processes."""
    return FolderCache(settings.folder, settings.limit_bytes)
