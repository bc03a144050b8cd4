"""A zip file that somebody sent -> its files: bounded by its directory, and again while unpacking.

DOCX, ODT and EPUB are zip files. What they hold goes on to other programs only after it has been
unpacked here and packed again, so that no lying size, overlap or path of theirs goes with it.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from cookbook.exchange.documents.problems import DocumentError

PACKAGE_MAX_FILES = 3_000
PACKAGE_MAX_BYTES = 120_000_000
"""All files of a package, unpacked; a chapter with its photographs has a third of it."""
PART_MAX_BYTES = 40_000_000
MOST_TIMES = 400
"""A file may be so many times larger than it was packed; a long dull text comes to 60."""
SMALL = 1_000_000
"""What is smaller than this may be packed as tightly as it likes."""
HEADER_LENGTH = 30
ENCRYPTED = 0x1
READ_AT_ONCE = 1 << 16
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)
"""What zipfile raises for files that are broken, by accident or on purpose."""


def is_package(data: bytes) -> bool:
    """Tell whether bytes begin as a zip file does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack(data: bytes) -> dict[str, bytes]:
    """Give the files of a package by their names. Raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_directory(entries)
            return _read_all(package, [entry for entry in entries if not entry.is_dir()])
    except BROKEN as err:
        raise DocumentError(
            "The file is broken or cut off.",
            remedy="Open it in the program that it was made with, save it again, "
            "and choose the new one.",
        ) from err


def pack(files: Mapping[str, bytes]) -> bytes:
    """Make a package of files; one named "mimetype" stands first and unpacked, as ODF wants it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in sorted(files, key=lambda name: (name != "mimetype", name)):
            package.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_STORED)
    return buffer.getvalue()


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what the directory shows already, before anything is unpacked."""
    if len(entries) > PACKAGE_MAX_FILES:
        raise DocumentError(
            f"The file holds {len(entries):,} files; at most {PACKAGE_MAX_FILES:,} are taken.",
            remedy="Send only the text and its pictures.",
        )
    if sum(entry.file_size for entry in entries) > PACKAGE_MAX_BYTES:
        raise _too_large()
    names: set[str] = set()
    for entry in entries:
        _check_entry(entry)
        if entry.filename in names:
            raise DocumentError(
                f'The file holds two files that are called "{_shown(entry.filename)}".',
                remedy="Open it in the program that it was made with, and save it again.",
            )
        names.add(entry.filename)
    _check_overlaps(entries)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name, mode = entry.filename, entry.external_attr >> 16
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise DocumentError(
            f'The file holds "{_shown(name)}", which leads out of it.',
            remedy="It was not made by a word processor. Ask whoever sent it to you.",
        )
    if stat.S_ISLNK(mode):
        raise DocumentError(
            f'The file holds a link, "{_shown(name)}".',
            remedy="Put the file itself in its place.",
        )
    if entry.flag_bits & ENCRYPTED:
        raise DocumentError(
            "The file is protected by a password.", remedy="Save it without one, and choose that."
        )
    if entry.compress_type not in METHODS:
        raise DocumentError(
            "The file is packed in a way that can't be read here.",
            remedy="Save or zip it again with an ordinary program.",
        )
    swollen = entry.file_size > SMALL and entry.file_size > MOST_TIMES * entry.compress_size
    if entry.file_size > PART_MAX_BYTES or swollen:
        raise _too_large()


def _check_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise DocumentError(
                "The file says of two of its files that they lie in the same place.",
                remedy="Open it in the program that it was made with, and save it again.",
            )
        end = entry.header_offset + HEADER_LENGTH + len(entry.filename) + entry.compress_size


def _read_all(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = PACKAGE_MAX_BYTES
    for entry in entries:
        files[entry.filename] = _read(package, entry, min(left, PART_MAX_BYTES))
        left -= len(files[entry.filename])
    return files


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Read a file until there is no more of it, or more than there may be, whatever it says."""
    read = bytearray()
    with package.open(entry) as opened:
        while piece := opened.read(READ_AT_ONCE):
            read += piece
            if len(read) > most:
                raise _too_large()
    return bytes(read)


def _too_large() -> DocumentError:
    return DocumentError(
        "The file unpacks to far more than a chapter has.",
        remedy="Make its pictures smaller, or part it into several files.",
    )


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:60])
