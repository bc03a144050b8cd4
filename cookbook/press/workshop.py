"""Where a build's unfinished files lie: folders that are held while it runs, and swept when not.

A build may be ended at any moment, with no time to clear up. A held folder is locked by its
process, so that whatever isn't locked is known to be left over, on this machine and in any
container that shares the folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

MAKING = ".pressing-"
"""What the names of folders begin with in which files wait until they are whole."""
SCRATCH = "cookbook-press-"
"""Likewise, of folders in the system's place for temporary files."""
YOUNG_SECONDS = 5.0
"""A folder may be this old before its process holds it."""


@contextlib.contextmanager
def making_folder(out: Path) -> Iterator[Path]:
    """Make a folder in `out` for files that are not yet whole; it goes when all is done.

    What ended builds left behind, there and among the temporary files, is swept first.
    """
    sweep(out, MAKING)
    sweep(Path(tempfile.gettempdir()), SCRATCH)
    with tempfile.TemporaryDirectory(prefix=MAKING, dir=out) as name, _held(Path(name)):
        yield Path(name)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder for files that only one stage needs."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as name, _held(Path(name)):
        yield Path(name)


def sweep(place: Path, prefix: str) -> None:
    """Remove the folders of ended builds in a place; what can't be removed stays."""
    for folder in sorted(place.glob(f"{prefix}*")):
        if _is_left_over(folder):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_left_over(folder: Path) -> bool:
    """Tell whether a folder is ours, and nobody's any more."""
    try:
        status = folder.lstat()
        is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
        if not is_ours or time.time() - status.st_mtime < YOUNG_SECONDS:
            return False
        descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
