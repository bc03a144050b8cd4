"""A picture of a volume -> one as wide as a screen needs, made once and kept for who asks next."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from cookbook.models import Blob
from cookbook.storage import KeptCache, Storage

WIDTHS = (320, 640, 1280)
"""In pixels: of a card, of a phone, of a column on a screen of twice the density."""
QUALITY = 82
MAX_PIXELS = 89_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
"""What is scaled; anything else is shown as it is."""
EDITION = "1"
"""Says anew how pictures are scaled, so that none is shown that was scaled otherwise."""


def widths_of(blob: Blob) -> tuple[int, ...]:
    """Give the widths that a picture has besides its own."""
    if blob.media_type not in FORMATS or not blob.width:
        return ()
    return tuple(width for width in WIDTHS if width < blob.width)


def sized_picture(storage: Storage, cache: KeptCache, blob: Blob, width: int) -> bytes:
    """Give a picture at one of its widths, or as it is where it has no such width.

    Raises StorageError where its bytes are gone.
    """
    if width not in widths_of(blob):
        return storage.read(blob.digest)
    key = hashlib.sha256(f"picture {EDITION} {blob.digest} {width}".encode()).hexdigest()
    known = cache.get(key)
    if known is not None:
        return known
    data = storage.read(blob.digest)
    made = _scaled(data, FORMATS[blob.media_type], width)
    cache.put(key, made)
    return made


def turned_picture(
    storage: Storage, cache: KeptCache, blob: Blob, width: int, quarters: int
) -> bytes:
    """Give a picture as `sized_picture` does, and then turned by quarters, against the clock."""
    data = sized_picture(storage, cache, blob, width)
    turn = {
        1: Image.Transpose.ROTATE_90,
        2: Image.Transpose.ROTATE_180,
        3: Image.Transpose.ROTATE_270,
    }.get(quarters)
    if turn is None or blob.media_type not in FORMATS:
        return data
    made, kind = io.BytesIO(), FORMATS[blob.media_type]
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        image.transpose(turn).save(made, kind, quality=QUALITY)
    return made.getvalue()


def _scaled(data: bytes, kind: str, width: int) -> bytes:
    """Scale a picture; one that can't be scaled stays as it is."""
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as big:
            if big.width * big.height > MAX_PIXELS:
                return data
            size = width, max(1, round(big.height * width / big.width))
            # A JPEG is read at an eighth, a quarter or half of its size where that is enough.
            big.draft(None, size)
            plain = big.convert("RGBA") if big.mode in {"P", "PA", "LA"} else big
            small = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            small.info = {}
            profile = big.info.get("icc_profile")
            small.save(made, kind, quality=QUALITY, optimize=True, icc_profile=profile)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return data
    return made.getvalue()
