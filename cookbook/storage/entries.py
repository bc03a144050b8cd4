"""One entry of a cache as it is kept: a header by which it is known, then the bytes."""

from __future__ import annotations

import re
import struct
from hashlib import blake2b

KEY = re.compile(r"[0-9a-f]{64}")
MAGIC = b"cookbook"
VERSION = 1
HEADER = struct.Struct(">8sHQ32s")
"""Magic, version, length of the bytes, and their digest, into which the key goes too."""


def check_key(key: str) -> str:
    """Give the key back; raises ValueError where it is none, as it would be a path to anywhere."""
    if not KEY.fullmatch(key):
        raise ValueError(f'"{key[:80]}" is no key of a cache: 64 hexadecimal digits are expected')
    return key


def seal(key: str, data: bytes) -> bytes:
    """Put the header before the bytes."""
    return HEADER.pack(MAGIC, VERSION, len(data), _digest(key, data)) + data


def unseal(key: str, entry: bytes) -> bytes | None:
    """Give the bytes, or None if they aren't those that were put under this key, whole."""
    if len(entry) < HEADER.size:
        return None
    magic, version, length, digest = HEADER.unpack_from(entry)
    data = entry[HEADER.size :]
    if (magic, version, length) != (MAGIC, VERSION, len(data)):
        return None
    return data if digest == _digest(key, data) else None


def _digest(key: str, data: bytes) -> bytes:
    return blake2b(data, digest_size=32, key=bytes.fromhex(key)).digest()
