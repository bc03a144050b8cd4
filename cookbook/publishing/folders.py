"""A volume's rows -> a frozen book -> a book folder on disk, as the press reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from cookbook.archive.frames import volume_book
from cookbook.archive.suggestions import suggestions_within
from cookbook.errors import CookbookError, Place
from cookbook.manuscript import Book, write_book
from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.credits import CREDITS_FILE
from cookbook.manuscript.fields import is_inside_path
from cookbook.manuscript.folders import BIBLIOGRAPHY_FILE
from cookbook.models import (
    Contribution,
    ContributionState,
    Entry,
    Person,
    Revision,
    Volume,
    VolumeFile,
)
from cookbook.publishing.lives import Signature, credits_with_lives
from cookbook.publishing.makers import Made, credits_with_makers
from cookbook.publishing.problems import NotReadyError
from cookbook.publishing.thanks import Given, credits_with_suggestions
from cookbook.storage import Storage

Manifest: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Path in the book folder -> {"revision": id, "digest": …} of an entry, {"digest": …} of a file."""

NAMED = 5
"""How many unready entries a message names."""
OWN_FILES = frozenset({BOOK_FILE, CREDITS_FILE, BIBLIOGRAPHY_FILE})


@dataclass(frozen=True)
class Frozen:
    """A volume at one moment: book.yaml, credits.yaml and references.bib as texts ("" for none).

    What else is in the folder is named by the manifest.
    """

    book: str
    credits: str = ""
    bibliography: str = ""
    manifest: Manifest = field(default_factory=dict, hash=False)

    def as_values(self) -> dict[str, Any]:
        """Give it as values that JSON can hold; `Frozen(**values)` gives it back."""
        return {
            "book": self.book,
            "credits": self.credits,
            "bibliography": self.bibliography,
            "manifest": {path: dict(each) for path, each in self.manifest.items()},
        }


def freeze_volume(session: Session, volume: Volume) -> Frozen:
    """Freeze what a book of this volume is made of now: pinned or accepted texts, and its files.

    Credits are those of the volume; whoever signed an entry, is not in them, and has an account of
    that name comes in with the account's town and short life, whoever suggested what is in an
    entry as its contributor, and pictures with who made them. Raises NotReadyError, naming them,
    where entries have no accepted text, and where the book has no entries at all.
    """
    book = volume_book(session, volume)
    if not any(book.places()):
        raise NotReadyError(
            "the book is empty: nothing stands in it yet.",
            remedy="Accept a contribution and place it in the book.",
        )
    return _freeze(session, volume, book)


def export_volume(session: Session, storage: Storage, volume: Volume, folder: Path) -> None:
    """Write a volume as a book folder, of which an import makes the same volume.

    Accepted texts that have no place in the book lie beside those that have one, with their
    pictures. An empty volume gives an empty book. Raises NotReadyError where entries have no
    accepted text.
    """
    frozen = _freeze(session, volume, volume_book(session, volume))
    beside = {**_accepted(session, volume), **_all_files(session, volume)}
    whole = replace(frozen, manifest={**beside, **frozen.manifest})
    write_frozen(session, storage, whole, folder)


def write_frozen(session: Session, storage: Storage, frozen: Frozen, folder: Path) -> None:
    """Write a frozen book into a folder, which is made if need be, byte for byte.

    Raises CookbookError for a path that leads out of the folder, and for a revision that is gone;
    StorageError for bytes that are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, BOOK_FILE, frozen.book)
    if frozen.credits:
        _write(folder, CREDITS_FILE, frozen.credits)
    if frozen.bibliography:
        _write(folder, BIBLIOGRAPHY_FILE, frozen.bibliography)
    texts = _texts(session, frozen.manifest)
    for path, each in frozen.manifest.items():
        if not is_inside_path(path) or path in OWN_FILES:
            raise CookbookError("is no path for a file of a book.", place=Place(path))
        if "revision" not in each:
            storage.copy_to(each["digest"], folder / path)
        elif each["revision"] in texts:
            _write(folder, path, texts[each["revision"]])
        else:
            raise CookbookError(
                "the revision that this book holds is gone.",
                place=Place(path),
                remedy="Bring it back from a backup, or take the entry out of the book.",
            )


def _freeze(session: Session, volume: Volume, book: Book) -> Frozen:
    manifest: dict[str, dict[str, Any]] = {}
    signatures: list[Signature] = []
    unready: list[str] = []
    texts: dict[str, str] = {}
    rows = {path: (revision, author) for path, revision, author in _entries(session, volume)}
    for ref in book.places():
        revision, author = rows[ref.path]
        if revision is None:
            unready.append(ref.path)
            continue
        manifest[ref.path] = {"revision": revision.id, "digest": revision.digest}
        texts[ref.path] = revision.text
        if author is not None:
            signatures.append(Signature(ref.path, revision.text, author))
    if unready:
        raise _not_ready(unready)
    for path, digest in _files(session, volume):
        manifest.setdefault(path, {"digest": digest})
    written = _credits(session, volume, signatures, manifest)
    return Frozen(
        book=write_book(book),
        credits=credits_with_makers(written, _makers(session, volume, texts)),
        bibliography=volume.bibliography,
        manifest=manifest,
    )


def _credits(
    session: Session, volume: Volume, signatures: list[Signature], manifest: Manifest
) -> str:
    held = [each["revision"] for each in manifest.values() if "revision" in each]
    given = [
        Given(each.contribution.path, each.author_name, each.author)
        for each in suggestions_within(session, held)
        if each.author_id is None or each.author_id != each.contribution.author_id
    ]
    return credits_with_suggestions(credits_with_lives(volume.credits, signatures), given)


def _entries(
    session: Session, volume: Volume
) -> Iterator[tuple[str, Revision | None, Person | None]]:
    """Give path, pinned or accepted revision, and author's account of all that stands in a book."""
    pinned, accepted = aliased(Revision), aliased(Revision)
    chosen = (
        select(Contribution.path, pinned, accepted, Person)
        .join(Entry, Entry.contribution_id == Contribution.id)
        .outerjoin(pinned, pinned.id == Entry.pinned_revision_id)
        .outerjoin(accepted, accepted.id == Contribution.accepted_id)
        .outerjoin(Person, Person.id == Contribution.author_id)
        .where(Entry.volume_id == volume.id)
    )
    for path, by_pin, by_verdict, person in session.execute(chosen):
        yield path, by_pin or by_verdict, person


