"""A contributor's picture file in, clean pictures fit for screen and for print out."""

from __future__ import annotations

import hashlib
import io
import math
import os
import warnings
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol

from PIL import Image, UnidentifiedImageError

from cookbook.errors import CookbookError
from cookbook.press.pictures.drawings import DRAWING_MAX_BYTES, DrawingError, clean_drawing
from cookbook.press.pictures.pixels import BROKEN, decode, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""What is opened at all, by content. Pillow knows dozens more that no book needs."""

_JPEG_QUALITIES = (88, 80, 70)
_SHRINK = 0.8
_KINDS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}


class PictureError(CookbookError):
    """A picture that the press can't or won't print."""


@dataclass(frozen=True)
class PictureLimits:
    """How much a picture may be, as it comes and as it leaves. Sides are in pixels.

    `max_pixels` stays below the number at which Pillow by itself suspects an attack.
    """

    max_bytes: int = 40_000_000
    max_pixels: int = 89_000_000
    max_side: int = 20_000
    screen_pixels: int = 4_000_000
    screen_bytes: int = 1_500_000
    print_side: int = 3600


class Readable(Protocol):
    """Bytes that lie somewhere."""

    def read(self) -> bytes:
        """Give the bytes."""


@dataclass(frozen=True)
class Picture:
    """A picture ready for a book. `name` is made from its content; sizes are in pixels.

    `content` is its bytes, or where they lie; `data` reads them from there each time.
    """

    name: str
    content: bytes | Readable
    media_type: str
    width: int
    height: int
    vector: bool

    @property
    def data(self) -> bytes:
        """The bytes; whoever needs them twice keeps them."""
        return self.content if isinstance(self.content, bytes) else self.content.read()


@dataclass(frozen=True)
class VettedPicture:
    """One picture twice: `screen` for EPUB and web pages, `print` for the PDF; often the same.

    `left_out` names what a drawing lost, for a warning.
    """

    screen: Picture
    print: Picture
    left_out: tuple[str, ...] = ()


def vet_picture(path: Path, *, root: Path, limits: PictureLimits | None = None) -> VettedPicture:
    """Read the picture at `path`, from the book folder `root`: relative to it, or below it.

    It is decoded, turned upright, brought to sRGB and encoded anew, so that no metadata, no
    profile and nothing hidden in the file comes through. Raises PictureError with the reason and
    a remedy when the file is missing, outside of the folder, too large, broken, or of a format
    that isn't a book's.
    """
    limits = limits or PictureLimits()
    if path.is_absolute() and path.is_relative_to(root):
        path = path.relative_to(root)
    return vet_bytes(read_picture(path, root, limits), path, limits)


def vet_bytes(data: bytes, place: PurePath, limits: PictureLimits) -> VettedPicture:
    """Vet a picture that was read; see `vet_picture`. The same bytes give the same."""
    if _looks_like_xml(data):
        return _vet_drawing(data, place)
    try:
        return _vet_photo(data, limits)
    except PictureError as err:
        raise PictureError(err.message, place=place, remedy=err.remedy) from err
    except BROKEN as err:
        raise PictureError(
            "The picture is broken or cut off.",
            place=place,
            remedy="Open it in a picture program and save it again.",
        ) from err


def read_picture(path: Path, root: Path, limits: PictureLimits) -> bytes:
    """Read a picture's file, at a path relative to `root`. Raises PictureError."""
    place = PurePath(path)
    outside = PictureError(
        "The picture is outside of the book's folder.",
        place=place,
        remedy="Put it into the folder images and name it from there.",
    )
    if path.is_absolute() or ".." in path.parts:
        raise outside
    try:
        home = root.resolve(strict=True)
        real = (home / path).resolve(strict=True)
        if not real.is_relative_to(home):
            raise outside
        return _read_file(real, place, limits)
    except (OSError, ValueError, RuntimeError) as err:
        raise PictureError(
            "The picture can't be found.", place=place, remedy="Check its name, letter by letter."
        ) from err


def _read_file(real: Path, place: PurePath, limits: PictureLimits) -> bytes:
    if not real.is_file():
        raise PictureError("That isn't a file.", place=place, remedy="Name a picture file.")
    # The path is resolved, so a link found now was put there since, and isn't followed; nor is
    # a pipe waited for.
    descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if status.st_size > limits.max_bytes:
            raise PictureError(
                f"The picture has {status.st_size / 1e6:.0f} MB; "
                f"at most {limits.max_bytes / 1e6:.0f} are read.",
                place=place,
                remedy="Save it as JPEG.",
            )
        return file.read(limits.max_bytes)


