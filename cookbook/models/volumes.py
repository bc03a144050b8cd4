"""A book in the making: its frame, its parts, what stands where, its files, and who works on it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import (
    NAME_MAX_LENGTH,
    PATH_MAX_LENGTH,
    SLUG_MAX_LENGTH,
    TITLE_MAX_LENGTH,
    Base,
    digest_type,
    now,
    words_of,
)
from cookbook.models.people import Person

if TYPE_CHECKING:
    from cookbook.models.contributions import Contribution, Revision


KEY_MAX_LENGTH = 32


class Matter(StrEnum):
    """Where in a book a part stands."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class VolumeRoleName(StrEnum):
    """What a person may do in a volume."""

    EDITOR = "editor"
    CONTRIBUTOR = "contributor"


class Volume(Base):
    """A book in the making.

    `settings` is the text of book.yaml without its places; title, subtitle, language and kind are
    copied from it for lists. `credits` and `bibliography` are the texts of credits.yaml and
    references.bib, "" where there is none. `imported` remembers what the last import wrote:
    digests by path in the book folder. Where guests may suggest, whoever reads it may propose a
    change without an account.
    """

    __tablename__ = "volumes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG_MAX_LENGTH), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_MAX_LENGTH))
    subtitle: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(32), default="cookbook")
    language: Mapped[str] = mapped_column(String(40), default="en")
    settings: Mapped[str] = mapped_column(Text)
    credits: Mapped[str] = mapped_column(Text, default="")
    bibliography: Mapped[str] = mapped_column(Text, default="")
    imported: Mapped[dict[str, Any]] = mapped_column(default=dict)
    guests_may_suggest: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    changed_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)

    parts: Mapped[list[Part]] = relationship(
        back_populates="volume", order_by="Part.position", cascade="all, delete-orphan"
    )
    entries: Mapped[list[Entry]] = relationship(
        back_populates="volume", order_by="Entry.position", cascade="all, delete-orphan"
    )
    files: Mapped[list[VolumeFile]] = relationship(
        back_populates="volume", order_by="VolumeFile.path", cascade="all, delete-orphan"
    )
    contributions: Mapped[list[Contribution]] = relationship(
        back_populates="volume", cascade="all, delete-orphan"
    )
    calls: Mapped[list[Call]] = relationship(
        back_populates="volume", order_by="Call.id", cascade="all, delete-orphan"
    )
    roles: Mapped[list[VolumeRole]] = relationship(
        back_populates="volume", cascade="all, delete-orphan"
    )

    __table_args__ = (CheckConstraint("slug <> ''", name="slug"),)


class VolumeRole(Base):
    """A person's role in a volume."""

    __tablename__ = "volume_roles"

    volume_id: Mapped[int] = mapped_column(
        ForeignKey("volumes.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[VolumeRoleName] = mapped_column(words_of(VolumeRoleName, "role"), primary_key=True)
    given_at: Mapped[dt.datetime] = mapped_column(default=now)

    volume: Mapped[Volume] = relationship(back_populates="roles")
    person: Mapped[Person] = relationship()


class Part(Base):
    """A part of a volume. Front and back matter are parts without a title, at most one of each."""

    __tablename__ = "parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"))
    matter: Mapped[Matter] = mapped_column(words_of(Matter, "matter"), default=Matter.BODY)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text, default="")
    intro: Mapped[str] = mapped_column(Text, default="")
    image: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH), default="")
    image_alt: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)

    volume: Mapped[Volume] = relationship(back_populates="parts")
    entries: Mapped[list[Entry]] = relationship(
        back_populates="part", order_by="Entry.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("id", "volume_id"),
        Index(
            "ix_parts_one_front_one_back",
            "volume_id",
            "matter",
            unique=True,
            sqlite_where=text("matter <> 'body'"),
            postgresql_where=text("matter <> 'body'"),
        ),
        Index("ix_parts_volume_id", "volume_id"),
    )


class Entry(Base):
    """A contribution's place in a volume.

    It follows the contribution's accepted revision, or is pinned to one. `position` orders the
    entries of a part that have the same parent.
    """

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("entries.id", ondelete="SET NULL"), index=True
    )
    position: Mapped[int]
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), unique=True
    )
    pinned_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)

    volume: Mapped[Volume] = relationship(back_populates="entries")
    part: Mapped[Part] = relationship(back_populates="entries")
    parent: Mapped[Entry | None] = relationship(remote_side="Entry.id", back_populates="children")
    children: Mapped[list[Entry]] = relationship(back_populates="parent", order_by="Entry.position")
    contribution: Mapped[Contribution] = relationship(back_populates="entry")
    pinned_revision: Mapped[Revision | None] = relationship()

    __table_args__ = (CheckConstraint("parent_id <> id", name="not_its_own_parent"),)


class VolumeFile(Base):
    """A file of a volume's book folder that is no text of ours: a picture, by path and digest.

    One that came with a contribution goes into books only where that contribution stands in them.
    `maker` and `licence` are what was said when it came, "" for nothing; credits.yaml goes first.
    """

    __tablename__ = "volume_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH))
    digest: Mapped[str] = mapped_column(digest_type(), ForeignKey("blobs.digest"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), index=True
    )
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    added_at: Mapped[dt.datetime] = mapped_column(default=now)
    maker: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH), default="", server_default="")
    licence: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH), default="", server_default="")

    volume: Mapped[Volume] = relationship(back_populates="files")
    contribution: Mapped[Contribution | None] = relationship(back_populates="files")

    __table_args__ = (UniqueConstraint("volume_id", "path"),)


class Call(Base):
    """An editor's public request for contributions to a volume. `wanted` holds lines of text.

    Where guests may write, its public address, which ends with `key`, takes contributions without
    an account.
    """

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_MAX_LENGTH))
    words: Mapped[str] = mapped_column(Text, default="")
    wanted: Mapped[list[Any]] = mapped_column(default=list)
    opens_at: Mapped[dt.datetime] = mapped_column(default=now)
    closes_at: Mapped[dt.datetime | None]
    key: Mapped[str | None] = mapped_column(String(KEY_MAX_LENGTH), index=True, unique=True)
    guests_may_write: Mapped[bool] = mapped_column(default=True, server_default=false())

    volume: Mapped[Volume] = relationship(back_populates="calls")

    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),)

    def is_open(self, at: dt.datetime) -> bool:
        """Tell whether contributions are asked for at this time."""
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it is open; one that closes at midnight is open until then."""
        return (self.closes_at - dt.timedelta(seconds=1)).date() if self.closes_at else None