def _files(session: Session, volume: Volume) -> Iterator[tuple[str, str]]:
    """Give path and digest of the volume's own files, and of those of what stands in the book."""
    chosen = (
        select(VolumeFile.path, VolumeFile.digest)
        .outerjoin(Entry, Entry.contribution_id == VolumeFile.contribution_id)
        .where(
            VolumeFile.volume_id == volume.id,
            VolumeFile.contribution_id.is_(None) | Entry.id.is_not(None),
            VolumeFile.path.not_in(OWN_FILES),
        )
        .order_by(VolumeFile.path)
    )
    for row in session.execute(chosen):
        yield row.path, row.digest


def _makers(session: Session, volume: Volume, texts: Mapping[str, str]) -> Iterator[Made]:
    """Give who made the pictures that these texts name, as far as that was said."""
    chosen = (
        select(VolumeFile, Contribution.path)
        .join(Contribution, Contribution.id == VolumeFile.contribution_id)
        .where(
            VolumeFile.volume_id == volume.id,
            (VolumeFile.maker != "") | (VolumeFile.licence != ""),
        )
        .order_by(VolumeFile.path)
    )
    for file, path in session.execute(chosen):
        if file.path in texts.get(path, ""):
            yield Made(file.path, file.maker, file.licence)


def _accepted(session: Session, volume: Volume) -> dict[str, dict[str, Any]]:
    """Give the accepted texts of a volume, as a manifest has them, wherever they stand."""
    chosen = (
        select(Contribution.path, Revision.id, Revision.digest)
        .join(Revision, Revision.id == Contribution.accepted_id)
        .where(
            Contribution.volume_id == volume.id,
            Contribution.state != ContributionState.WITHDRAWN,
        )
    )
    return {
        path: {"revision": number, "digest": digest}
        for path, number, digest in session.execute(chosen)
    }


def _all_files(session: Session, volume: Volume) -> dict[str, dict[str, Any]]:
    """Give the files of a volume, but for those of texts that were never accepted."""
    chosen = (
        select(VolumeFile.path, VolumeFile.digest)
        .outerjoin(Contribution, Contribution.id == VolumeFile.contribution_id)
        .where(
            VolumeFile.volume_id == volume.id,
            Contribution.id.is_(None) | Contribution.accepted_id.is_not(None),
            VolumeFile.path.not_in(OWN_FILES),
        )
    )
    return {path: {"digest": digest} for path, digest in session.execute(chosen)}


def _not_ready(unready: list[str]) -> NotReadyError:
    named = ", ".join(unready[:NAMED])
    more = f" and {len(unready) - NAMED} more" if len(unready) > NAMED else ""
    has = "has" if len(unready) == 1 else "have"
    return NotReadyError(
        f"{named}{more} {has} no accepted text.",
        entries=tuple(unready),
        remedy="Accept a revision of each, or take them out of the book.",
    )


def _texts(session: Session, manifest: Manifest) -> dict[int, str]:
    wanted = sorted({each["revision"] for each in manifest.values() if "revision" in each})
    texts: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        chosen = select(Revision.id, Revision.text).where(
            Revision.id.in_(wanted[start : start + 500])
        )
        texts.update({row.id: row.text for row in session.execute(chosen)})
    return texts


def _write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
