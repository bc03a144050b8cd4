"""What the press has made before: bytes, under keys that are made of all they depend on.

A key names the stage, the release of every tool that it uses, and every value that goes in; never a
time. So an entry is either right or not there, whoever wrote it, on whatever machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from cookbook.config import PACKAGE, kit_folder
from cookbook.press.notation import encode

TOOLS = (
    "weasyprint",
    "pydyf",
    "pypandoc-binary",
    "pypdfium2",
    "fonttools",
    "pillow",
    "ziamath",
    "lxml",
)
"""The packages whose release decides what the press makes."""
CODE = ("press", "manuscript")
"""The parts of this package of which the same is true."""


class Cache(Protocol):
    """Keeps bytes under keys, and may forget any of them at any time.

    What it gives is what was put, whole; anything else it takes for absent. Safe under several
    processes and a killed one.
    """

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; what can't be kept is not, and nobody is told."""

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept; cheaper than to get them all."""


class MemoryCache:
    """A cache for one press and for tests: a dictionary, and no end of it."""

    def __init__(self, entries: Mapping[str, bytes] | None = None) -> None:
        self.entries = dict(entries or {})

    def get(self, key: str) -> bytes | None:
        """Give the bytes under a key, or None."""
        return self.entries.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        self.entries[key] = data

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Give those of the keys under which nothing is kept."""
        return {key for key in keys if key not in self.entries}


def cache_key(stage: str, *values: str | bytes | float | bool | None) -> str:
    """Make the key of what a stage makes of values, as 64 hexadecimal digits.

    The press's own code and kit and the releases of its tools go in by themselves.
    """
    digest = hashlib.sha256(f"{press_release()}\0{stage}".encode())
    for value in values:
        data = value if isinstance(value, bytes) else repr(value).encode()
        digest.update(b"\0%d\0" % len(data) + data)
    return digest.hexdigest()


def digest_of(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can write
    """Give the digest of a value that JSON can write."""
    return hashlib.sha256(encode(value)).hexdigest()


@cache
def press_release() -> str:
    """Give what identifies this press: its code, its kit, and the releases of its tools."""
    digest = hashlib.sha256()
    for tool in TOOLS:
        digest.update(f"{tool} {version(tool)}\n".encode())
    folders = [*(PACKAGE / each for each in CODE), kit_folder()]
    for file in sorted(each for folder in folders for each in folder.rglob("*") if _counts(each)):
        digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _counts(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
