"""The digests that bytes in storage are named by."""

from __future__ import annotations

import hashlib
import re
from typing import BinaryIO

from cookbook.storage.seam import StorageError

DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 1 << 20


def check_digest(digest: str) -> str:
    """Give the digest back; raises StorageError where it is none, as it would be a path."""
    if not DIGEST.fullmatch(digest):
        raise StorageError(f'"{digest[:80]}" is no digest.')
    return digest


def digest_of_stream(stream: BinaryIO) -> str:
    """Give the digest of all that can be read from here on."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
