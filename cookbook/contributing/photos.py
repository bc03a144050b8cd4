"""A photo from somebody's phone -> a clean picture of the volume: upright, bounded, no metadata."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError
from sqlalchemy.orm import Session

from cookbook.archive.pictures import add_file, find_file, keep_blob
from cookbook.contributing.problems import PhotoError
from cookbook.models import Blob, Contribution, Person, Volume, VolumeFile
from cookbook.press.pictures.phones import (
    PhonePhotoError,
    PhonePixelsError,
    phone_format,
    read_phone_photo,
)
from cookbook.press.pictures.pixels import BROKEN, decode
from cookbook.storage import Storage

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ACCEPTED = (
    "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,image/avif,.heic,.heif,.avif"
)
"""What browsers offer to choose; some know the formats of phones by their endings alone."""
PHOTO_MAX_BYTES = 25_000_000
PHOTO_MAX_PIXELS = 89_000_000
PHOTO_MAX_SIDE = 20_000
LONG_SIDE = 3000
QUALITY = 86
DIGEST_SHOWN = 8
UNREADABLE: tuple[type[BaseException], ...] = (*BROKEN, PhonePhotoError)
ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class Photo:
    """A picture as it is kept: encoded anew from its pixels alone; sizes are in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def clean_photo(data: bytes) -> Photo:
    """Make a picture of an upload: upright, sRGB, at most LONG_SIDE pixels, without metadata.

    Raises PhotoError, with what to do, for what is too large, broken, or no photo.
    """
    if not data:
        raise PhotoError("The file is empty.", remedy="Choose the photo again.")
    if len(data) > PHOTO_MAX_BYTES:
        raise PhotoError(
            f"The photo has {len(data) / 1e6:.0f} MB; at most {PHOTO_MAX_BYTES / 1e6:.0f} MB go.",
            remedy="Send it to yourself in a smaller size, and choose that one.",
        )
    try:
        with warnings.catch_warnings():
            # Pillow remarks on much that doesn't matter here, such as odd EXIF.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _clean_from_phone(data) if phone_format(data) else _clean(data)
    except UNREADABLE as err:
        raise PhotoError(
            "The photo is broken or cut off.",
            remedy="Open it on your phone or computer, save it again, and choose the new one.",
        ) from err


def keep_photo(session: Session, storage: Storage, photo: Photo) -> Blob:
    """Keep a photo's bytes."""
    return keep_blob(
        session, storage, photo.data, photo.media_type, size=(photo.width, photo.height)
    )


def attach_photo(
    session: Session, contribution: Contribution, path: str, blob: Blob, *, person: Person | None
) -> VolumeFile:
    """Give a contribution's volume a photo, at a path that `photo_path` gave."""
    return add_file(
        session, contribution.volume, path, blob, contribution=contribution, person=person
    )


def photo_path(
    session: Session,
    volume: Volume,
    entry_path: str,
    blob: Blob,
    contribution: Contribution | None = None,
) -> str:
    """Give the path of an entry's photo in the volume, such as images/stone-soup-1a2b3c4d.jpg.

    It is made of the entry's name and of the photo's content, and is never one that another
    contribution has.
    """
    stem = PurePosixPath(entry_path).stem
    ending = ENDINGS.get(blob.media_type, "bin")
    for length in range(DIGEST_SHOWN, len(blob.digest) + 1, DIGEST_SHOWN):
        path = f"images/{stem}-{blob.digest[:length]}.{ending}"
        file = find_file(session, volume, path)
        if file is None or (contribution and file.contribution_id == contribution.id):
            return path
    raise PhotoError(
        "This photo is in the book already.", remedy="Take another one, or ask the editors."
    )


def _clean_from_phone(data: bytes) -> Photo:
    """Clean a photo in a phone's own format; as JPEG, unless something shows through it."""
    try:
        read = read_phone_photo(
            data, most_side=PHOTO_MAX_SIDE, most_pixels=PHOTO_MAX_PIXELS, enough=LONG_SIDE
        )
    except PhonePixelsError as err:
        raise _too_many_pixels() from err
    with Image.open(io.BytesIO(read), formats=["PNG"]) as file:
        image, _has_few_colours = decode(file, enough=LONG_SIDE)
    return encode_photo(image, is_drawn=False)


def _clean(data: bytes) -> Photo:
    try:
        file = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
        raise _too_many_pixels() from err
    except UnidentifiedImageError as err:
        raise _no_photo(data) from err
    with file:
        width, height = file.size
        if max(width, height) > PHOTO_MAX_SIDE or width * height > PHOTO_MAX_PIXELS:
            raise _too_many_pixels()
        is_drawn = file.format in {"PNG", "GIF", "WEBP"}
        image, has_few_colours = decode(file, enough=LONG_SIDE)
    return encode_photo(image, is_drawn=is_drawn and has_few_colours)


def encode_photo(image: Image.Image, *, is_drawn: bool) -> Photo:
    """Make a picture's file of plain pixels; JPEG would smear what is drawn."""
    buffer = io.BytesIO()
    if image.mode in {"LA", "RGBA"} or is_drawn:
        image.save(buffer, "PNG", optimize=False)
        media_type = "image/png"
    else:
        image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
        media_type = "image/jpeg"
    return Photo(buffer.getvalue(), media_type, *image.size)


def _too_many_pixels() -> PhotoError:
    return PhotoError(
        "The photo has more pixels than a book can use.",
        remedy="Save it at 6000 pixels a side or less, and choose that one.",
    )


def _no_photo(data: bytes) -> PhotoError:
    if data[4:8] == b"ftyp":
        return PhotoError(
            "This is no photo that can be read here; perhaps it is a video.",
            remedy="Choose the photo itself, or save it as JPEG first.",
        )
    return PhotoError(
        "This file is no photo.",
        remedy="Choose a JPEG, PNG, WebP, GIF, HEIC or AVIF, as cameras and phones make them.",
    )
