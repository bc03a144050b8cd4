"""Stores a collection as a volume: texts as revisions, pictures as blobs, and the book's frame.

What an import wrote is remembered by path and digest, so that what somebody edited since is kept.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.credits import index_credits
from cookbook.archive.frames import create_volume, set_volume_book, take_from_book, volume_book
from cookbook.archive.pictures import add_file, find_file, keep_blob
from cookbook.archive.records import record
from cookbook.archive.revisions import Origin, add_revision, new_contribution, text_digest
from cookbook.errors import CookbookError, Place
from cookbook.exchange.collected import Collected
from cookbook.exchange.sources.source_files import PICTURE_MAX_BYTES
from cookbook.manuscript import (
    Credits,
    Recipe,
    parse_entry,
    write_book,
    write_credits,
    write_entry,
)
from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.credits import CREDITS_FILE
from cookbook.manuscript.decoding import decode_manuscript
from cookbook.manuscript.fields import is_inside_path
from cookbook.manuscript.folders import BIBLIOGRAPHY_FILE
from cookbook.models import (
    Blob,
    Contribution,
    ContributionKind,
    ContributionState,
    Volume,
    VolumeFile,
)
from cookbook.storage import Storage

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
OTHER_MEDIA_TYPE = "application/octet-stream"
FATES = ("added", "changed", "removed", "unchanged", "kept")
Progress = Callable[[str, int, int], None]
"""Called with what is being done, and how many of how many items are done."""


class VolumeError(CookbookError):
    """A volume that isn't there, can't have that name, or can't be stored."""


@dataclass(frozen=True)
class Archive:
    """Where volumes are kept: rows and bytes."""

    session: Session
    storage: Storage


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


def find_volume(session: Session, slug: str) -> Volume:
    """Give a volume; raises VolumeError, naming the others, if it is absent."""
    check_slug(slug)
    found = session.scalar(select(Volume).where(Volume.slug == slug))
    if found is None:
        others = ", ".join(session.scalars(select(Volume.slug).order_by(Volume.slug)))
        raise VolumeError(
            f'there is no volume "{slug}".',
            remedy=f"There are: {others}." if others else "There are none yet; import one.",
        )
    return found


def store_collection(
    collected: Collected,
    slug: str,
    archive: Archive,
    *,
    source: str = "",
    progress: Progress | None = None,
) -> StoredChanges:
    """Bring a volume to what was collected, changing only what differs; one is made if need be.

    What the collection no longer holds leaves the book and is withdrawn, but stays in the archive.
    What somebody edited since the last import is kept as it is. Raises VolumeError where the book
    names a path outside.
    """
    session = archive.session
    fresh = _texts(collected)
    volume = session.scalar(select(Volume).where(Volume.slug == check_slug(slug)))
    is_new = volume is None
    if volume is None:
        volume = create_volume(session, slug=slug, book=collected.content.book)
    storing = _Storing(archive, volume, collected, fresh, source, progress or _tell_nobody)
    return storing.run(is_new=is_new)


