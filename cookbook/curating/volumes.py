"""Founding a volume and setting its frame: title, licence, look, cover."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import tempfile
import unicodedata
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cookbook.archive.frames import create_volume, set_settings
from cookbook.archive.pictures import add_file, keep_blob
from cookbook.archive.records import record
from cookbook.curating.problems import SettingsChangedError
from cookbook.manuscript import Book
from cookbook.models import Person, Volume, VolumeFile, now
from cookbook.models.base import SLUG_MAX_LENGTH
from cookbook.press.entries.citation_styles import StyleError, read_style
from cookbook.press.pictures.vetting import PictureLimits, vet_picture
from cookbook.storage import Storage

STYLE_FILE = "citations.csl"
STYLE_TYPE = "application/vnd.citationstyles.style+xml"
STYLE_MAX_BYTES = 2_000_000
COVER_FOLDER = "images"
COVER_STEM = "cover"
NOT_PLAIN = re.compile(r"[^a-z0-9]+")
# Words that lead to pages of the site would read oddly as the name of a book.
FALLBACK_SLUG = "book"


def propose_slug(session: Session, title: str) -> str:
    """Give a short name for addresses, made from a title, that no volume has yet."""
    decomposed = unicodedata.normalize("NFKD", title)
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    stem = NOT_PLAIN.sub("-", letters.lower()).strip("-")[: SLUG_MAX_LENGTH - 4].strip("-")
    stem = stem or FALLBACK_SLUG
    taken = set(session.scalars(select(Volume.slug).where(Volume.slug.like(f"{stem}%"))))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def found_volume(session: Session, book: Book, *, slug: str, founder: Person) -> Volume:
    """Make a volume with one part, whose editor is its founder.

    Raises FrameError where the slug is taken.
    """
    volume = create_volume(session, slug=slug, book=book, editor=founder)
    record(session, founder, "founded", subject_of(volume), book.title)
    return volume


def subject_of(volume: Volume) -> str:
    """Give the name by which the audit knows a volume."""
    return volume.slug


def lock_volume(session: Session, volume: Volume) -> None:
    """Have this transaction be the only one that changes a volume's frame until it ends.

    What is read after it is what counts: the first writer of two goes on, the second waits.
    """
    session.execute(
        update(Volume)
        .where(Volume.id == volume.id)
        .values(changed_at=now())
        .execution_options(synchronize_session=False)
    )
    session.refresh(volume)


def settings_version(volume: Volume) -> str:
    """Give a word that changes whenever the settings do."""
    return hashlib.sha256(volume.settings.encode()).hexdigest()[:16]


def change_settings(
    session: Session, volume: Volume, book: Book, *, seen: str, person: Person
) -> None:
    """Set a volume's frame to a book's, whose places are left out of account.

    `seen` is the version that the person began from; raises SettingsChangedError where another
    stands there by now, and changes nothing.
    """
    lock_volume(session, volume)
    if settings_version(volume) != seen:
        raise SettingsChangedError(
            "Somebody else changed these settings while you did.",
            remedy="Yours are still in the form, and theirs are named beside them. "
            "Save again to have yours.",
        )
    set_settings(volume, book)
    session.flush()
    record(session, person, "changed settings", subject_of(volume))


def differing_settings(mine: Book, theirs: Book) -> list[tuple[str, str]]:
    """Give the names of settings that differ, each with what it says in `theirs`.

    They are those of the fields of a book and of its wishes, but for its places and what only files
    have.
    """
    left_out = {"front", "parts", "back", "extra", "identifier", "cover"}
    return [
        (field.name, _said(getattr(others, field.name)))
        for own, others in ((mine, theirs), (mine.wishes, theirs.wishes))
        for field in dataclasses.fields(own)
        if field.name not in left_out and getattr(own, field.name) != getattr(others, field.name)
    ]


def keep_cover(
    session: Session, storage: Storage, volume: Volume, data: bytes, *, person: Person
) -> VolumeFile:
    """Encode a cover picture anew, as photos are, keep it, and give its file in the book folder.

    Raises PictureError where it is no picture that a book can print.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / COVER_STEM).write_bytes(data)
        limits = PictureLimits(max_bytes=len(data))
        picture = vet_picture(Path(COVER_STEM), root=Path(folder), limits=limits).print
    blob = keep_blob(
        session,
        storage,
        picture.data,
        picture.media_type,
        size=(picture.width, picture.height),
    )
    ending = Path(picture.name).suffix
    return add_file(session, volume, f"{COVER_FOLDER}/{COVER_STEM}{ending}", blob, person=person)


def keep_style(
    session: Session, storage: Storage, volume: Volume, data: bytes, *, person: Person
) -> VolumeFile:
    """Keep a citation style, and give its file in the book folder.

    Raises StyleError where no citation can be set by it.
    """
    if len(data) > STYLE_MAX_BYTES:
        raise StyleError("it is larger than any style")
    try:
        style = read_style(data.decode("utf-8-sig"))
    except UnicodeDecodeError as err:
        raise StyleError("it isn't written in UTF-8") from err
    blob = keep_blob(session, storage, style.encode(), STYLE_TYPE)
    return add_file(session, volume, STYLE_FILE, blob, person=person)


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return str(value)
