"""A file that somebody sent -> a document in parts, and each as a text that waits for its save."""

from __future__ import annotations

import dataclasses
import mimetypes
import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cookbook.archive.pictures import keep_blob
from cookbook.contributing.beginning import begin_chapter
from cookbook.contributing.receiving.originals import Missed, Received, attach_original
from cookbook.contributing.receiving.sources import SOURCES_MAX_LENGTH
from cookbook.exchange.documents.gathered import Document, Part
from cookbook.exchange.documents.reading import make_chapter, read_document
from cookbook.manuscript import write_chapter
from cookbook.models import Contribution, OriginalWay, Person, Volume
from cookbook.models.base import PATH_MAX_LENGTH
from cookbook.storage import Storage

MOST_MISSED = 150
"""A form carries no more; whoever loses so much sees it at the first glance."""
UNKNOWN_TYPE = "application/octet-stream"
BIBTEX = "application/x-bibtex"


@dataclass(frozen=True)
class Sent:
    """A file that was sent and kept, and the document that it is."""

    received: Received
    document: Document


@dataclass(frozen=True)
class Waiting:
    """The text of a chapter out of a file, and what to keep with it."""

    text: str
    received: Received


def keep_file(session: Session, storage: Storage, data: bytes, name: str) -> Sent:
    """Read a file, and keep its bytes if it can be read. Raises DocumentError."""
    document = read_document(data, name)
    media_type = mimetypes.guess_type(name)[0] or UNKNOWN_TYPE
    blob = keep_blob(session, storage, data, media_type)
    return Sent(Received(OriginalWay.FILE, blob.digest, name[-PATH_MAX_LENGTH:]), document)


def read_kept(storage: Storage, received: Received) -> Sent:
    """Read a file again that was kept. Raises DocumentError."""
    return Sent(received, read_document(storage.read(received.digest), received.name))


def take_part(
    session: Session, storage: Storage, sent: Sent, part: Part, *, author: Person
) -> Waiting:
    """Make the text of a chapter of a part, and keep its pictures and sources.

    A file that names nobody is signed by who sent it. Raises DocumentError. The caller commits.
    """
    # No two files have pictures of the same name, so that none takes those of another text.
    made = make_chapter(sent.document, part, mark=secrets.token_hex(8))
    pictures = [
        (
            each.path,
            keep_blob(
                session, storage, each.data, each.media_type, size=(each.width, each.height)
            ).digest,
        )
        for each in made.pictures
    ]
    sources = made.sources.encode()
    if sources and len(sources) <= SOURCES_MAX_LENGTH:
        digest = keep_blob(session, storage, sources, BIBTEX).digest
    else:
        digest = ""
    received = dataclasses.replace(
        sent.received,
        missed=tuple(Missed(each.place, each.message) for each in made.losses[:MOST_MISSED]),
        pictures=tuple(pictures),
        sources=digest,
    )
    chapter = made.chapter
    if not chapter.by:
        chapter = dataclasses.replace(chapter, by=(author.name,), town=author.town)
    return Waiting(write_chapter(chapter), received)


def begin_from(
    session: Session,
    storage: Storage,
    volume: Volume,
    waiting: Waiting,
    *,
    author: Person,
) -> Contribution:
    """Begin a chapter with a text out of a file. Raises as `begin_chapter` does."""
    saved = begin_chapter(session, volume, waiting.text, author=author)
    attach_original(session, storage, saved.revision, waiting.received, person=author)
    return saved.revision.contribution