@dataclass
class _Storing:
    """One import into one volume; `texts` and `blobs` are what came, by path."""

    archive: Archive
    volume: Volume
    collected: Collected
    texts: Mapping[str, str]
    source: str
    progress: Progress
    blobs: dict[str, Blob] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def run(self, *, is_new: bool) -> StoredChanges:
        """Store everything and remember what was written."""
        self._keep_pictures()
        fresh = {path: text_digest(text) for path, text in self.texts.items()}
        fresh |= {path: blob.digest for path, blob in self.blobs.items()}
        stored = {} if is_new else self._stored()
        ours = self.volume.imported
        found: dict[str, list[str]] = {name: [] for name in FATES}
        for path in sorted({*fresh, *ours}):
            if fate := _fate(stored.get(path), fresh.get(path), ours.get(path)):
                found[fate].append(path)
        changes = StoredChanges(
            **{name: tuple(paths) for name, paths in found.items()}, refused=tuple(self.refused)
        )
        if not changes.nothing:
            self._apply(changes)
        kept = {path: ours[path] for path in changes.kept if path in ours}
        written = {path: digest for path, digest in fresh.items() if path not in changes.kept}
        self.volume.imported = {**kept, **written}
        self.archive.session.flush()
        return changes

    def _keep_pictures(self) -> None:
        """Bring the pictures' bytes into storage; a volume takes them later."""
        pictures = sorted(self.collected.pictures.items())
        for number, (path, file) in enumerate(pictures, start=1):
            if reason := _unfit(file):
                self.refused.append(f"{path}: {reason}")
                continue
            media_type = mimetypes.guess_type(path)[0] or OTHER_MEDIA_TYPE
            self.blobs[path] = keep_blob(
                self.archive.session, self.archive.storage, file, media_type, size=_size(file)
            )
            self.progress("Keeping pictures", number, len(pictures))

    def _stored(self) -> dict[str, str]:
        """Give the digests of what the volume holds, by path; what is withdrawn is not in it."""
        session, volume = self.archive.session, self.volume
        found = {BOOK_FILE: text_digest(write_book(volume_book(session, volume)))}
        if volume.credits:
            found[CREDITS_FILE] = text_digest(volume.credits)
        if volume.bibliography:
            found[BIBLIOGRAPHY_FILE] = text_digest(volume.bibliography)
        for contribution in self._contributions().values():
            if contribution.head and contribution.state is not ContributionState.WITHDRAWN:
                found[contribution.path] = contribution.head.digest
        chosen = select(VolumeFile).where(VolumeFile.volume_id == volume.id)
        return found | {file.path: file.digest for file in session.scalars(chosen)}

    def _contributions(self) -> dict[str, Contribution]:
        chosen = select(Contribution).where(Contribution.volume_id == self.volume.id)
        return {each.path: each for each in self.archive.session.scalars(chosen)}

    def _apply(self, changes: StoredChanges) -> None:
        session, volume = self.archive.session, self.volume
        known = self._contributions()
        written = (*changes.added, *changes.changed)
        for number, path in enumerate(written, start=1):
            self._write(path, known.get(path))
            self.progress("Storing", number, len(written))
        for path in changes.removed:
            self._remove(path, known.get(path))
        if BOOK_FILE in written:
            set_volume_book(session, volume, self.collected.content.book)
        index_credits(session, volume)
        detail = f"{len(changes.added)} added, {len(changes.changed)} changed"
        record(session, None, "imported", volume.slug, detail)

    def _write(self, path: str, contribution: Contribution | None) -> None:
        if path in self.blobs:
            add_file(self.archive.session, self.volume, path, self.blobs[path])
        elif path == CREDITS_FILE:
            self.volume.credits = self.texts[path]
        elif path == BIBLIOGRAPHY_FILE:
            self.volume.bibliography = self.texts[path]
        elif path != BOOK_FILE:
            self._write_entry(path, contribution)

    def _write_entry(self, path: str, contribution: Contribution | None) -> None:
        session, text = self.archive.session, self.texts[path]
        if contribution is None:
            entry = parse_entry(text, path)
            is_recipe = isinstance(entry, Recipe)
            kind = ContributionKind.RECIPE if is_recipe else ContributionKind.CHAPTER
            contribution = new_contribution(
                session, self.volume, kind, title=entry.title, path=path
            )
        summary = f"Imported from {self.source}" if self.source else "Imported"
        revision = add_revision(
            session, contribution, text, Origin(summary=summary, parent=contribution.head)
        )
        contribution.accepted = revision
        session.flush()
        contribution.state = ContributionState.ACCEPTED
        session.flush()

    def _remove(self, path: str, contribution: Contribution | None) -> None:
        session = self.archive.session
        if contribution is not None:
            take_from_book(session, contribution)
            contribution.state = ContributionState.WITHDRAWN
        elif path == CREDITS_FILE:
            self.volume.credits = ""
        elif path == BIBLIOGRAPHY_FILE:
            self.volume.bibliography = ""
        elif (file := find_file(session, self.volume, path)) is not None:
            session.delete(file)
        session.flush()


def _texts(collected: Collected) -> dict[str, str]:
    """Give all texts of a collection by path; those in our format already are as they were."""
    content = collected.content
    for path in (*content.entries, *collected.pictures, *collected.verbatim):
        if not is_inside_path(path):
            raise VolumeError("leads out of the book folder.", place=Place(path))
    texts = {path: write_entry(entry) for path, entry in content.entries.items()}
    if content.credits != Credits():
        texts[CREDITS_FILE] = write_credits(content.credits)
    if content.bibliography:
        texts[BIBLIOGRAPHY_FILE] = content.bibliography
    for path, file in collected.verbatim.items():
        texts[path] = decode_manuscript(file.read_bytes(), path).text
    # The frame goes through the tables, which know its values and not how they were written.
    texts[BOOK_FILE] = write_book(content.book)
    return texts


def _fate(stored: str | None, fresh: str | None, ours: str | None) -> str:
    if stored is None:
        return "added" if fresh else ""
    if stored == fresh:
        return "unchanged"
    if stored != ours:
        return "kept"
    return "changed" if fresh else "removed"


def _unfit(file: Path) -> str:
    if file.is_symlink() or not file.is_file():
        return "the file in the source is no plain file"
    size = file.stat().st_size
    return f"{size / 1e6:.0f} MB are too much" if size > PICTURE_MAX_BYTES else ""


def _size(file: Path) -> tuple[int, int] | None:
    """Give a picture's width and height in pixels; None for drawings and what can't be read."""
    try:
        with Image.open(file) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _tell_nobody(_what: str, _done: int, _total: int) -> None:
    """Ignore progress."""
