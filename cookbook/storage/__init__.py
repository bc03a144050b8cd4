"""Bytes in and out: by digest, unchanged for good; by a cache's key, as long as there is room."""

from cookbook.storage.foldercache import FolderCache
from cookbook.storage.local import LocalStorage
from cookbook.storage.opening import (
    check_bucket,
    open_cache,
    open_shared_cache,
    open_storage,
)
from cookbook.storage.seam import CacheFacts, KeptCache, Storage, StorageError, Stored, Tended
from cookbook.storage.tiers import MemoryFront, TieredCache

__all__ = [
    "CacheFacts",
    "FolderCache",
    "KeptCache",
    "LocalStorage",
    "MemoryFront",
    "Storage",
    "StorageError",
    "Stored",
    "Tended",
    "TieredCache",
    "check_bucket",
    "open_cache",
    "open_shared_cache",
    "open_storage",
]
