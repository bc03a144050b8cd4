"""A book folder on disk -> one digest of all that lies in it, by content alone.

Whoever knows the digest of what was pressed before can tell that there is nothing to press anew.
Every file is read: times and sizes prove nothing, and reading is fast.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 20


def digest_folder(folder: Path) -> str:
    """Give the digest of the names and bytes of all files below a folder, as 64 hexadecimal digits.

    Links are not followed: where they lead goes in, and what lies there if it lies in the folder.
    What can't be read goes in as such; so does what is neither file, folder nor link.
    """
    digest = hashlib.sha256()
    for name, kind, content in _files(folder, ""):
        written = os.fsencode(name)
        digest.update(b"%d %s %s %s\n" % (len(written), written, kind, content))
    return digest.hexdigest()


def _files(folder: Path, under: str) -> Iterator[tuple[str, bytes, bytes]]:
    """Give the path, kind and digest of each file below a folder, in the order of their names."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda each: each.name)
    except OSError:
        yield under, b"unread", b""
        return
    for entry in entries:
        name = f"{under}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder / entry.name, f"{name}/")
        else:
            yield name, *_content(entry.path)


def _content(path: str) -> tuple[bytes, bytes]:
    try:
        if os.path.islink(path):  # noqa: PTH114 -- a path for each of thousands of files takes time
            target = os.fsencode(os.readlink(path))  # noqa: PTH115 -- likewise
            return b"link", hashlib.sha256(target).digest()
        # A pipe isn't waited for, and a link that was put there just now isn't followed.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b"unread", b""
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return b"strange", b""
        return b"file", _digest_of_file(descriptor)
    except OSError:
        return b"unread", b""
    finally:
        os.close(descriptor)


def _digest_of_file(descriptor: int) -> bytes:
    digest = hashlib.sha256()
    while chunk := os.read(descriptor, CHUNK):
        digest.update(chunk)
    return digest.digest()
