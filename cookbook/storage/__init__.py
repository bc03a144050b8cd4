"""Bytes in and out, by their digest. Nothing that was put is ever changed."""

from cookbook.storage.local import LocalStorage, StorageError
from cookbook.storage.seam import Storage, Stored

__all__ = ["LocalStorage", "Storage", "StorageError", "Stored"]
