"""Runs of the press: who asked, how far each is, who works on it, and what came of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import PATH_MAX_LENGTH, Base, digest_type, now, words_of
from cookbook.models.blobs import Blob
from cookbook.models.editions import Edition
from cookbook.models.people import Person
from cookbook.models.volumes import Volume

MAX_ATTEMPTS = 3
ACTIVE = text("state IN ('queued', 'running')")


class BuildPurpose(StrEnum):
    """What a build is for."""

    PREVIEW = "preview"
    EDITION = "edition"


class BuildState(StrEnum):
    """How far a build is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Build(Base):
    """One run of the press.

    This table is the truth; the task engine only carries ids. A worker that runs a build holds its
    lease and renews it; a build whose lease has run out is run again, at most MAX_ATTEMPTS times.
    `source` is what a preview is made of, frozen when it is asked for: "book", "credits" and
    "bibliography" as texts, and a "manifest" as editions have it.
    """

    __tablename__ = "builds"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"), index=True)
    edition_id: Mapped[int | None] = mapped_column(
        ForeignKey("editions.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[BuildPurpose] = mapped_column(words_of(BuildPurpose, "purpose"))
    state: Mapped[BuildState] = mapped_column(
        words_of(BuildState, "state"), default=BuildState.QUEUED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(120), default="")
    lease_until: Mapped[dt.datetime | None]
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(String(120), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    source: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    log: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    problem_place: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH), default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    asked_at: Mapped[dt.datetime] = mapped_column(default=now)
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]

    volume: Mapped[Volume] = relationship()
    edition: Mapped[Edition | None] = relationship()
    asked_by: Mapped[Person | None] = relationship()
    files: Mapped[list[BuildFile]] = relationship(
        back_populates="build", order_by="BuildFile.path", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint(
            "(purpose = 'edition') = (edition_id IS NOT NULL)", name="an_edition_has_its_row"
        ),
        CheckConstraint(
            "(state IN ('queued', 'running')) = (ended_at IS NULL)", name="what_ended_has_a_time"
        ),
        CheckConstraint(
            "state <> 'running' OR lease_until IS NOT NULL", name="what_runs_has_a_lease"
        ),
        Index(
            "ix_builds_one_preview_at_a_time",
            "volume_id",
            unique=True,
            sqlite_where=text("state IN ('queued', 'running') AND purpose = 'preview'"),
            postgresql_where=text("state IN ('queued', 'running') AND purpose = 'preview'"),
        ),
        Index(
            "ix_builds_one_run_of_an_edition",
            "edition_id",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
    )


class BuildFile(Base):
    """A file that a preview made; an edition's files are kept with the edition."""

    __tablename__ = "build_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id", ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH))
    digest: Mapped[str] = mapped_column(digest_type(), ForeignKey("blobs.digest"), index=True)

    build: Mapped[Build] = relationship(back_populates="files")
    blob: Mapped[Blob] = relationship()

    __table_args__ = (UniqueConstraint("build_id", "path"),)
