"""The program that reads a phone's photo: its bytes come in, a PNG goes out. See phones.py."""

from __future__ import annotations

import io
import resource
import sys
import warnings

from PIL import Image, ImageFile

from cookbook.press.pictures.phones import TOO_MANY_PIXELS
from cookbook.press.pictures.pixels import BROKEN, decode

MEMORY_BYTES = 2_500_000_000
"""Of addresses, much of which is never filled; 89 megapixels fit."""
THREADS = 2
FAILURES: tuple[type[BaseException], ...] = (*BROKEN, RuntimeError)
"""What the libraries raise for files that are broken, by accident or on purpose."""


def read_photo(data: bytes, name: str, *, most_side: int, most_pixels: int, enough: int) -> bytes:
    """Give a PNG, or TOO_MANY_PIXELS; raises nearly anything for a broken file."""
    with _opened(data, name) as file:
        width, height = file.size
        if max(width, height) > most_side or width * height > most_pixels:
            return TOO_MANY_PIXELS
        image, _has_few_colours = decode(file, enough=enough)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _opened(data: bytes, name: str) -> ImageFile.ImageFile:
    """Open a file as the one format that it is asked for, which Pillow learns nowhere else."""
    if name == "AVIF":
        return Image.open(io.BytesIO(data), formats=["AVIF"])
    # Only this process pays for the library, and in no other can a file be taken for HEIC.
    from pi_heif import HeifImageFile, options  # noqa: PLC0415 -- see above

    options.DECODE_THREADS = THREADS
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    # What turns a HEIC is a box of its own, which the library has obeyed; it says so by setting the
    # orientation of the EXIF data to upright, so that `decode` turns nothing again.
    file: ImageFile.ImageFile = HeifImageFile(io.BytesIO(data))
    return file


def main() -> int:
    """Read what comes in, as the arguments say."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # No program may leave a file behind of a photo that made it fall.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    name, most_side, most_pixels, enough = sys.argv[1], *map(int, sys.argv[2:5])
    warnings.simplefilter("ignore")
    try:
        output = read_photo(
            sys.stdin.buffer.read(),
            name,
            most_side=most_side,
            most_pixels=most_pixels,
            enough=enough,
        )
    except FAILURES as err:
        sys.stderr.write(f"{type(err).__name__}: {err}\n")
        return 1
    sys.stdout.buffer.write(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
