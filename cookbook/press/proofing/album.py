"""The pictures of one entry, vetted by a worker and laid where it may read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cookbook.press.caching import Cache, cache_key
from cookbook.press.pictures.shelf import possible_paths
from cookbook.press.proofing.bench import PagesUnsetError, ask, packed, parted
from cookbook.press.typesetting.crew import SeatedCrew
from cookbook.press.warnings import WarningKind, Warnings

FOLDER = "pictures"
SENT = "sent"
"""The file in which a worker finds a picture as it was sent."""


@dataclass(frozen=True)
class Pictures:
    """The pictures that an entry may show: their digests by their paths, and how to read one."""

    digests: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[str], bytes] = lambda _digest: b""


@dataclass
class ProofAlbum:
    """Finds the pictures that an entry names, and puts them into the folder of its proof."""

    pictures: Pictures
    folder: Path
    crew: SeatedCrew
    cache: Cache
    warnings: Warnings

    def find(self, entry: str, target: str) -> str | None:
        """Give the name of a vetted picture, or None after a warning."""
        paths = possible_paths(entry, target)
        path = next((path for path in paths if path in self.pictures.digests), None)
        if path is None:
            self._warn(entry, f'the picture "{target[:80]}" is not here; it is left out.')
            return None
        words, data = self._vetted(self.pictures.digests[path])
        if "refused" in words:
            self._warn(entry, f'the picture "{path[:80]}" is left out: {words["refused"]}')
            return None
        if words["left_out"]:
            lost = ", ".join(words["left_out"])
            self._warn(entry, f'the drawing "{path[:80]}" is shown without its {lost}.')
        return self._lay(str(words["name"]), data)

    @staticmethod
    def address(name: str) -> str:
        """Give the address that a picture has for the worker."""
        return f"{FOLDER}/{name}"

    def _vetted(self, digest: str) -> tuple[Mapping[str, Any], bytes]:
        key = cache_key("proof-picture", digest)
        kept = self.cache.get(key)
        if kept is not None:
            return parted(kept)
        sent = self.folder / SENT
        sent.write_bytes(self.pictures.read(digest))
        try:
            words, data = ask(self.crew, {"do": "picture", "file": SENT})
        except PagesUnsetError:
            return {"refused": "it takes too long to read."}, b""
        finally:
            sent.unlink()
        told = {name: words[name] for name in ("refused", "name", "left_out") if name in words}
        self.cache.put(key, packed(told, data))
        return told, data

    def _lay(self, name: str, data: bytes) -> str:
        place = self.folder / FOLDER
        place.mkdir(exist_ok=True)
        (place / name).write_bytes(data)
        return name

    def _warn(self, entry: str, message: str) -> None:
        self.warnings.add(entry, WarningKind.IMAGE, message)
