"""A foreign collection on disk: its files listed, read within bounds, and never left by a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cookbook.errors import CookbookError, Place
from cookbook.manuscript.decoding import MANUSCRIPT_MAX_BYTES, DecodedText, decode_manuscript

FILES_MAX = 50_000
FOLDER_MAX_DEPTH = 20
PICTURE_MAX_BYTES = 25 * 1024 * 1024
"""One picture: a photograph straight from a good camera is about 15 MB."""

# What a picture's first bytes must be, by the ending of its name; drawings are text.
PICTURE_MARKS = {
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".svg": (b"",),
}


class SourceError(CookbookError):
    """A file of a collection that can't or mustn't be read."""


class AbsentError(SourceError):
    """A file that isn't in the collection, or can't be opened."""


def open_source(source: Path) -> Path:
    """Give the real path of a collection's folder.

    Raises SourceError where there is no such folder.
    """
    if not source.is_dir():
        what = "is a file, not a folder" if source.is_file() else "there is no such folder"
        raise SourceError(
            f"{what}.",
            place=source,
            remedy="Give the path of the folder that holds the collection.",
        )
    return source.resolve()


def walk_files(source: Path, under: str = "", *, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Give the paths (from `source`, with /) of the files that end so, in alphabetical order.

    Hidden folders and linked folders are passed over. Raises SourceError past 50,000 files.
    """
    count = 0
    for folder, folders, files in os.walk(source / under):
        here = Path(folder).relative_to(source)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if len(here.parts) >= FOLDER_MAX_DEPTH:
            folders.clear()
        count += len(files)
        if count > FILES_MAX:
            raise SourceError(
                f"the collection has more than {FILES_MAX:,} files.",
                place=Place(under or "."),
                remedy="Give the folder that holds only the texts and their pictures.",
            )
        for name in sorted(files):
            if name.lower().endswith(suffixes) and not name.startswith("."):
                yield (here / name).as_posix()


def real_file(source: Path, path: str, *, max_bytes: int) -> Path:
    """Give the real path of a regular file of the collection.

    Raises SourceError where it is absent, leads out of the collection, is no regular file, or has
    more than `max_bytes`.
    """
    root = source.resolve()
    try:
        real = (root / path).resolve(strict=True)
        found = real.stat()
    except (OSError, ValueError, RuntimeError) as err:
        raise AbsentError(
            "is not there, or can't be opened.", place=Place(path), remedy="Put the file there."
        ) from err
    if not real.is_relative_to(root):
        raise SourceError(
            "leads out of the collection.", place=Place(path), remedy="Put the file itself there."
        )
    if not stat.S_ISREG(found.st_mode):
        raise SourceError("is no file.", place=Place(path), remedy="Put a plain file there.")
    if found.st_size > max_bytes:
        raise SourceError(
            f"is {found.st_size / 1e6:.1f} MB; {max_bytes / 1e6:.1f} MB are read.",
            place=Place(path),
            remedy="Make it smaller, or split it.",
        )
    return real


def read_source_text(
    source: Path, path: str, *, max_bytes: int = MANUSCRIPT_MAX_BYTES
) -> DecodedText:
    """Read a text of the collection.

    Raises SourceError as `real_file` does, and ManuscriptError where it is no text.
    """
    real = real_file(source, path, max_bytes=max_bytes)
    with real.open("rb") as opened:
        return decode_manuscript(opened.read(max_bytes + 1), path)


def find_picture(source: Path, path: str) -> Path:
    """Give the real path of a picture of the collection, which its first bytes show to be one.

    Raises SourceError as `real_file` does, and where it is no picture that a book can hold.
    """
    real = real_file(source, path, max_bytes=PICTURE_MAX_BYTES)
    if not path.lower().endswith(tuple(PICTURE_MARKS)) or not picture_ending(real):
        raise SourceError(
            "is no picture that a book can hold.",
            place=Place(path),
            remedy="Save it as JPEG, PNG, WebP, GIF or SVG.",
        )
    return real


def picture_ending(file: Path) -> str:
    """Give the ending that a picture's name should have, whatever it has, or "" for no picture."""
    with file.open("rb") as opened:
        start = opened.read(16)
    named = file.suffix.lower()
    if start.startswith(PICTURE_MARKS.get(named, ())):
        return named
    fitting = (ending for ending, marks in PICTURE_MARKS.items() if start.startswith(marks))
    # Anything may begin as a drawing does, so only its name tells one; the press looks into it.
    return next((ending for ending in fitting if ending != ".svg"), "")