def _looks_like_xml(data: bytes) -> bool:
    return data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _vet_drawing(data: bytes, place: PurePath) -> VettedPicture:
    try:
        drawing = clean_drawing(data[: DRAWING_MAX_BYTES + 1])
    except DrawingError as err:
        raise PictureError(err.message, place=place, remedy=err.remedy) from err
    picture = Picture(
        name=_name(drawing.data, "svg"),
        content=drawing.data,
        media_type="image/svg+xml",
        width=drawing.width,
        height=drawing.height,
        vector=True,
    )
    return VettedPicture(picture, picture, drawing.left_out)


def _vet_photo(data: bytes, limits: PictureLimits) -> VettedPicture:
    with warnings.catch_warnings():
        # Pillow remarks on much that doesn't matter here, such as odd EXIF.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with _open(data, limits) as file:
            is_drawn = file.format in {"PNG", "GIF", "WEBP"}
            for_print, has_few_colours = decode(file, enough=limits.print_side)
    is_drawn = for_print.mode in {"LA", "RGBA"} or (is_drawn and has_few_colours)
    printed = _encode(for_print, is_drawn=is_drawn)
    if printed.width * printed.height <= limits.screen_pixels:
        if len(printed.data) <= limits.screen_bytes:
            return VettedPicture(printed, printed)
        small = for_print
    else:
        small = fitted(for_print, _scale_to_pixels(for_print, limits.screen_pixels))
    return VettedPicture(_encode_within(small, limits, is_drawn=is_drawn), printed)


def _open(data: bytes, limits: PictureLimits) -> Image.Image:
    try:
        file = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
        raise _too_large("more pixels than any camera takes") from err
    except UnidentifiedImageError as err:
        raise PictureError(
            "The file isn't a picture that a book can hold.",
            remedy="Use JPEG, PNG, WebP, GIF or SVG.",
        ) from err
    width, height = file.size
    if width < 1 or height < 1:
        raise PictureError("The picture is empty.", remedy="Save it again.")
    if max(width, height) > limits.max_side or width * height > limits.max_pixels:
        raise _too_large(f"{width} by {height} pixels")
    return file


def _too_large(size: str) -> PictureError:
    return PictureError(f"The picture has {size}.", remedy="Scale it to 6000 pixels or less.")


def _scale_to_pixels(image: Image.Image, pixels: int) -> float:
    return min(1.0, math.sqrt(pixels / (image.width * image.height)))


def _encode(image: Image.Image, *, is_drawn: bool, quality: int = _JPEG_QUALITIES[0]) -> Picture:
    buffer = io.BytesIO()
    kind = "PNG" if is_drawn else "JPEG"
    if is_drawn:
        image.save(buffer, kind, compress_level=9)
    else:
        image.save(
            buffer, kind, quality=quality, subsampling="4:2:0", progressive=False, optimize=True
        )
    extension, media_type = _KINDS[kind]
    data = buffer.getvalue()
    return Picture(_name(data, extension), data, media_type, *image.size, vector=False)


def _encode_within(image: Image.Image, limits: PictureLimits, *, is_drawn: bool) -> Picture:
    for smaller in _ever_smaller(image):
        for picture in _attempts(smaller, is_drawn=is_drawn):
            if len(picture.data) <= limits.screen_bytes:
                return picture
    raise PictureError(
        f"The picture can't be brought below {limits.screen_bytes} bytes.",
        remedy="Save it as JPEG.",
    )


def _ever_smaller(image: Image.Image) -> Iterator[Image.Image]:
    yield image
    while max(image.size) > 1:
        image = fitted(image, _SHRINK)
        yield image


def _attempts(image: Image.Image, *, is_drawn: bool) -> Iterator[Picture]:
    """Encode at full quality first, then at ever less."""
    if not is_drawn:
        for quality in _JPEG_QUALITIES:
            yield _encode(image, is_drawn=False, quality=quality)
        return
    yield _encode(image, is_drawn=True)
    if image.mode == "RGB":
        # A drawing of many colours loses less as a fine JPEG than by being made tiny.
        yield _encode(image, is_drawn=False)


def _name(data: bytes, extension: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()[:20]}.{extension}"
