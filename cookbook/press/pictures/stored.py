"""Vetted pictures that lie in the cache: what is known of each is at hand, its bytes when asked.

A picture is known by the digest of its file's bytes, so that none is decoded twice, whatever it is
called and wherever it stands. So is a file that was refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cookbook.press.caching import Cache, cache_key
from cookbook.press.keeping.trees import ForgottenError
from cookbook.press.notation import decode, encode
from cookbook.press.pictures.vetting import (
    Picture,
    PictureError,
    PictureLimits,
    VettedPicture,
    read_picture,
    vet_bytes,
)


@dataclass(frozen=True)
class PictureStore:
    """Vets the pictures of a book folder, or finds them vetted."""

    cache: Cache
    root: Path
    limits: PictureLimits = field(default_factory=PictureLimits)

    def vet(self, path: str) -> VettedPicture:
        """Vet a picture by its path in the folder; see `vet_picture`."""
        data = read_picture(Path(path), self.root, self.limits)
        key = cache_key("picture", repr(self.limits), hashlib.sha256(data).digest())
        kept = self.cache.get(key)
        if kept is not None:
            return self._read(path, decode(kept))
        try:
            vetted = vet_bytes(data, Path(path), self.limits)
        except PictureError as err:
            self.cache.put(key, encode([err.message, err.remedy]))
            raise
        del data
        self.cache.put(_key(vetted.screen.name), vetted.screen.data)
        if vetted.print.name != vetted.screen.name:
            self.cache.put(_key(vetted.print.name), vetted.print.data)
        values = [_values(vetted.screen), _values(vetted.print), vetted.left_out]
        self.cache.put(key, encode(values))
        return self._read(path, values)

    def _read(self, path: str, values: list[Any]) -> VettedPicture:
        if len(values) < 3:  # noqa: PLR2004 -- a refusal has a message and a remedy
            message, remedy = values
            raise PictureError(message, place=Path(path), remedy=remedy)
        screen, printed, left_out = values
        return VettedPicture(
            self._picture(path, screen), self._picture(path, printed), tuple(left_out)
        )

    def _picture(self, path: str, values: list[Any]) -> Picture:
        name, media_type, width, height, vector = values
        return Picture(name, StoredBytes(self, path, name), media_type, width, height, vector)


@dataclass(frozen=True)
class StoredBytes:
    """The bytes of a vetted picture where they lie."""

    store: PictureStore
    path: str
    name: str

    def read(self) -> bytes:
        """Give the bytes; where they went away, the picture is vetted once more.

        Raises ForgottenError where its file is not what it was.
        """
        data = self.store.cache.get(_key(self.name))
        if data is not None:
            return data
        file = read_picture(Path(self.path), self.store.root, self.store.limits)
        vetted = vet_bytes(file, Path(self.path), self.store.limits)
        for picture in (vetted.screen, vetted.print):
            if picture.name == self.name:
                self.store.cache.put(_key(self.name), picture.data)
                return picture.data
        raise ForgottenError


def _values(picture: Picture) -> list[Any]:
    shape = [picture.width, picture.height, picture.vector]
    return [picture.name, picture.media_type, *shape]


def _key(name: str) -> str:
    return cache_key("picture bytes", name)
