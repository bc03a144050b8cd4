"""An opened picture file in, upright sRGB pixels without any metadata out."""

from __future__ import annotations

import io
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageCms, ImageFile

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN: tuple[type[BaseException], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    struct.error,
    OverflowError,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for files that are broken, by accident or on purpose."""
_ORIENTATION_TAG = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PROFILE_MAX_BYTES = 4_000_000
_SAMPLE_SIDE = 512
_DRAWN_COLOURS = 4096


class Decoded(NamedTuple):
    """An image of mode L, LA, RGB or RGBA, and whether JPEG would smear it."""

    image: Image.Image
    has_few_colours: bool


def decode(file: Image.Image, *, enough: int) -> Decoded:
    """Return the pixels upright, in sRGB, at most `enough` on a side, with no metadata left.

    Raises nearly anything for a broken file, as Pillow does.
    """
    profile = file.info.get("icc_profile")
    # A JPEG can be decoded at a half or a quarter of its size, with as little of the memory.
    file.draft(None, (enough, enough))
    with _whole_pictures_only():
        file.load()
    # Only now: looking for EXIF loads a PNG, and would swallow what is wrong with it.
    orientation = _orientation(file)
    image = _in_plain_mode(file)
    few_colours = _has_few_colours(image)
    # Scaled before all else, as every step on a large picture takes its memory once more.
    image = fitted(image, enough / max(image.size))
    image = _without_idle_alpha(_in_srgb(image, profile))
    if orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[orientation])
    image = image.copy()
    image.info = {}
    return Decoded(image, few_colours)


def fitted(image: Image.Image, scale: float) -> Image.Image:
    """Return the image made smaller by `scale`, or as it is where that would enlarge it."""
    if scale >= 1.0:
        return image
    size = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Refuse pictures that are cut off, which WeasyPrint's import allows for the whole process."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _orientation(file: Image.Image) -> int:
    try:
        return int(file.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001 - broken EXIF raises nearly anything, and only means: as it lies
        return 1


def _in_plain_mode(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # 16 bits a pixel: the upper eight are the picture.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if "transparency" in image.info or image.mode in {"PA", "La", "RGBa"}:
        return image.convert("RGBA")
    if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    is_grey = colours.mode == "L"
    if profile and len(profile) <= _PROFILE_MAX_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(colours, source, target, outputMode="RGB")
            colours = converted or colours
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A profile that doesn't fit its picture tells nothing about its colours.
            pass
    if colours.mode != ("L" if is_grey else "RGB"):
        colours = colours.convert("L" if is_grey else "RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    if image.mode not in {"LA", "RGBA"}:
        return image
    lowest = image.getchannel("A").getextrema()[0]
    return image.convert(image.mode[:-1]) if lowest == 255 else image  # noqa: PLR2004 - opaque


def _has_few_colours(image: Image.Image) -> bool:
    """Say whether this is a drawing or a screenshot, which JPEG would smear."""
    scale = min(1.0, _SAMPLE_SIDE / max(image.size))
    size = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
    sample = image.resize(size, Image.Resampling.NEAREST)
    return sample.getcolors(_DRAWN_COLOURS) is not None
