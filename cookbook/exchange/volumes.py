"""The volumes of an instance: where each lives, and how a collection is stored in it.

A volume is a book folder `volumes/<slug>`; what the last import wrote is remembered beside it, so
that a file which somebody edited since is kept.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cookbook.errors import CookbookError, Place
from cookbook.exchange.collected import Collected
from cookbook.exchange.ledgers import checksum, read_ledger, write_ledger
from cookbook.exchange.sources.source_files import PICTURE_MAX_BYTES
from cookbook.manuscript import write_book_folder
from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.fields import is_inside_path

VOLUMES = "volumes"
STRAY_AFTER_SECONDS = 3600
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
Progress = Callable[[str, int, int], None]
"""Called with what is being done, and how many of how many items are done."""


class VolumeError(CookbookError):
    """A volume that isn't there, can't have that name, or can't be stored or copied out."""


@dataclass(frozen=True)
class StoredChanges:
    """What storing a collection did to a volume, as paths in its book folder.

    `kept` are files that somebody edited since the last import, and that stayed as they are;
    `refused` are pictures that could not be copied, each with its reason.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Tell whether the volume stayed as it was."""
        return not (self.added or self.changed or self.removed)


def check_slug(slug: str) -> str:
    """Give the slug back; raises VolumeError where no volume can have it."""
    if not SLUG.fullmatch(slug):
        raise VolumeError(
            f'"{slug[:80]}" can\'t name a volume.',
            remedy="Use 1 to 64 of the characters a-z, 0-9 and -, such as community-cookbook.",
        )
    return slug


def volume_folder(instance: Path, slug: str) -> Path:
    """Give the book folder of a volume, be it there or not; raises VolumeError on a bad slug."""
    return instance / VOLUMES / check_slug(slug)


def list_volumes(instance: Path) -> tuple[str, ...]:
    """Give the slugs of all volumes, in alphabetical order."""
    folder = instance / VOLUMES
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            each.name
            for each in folder.iterdir()
            if SLUG.fullmatch(each.name) and (each / BOOK_FILE).is_file()
        )
    )


def find_volume(instance: Path, slug: str) -> Path:
    """Give the book folder of a volume; raises VolumeError, naming the others, if it is absent."""
    folder = volume_folder(instance, slug)
    if not (folder / BOOK_FILE).is_file():
        others = ", ".join(list_volumes(instance))
        raise VolumeError(
            f'there is no volume "{slug}".',
            remedy=f"There are: {others}." if others else "There are none yet; import one.",
        )
    return folder


