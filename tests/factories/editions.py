"""Released editions for tests, with entries, files and what can be searched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from cookbook.archive.pictures import keep_blob
from cookbook.archive.searching import EntryWords, index_edition_entry
from cookbook.manuscript import Book, write_book
from cookbook.models import (
    Contribution,
    Edition,
    EditionEntry,
    EditionFile,
    EditionState,
    Volume,
    now,
)
from cookbook.storage import Storage


def make_edition(session: Session, volume: Volume, **values: object) -> Edition:
    """A released edition, numbered on, with nothing in it."""
    before = session.query(Edition).filter_by(volume_id=volume.id).count()
    released = values.get("state", EditionState.RELEASED) is EditionState.RELEASED
    edition = Edition(
        **{
            "volume": volume,
            "number": before + 1,
            "title": volume.title,
            "state": EditionState.RELEASED,
            "book": write_book(Book(title=volume.title, licence="CC-BY-4.0", editors=("Ada Obi",))),
            "released_at": now() - dt.timedelta(days=1) if released else None,
            **values,
        }
    )
    session.add(edition)
    session.flush()
    return edition


def put_file(  # noqa: PLR0913, PLR0917 -- what a file is
    session: Session, storage: Storage, edition: Edition, path: str, data: bytes, media_type: str
) -> EditionFile:
    """A file of an edition."""
    blob = keep_blob(session, storage, data, media_type)
    file = EditionFile(edition_id=edition.id, path=path, digest=blob.digest)
    session.add(file)
    session.flush()
    return file


def put_text(session: Session, edition: Edition, contribution: Contribution) -> EditionEntry:
    """An entry of an edition, with the accepted revision of a contribution."""
    number = session.query(EditionEntry).filter_by(edition_id=edition.id).count() + 1
    entry = EditionEntry(
        edition_id=edition.id,
        position=number,
        path=contribution.path,
        contribution_id=contribution.id,
        revision_id=contribution.accepted_id,
        title=contribution.title,
        byline=contribution.byline,
        kind=contribution.kind.value,
        page=f"page-{number}.html",
    )
    session.add(entry)
    session.flush()
    return entry


def put_entry(
    session: Session, edition: Edition, words: EntryWords, *, kind: str = "recipe"
) -> EditionEntry:
    """An entry of an edition that can be found by its words."""
    number = session.query(EditionEntry).filter_by(edition_id=edition.id).count() + 1
    entry = EditionEntry(
        edition_id=edition.id,
        position=number,
        path=f"recipes/{number}.md",
        title=words.title[:300],
        byline=words.people,
        kind=kind,
        page=f"page-{number}.html",
    )
    session.add(entry)
    session.flush()
    index_edition_entry(session, entry, words)
    return entry


def contents_line(title: str, page: str = "", **values: object) -> Mapping[str, object]:
    """A line of the contents as the press reports it."""
    children: Sequence[object] = ()
    return {
        "title": title,
        "number": "",
        "kind": "recipe",
        "entry": "",
        "byline": "",
        "page": page,
        "folio": "",
        "children": children,
        **values,
    }
