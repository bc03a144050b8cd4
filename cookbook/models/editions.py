"""A frozen volume: exact revisions, files and settings, and what the press made of them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import (
    PATH_MAX_LENGTH,
    TITLE_MAX_LENGTH,
    Base,
    digest_type,
    now,
    words_of,
)
from cookbook.models.blobs import Blob
from cookbook.models.contributions import Contribution, Revision
from cookbook.models.people import Person
from cookbook.models.volumes import Volume


class EditionState(StrEnum):
    """How far an edition is: being pressed, on the shelf, or not there because that failed."""

    PRESSING = "pressing"
    RELEASED = "released"
    FAILED = "failed"


class Edition(Base):
    """A frozen volume, numbered from 1 within it. What it was made from never changes.

    `manifest` maps every path of the book folder to a revision or a digest; with `settings`,
    `credits` and `bibliography` as they were, the same book can be pressed again. `facts` is what
    the press reports: contents, pages, checks.
    """

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_MAX_LENGTH))
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[EditionState] = mapped_column(
        words_of(EditionState, "state"), default=EditionState.PRESSING
    )
    book: Mapped[str] = mapped_column(Text)
    credits: Mapped[str] = mapped_column(Text, default="")
    bibliography: Mapped[str] = mapped_column(Text, default="")
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[dt.datetime] = mapped_column(default=now)
    released_at: Mapped[dt.datetime | None]

    volume: Mapped[Volume] = relationship()
    made_by: Mapped[Person | None] = relationship()
    entries: Mapped[list[EditionEntry]] = relationship(
        back_populates="edition", order_by="EditionEntry.position", cascade="all, delete-orphan"
    )
    files: Mapped[list[EditionFile]] = relationship(
        back_populates="edition", order_by="EditionFile.path", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("volume_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "(state = 'released') = (released_at IS NOT NULL)", name="released_has_a_date"
        ),
    )


class EditionEntry(Base):
    """An entry as an edition holds it: its exact revision, and the web page on which it stands."""

    __tablename__ = "edition_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"))
    position: Mapped[int]
    path: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH))
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contributions.id", ondelete="SET NULL"), index=True
    )
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    title: Mapped[str] = mapped_column(String(TITLE_MAX_LENGTH))
    byline: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(32), default="")
    page: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH), default="")

    edition: Mapped[Edition] = relationship(back_populates="entries")
    contribution: Mapped[Contribution | None] = relationship()
    revision: Mapped[Revision | None] = relationship()

    __table_args__ = (UniqueConstraint("edition_id", "path"),)


class EditionFile(Base):
    """A file that the press made of an edition: the EPUB, the PDF, or a file under `web/`."""

    __tablename__ = "edition_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH))
    digest: Mapped[str] = mapped_column(digest_type(), ForeignKey("blobs.digest"), index=True)

    edition: Mapped[Edition] = relationship(back_populates="files")
    blob: Mapped[Blob] = relationship()

    __table_args__ = (UniqueConstraint("edition_id", "path"),)