def store_volume(
    collected: Collected, folder: Path, *, progress: Progress | None = None
) -> StoredChanges:
    """Bring a volume's folder to what was collected, writing only the files that differ.

    All is written beside the volume first; then each file takes its place in one step: entries and
    pictures, then book.yaml, and only then what the book no longer names goes. So the volume can be
    read at every moment, and an interrupted import is completed by the next. A file that somebody
    edited since the last import is kept. Raises VolumeError where the book names a path outside.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as temporary:
        staged = Path(temporary)
        refused = _stage(collected, staged, progress)
        fresh = {path: checksum(staged / path) for path in _files(staged)}
        ledger = read_ledger(folder)
        plan = _plan(folder, fresh, ledger, refused)
        if plan.nothing:
            write_ledger(folder, _settled(fresh, ledger, plan))
            return plan
        # Until all is in place, both the former and the new bytes count as ours.
        both = {path: ledger.get(path, frozenset()) | {digest} for path, digest in fresh.items()}
        write_ledger(folder, {**ledger, **both})
        for path in sorted(
            (*plan.added, *plan.changed), key=lambda path: (path == BOOK_FILE, path)
        ):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (staged / path).replace(folder / path)
        for path in plan.removed:
            _remove(folder, path)
        write_ledger(folder, _settled(fresh, ledger, plan))
    return plan


def export_volume(instance: Path, slug: str, destination: Path) -> tuple[str, ...]:
    """Copy a volume's book folder byte for byte to `destination`; give the paths of its files.

    Raises VolumeError where there is no such volume, or where the destination holds anything but
    this very export.
    """
    folder = find_volume(instance, slug)
    paths = tuple(_files(folder))
    if destination.exists() and not destination.is_dir():
        raise VolumeError("is a file.", place=destination, remedy="Name a folder to export to.")
    if destination.resolve().is_relative_to(folder.resolve()):
        raise VolumeError("lies in the volume itself.", place=destination, remedy="Go elsewhere.")
    there = tuple(_all_files(destination)) if destination.is_dir() else ()
    other = next((path for path in there if not _same(folder / path, destination / path)), None)
    if other is not None:
        raise VolumeError(
            f"holds {other}, which is not in this export.",
            place=destination,
            remedy="Export to a new or empty folder.",
        )
    destination.mkdir(parents=True, exist_ok=True)
    for path in paths:
        if path not in there:
            _copy(folder / path, destination / path)
    return paths


def _sweep(folder: Path) -> None:
    """Take away what imports that were killed left beside a volume, and no other import needs."""
    for stray in folder.parent.glob(f".{folder.name}.*"):
        if time.time() - stray.stat().st_mtime > STRAY_AFTER_SECONDS:
            shutil.rmtree(stray, ignore_errors=True)


def _stage(collected: Collected, staged: Path, progress: Progress | None) -> tuple[str, ...]:
    """Write the whole book into an empty folder; give the pictures that could not be copied."""
    content = collected.content
    copies = {**collected.pictures, **collected.verbatim}
    for path in (*content.entries, *copies):
        if not is_inside_path(path):
            raise VolumeError("leads out of the book folder.", place=Place(path))
    write_book_folder(content, staged)
    refused: list[str] = []
    for number, (path, file) in enumerate(copies.items(), start=1):
        if progress is not None:
            progress("Copying files", number, len(copies))
        if reason := _unfit(file):
            refused.append(f"{path}: {reason}")
        else:
            _copy(file, staged / path)
    return tuple(refused)


def _unfit(file: Path) -> str:
    if file.is_symlink() or not file.is_file():
        return "the file in the source is no plain file"
    size = file.stat().st_size
    return f"{size / 1e6:.0f} MB are too much" if size > PICTURE_MAX_BYTES else ""


def _plan(
    folder: Path,
    fresh: Mapping[str, str],
    ledger: Mapping[str, frozenset[str]],
    refused: tuple[str, ...],
) -> StoredChanges:
    """Compare what is stored with what was collected, path by path."""
    found: dict[str, list[str]] = {
        name: [] for name in ("added", "changed", "removed", "unchanged", "kept")
    }
    for path in sorted({*fresh, *ledger}):
        if fate := _fate(_stored(folder, path), fresh.get(path), ledger.get(path, frozenset())):
            found[fate].append(path)
    return StoredChanges(**{name: tuple(paths) for name, paths in found.items()}, refused=refused)


def _fate(stored: str | None, fresh: str | None, ours: frozenset[str]) -> str:
    if stored is None:
        return "added" if fresh else ""
    if stored == fresh:
        return "unchanged"
    if stored not in ours:
        return "kept"
    return "changed" if fresh else "removed"


def _stored(folder: Path, path: str) -> str | None:
    """Give the checksum of a stored file; raises VolumeError where a link leads elsewhere."""
    file = folder / path
    inside = file.resolve().is_relative_to(folder.resolve())
    if inside and not file.exists() and not file.is_symlink():
        return None
    if not inside or not file.is_file():
        raise VolumeError(
            "leads out of the volume, or is no file.",
            place=file,
            remedy="Take it away, and import again.",
        )
    return checksum(file)


def _settled(
    fresh: Mapping[str, str], ledger: Mapping[str, frozenset[str]], plan: StoredChanges
) -> dict[str, frozenset[str]]:
    """Give what to remember: the bytes just written, and for edited files those written before."""
    kept = {path: ledger[path] for path in plan.kept if path in ledger}
    written = (path for path in fresh if path not in plan.kept)
    return {**kept, **{path: frozenset({fresh[path]}) for path in written}}


def _files(folder: Path) -> Iterator[str]:
    """Give the paths of all plain files of a folder, in alphabetical order of folders and names."""
    for path in _all_files(folder):
        if (folder / path).is_file() and not (folder / path).is_symlink():
            yield path


def _all_files(folder: Path) -> Iterator[str]:
    """Give the paths of all that is no folder of its own, links among it."""
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if Path(here, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links)
        for name in sorted((*names, *links)):
            yield Path(here, name).relative_to(folder).as_posix()


def _copy(file: Path, target: Path) -> None:
    """Copy a file's bytes so that the target is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=target.parent)
    os.close(handle)
    try:
        shutil.copyfile(file, name)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    plain = one.is_file() and other.is_file() and not other.is_symlink()
    return plain and checksum(one) == checksum(other)


def _remove(folder: Path, path: str) -> None:
    """Take away a file, and its folders where nothing else is in them."""
    (folder / path).unlink(missing_ok=True)
    for parent in (folder / path).parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
