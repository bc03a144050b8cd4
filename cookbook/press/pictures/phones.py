"""A photo in a phone's own format (HEIC, HEIF, AVIF) -> a PNG of it: upright, sRGB, bounded.

What reads these formats is a video decoder. Here it works in a process of its own, which has an
end, little memory and nothing to steal, so that a file made to break it breaks nothing else.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cookbook.errors import CookbookError
from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, run_bounded

HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2", b"miaf"}
)
AVIF_BRANDS = frozenset({b"avif", b"avis"})
"""How such a file begins, behind its length and `ftyp` (ISO/IEC 14496-12, 4.3)."""
SECONDS = 20.0
TOO_MANY_PIXELS = b"too many pixels"


class PhonePhotoError(CookbookError):
    """A phone's photo that can't be read."""


class PhonePixelsError(PhonePhotoError):
    """A phone's photo with more pixels, or more to work through, than anybody's camera gives."""


def phone_format(data: bytes) -> str:
    """Give the format that a file says it has: HEIF, AVIF, or "" for any other."""
    if data[4:8] != b"ftyp":
        return ""
    if data[8:12] in AVIF_BRANDS or (data[8:12] == b"mif1" and b"avif" in data[16:64]):
        return "AVIF"
    return "HEIF" if data[8:12] in HEIF_BRANDS else ""


def read_phone_photo(data: bytes, *, most_side: int, most_pixels: int, enough: int) -> bytes:
    """Give a phone's photo as a PNG: upright, in sRGB, at most `enough` pixels on a side.

    The size that its header gives is looked at before anything is decoded. Raises PhonePhotoError
    for what is broken, PhonePixelsError for what has more than `most_side` or `most_pixels`.
    """
    root = str(Path(__file__).resolve().parents[3])
    limits = [str(each) for each in (most_side, most_pixels, enough)]
    command = [sys.executable, "-m", "cookbook.press.pictures.phonereader"]
    try:
        output = run_bounded(
            [*command, phone_format(data), *limits],
            data,
            seconds=SECONDS,
            variables={"PYTHONPATH": root},
        )
    except BoundsExceededError as err:
        raise PhonePixelsError(f"Reading the photo {err.message}.") from err
    except ProgramFailedError as err:
        raise PhonePhotoError("The photo is broken or cut off.") from err
    if output == TOO_MANY_PIXELS:
        raise PhonePixelsError("The photo has more pixels than a book can use.")
    return output
