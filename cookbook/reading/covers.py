"""A cover as the press drew it -> one as small as a shelf needs, kept for those who ask next."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

from cookbook.storage import Storage

COVER_WIDTHS = frozenset({320, 640})
"""In pixels: of a card, and of the head of a volume's page, on a screen of twice the density."""
COVER_QUALITY = 82
KEPT = 128
"""How many small covers a process keeps; they have some 30 kB each."""


def small_cover(storage: Storage, digest: str, width: int) -> bytes:
    """Give a cover as a JPEG of this width in pixels; raises StorageError where it is gone."""
    return _small(_Digest(storage, digest), width)


class _Digest:
    """A picture in storage, the same as any other of the same bytes."""

    def __init__(self, storage: Storage, digest: str) -> None:
        self.storage = storage
        self.digest = digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Digest) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=KEPT)
def _small(kept: _Digest, width: int) -> bytes:
    with kept.storage.open_blob(kept.digest) as stream, Image.open(stream, formats=["JPEG"]) as big:
        height = max(1, round(big.height * width / big.width))
        # A JPEG is read at an eighth, a quarter or half of its size where that is enough.
        big.draft("RGB", (width, height))
        small = big.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    small.save(made, "JPEG", quality=COVER_QUALITY, optimize=True, progressive=True)
    return made.getvalue()
