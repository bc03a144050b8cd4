"""A recipe or a chapter with all its revisions, and what editors said of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import (
    NAME_MAX_LENGTH,
    PATH_MAX_LENGTH,
    TITLE_MAX_LENGTH,
    Base,
    digest_type,
    now,
    words_of,
)
from cookbook.models.people import Person
from cookbook.models.volumes import Entry, Volume, VolumeFile

SUMMARY_MAX_LENGTH = 300


class ContributionKind(StrEnum):
    """What a contribution is."""

    RECIPE = "recipe"
    CHAPTER = "chapter"


class ContributionState(StrEnum):
    """How far a contribution is on its way into a book."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in review"
    CHANGES_REQUESTED = "changes requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RevisionStanding(StrEnum):
    """Whether a revision is in the line that leads to the head.

    DIVERGENT is a save that could not be merged and waits for somebody to settle it; SETTLED is one
    that has been settled by a later revision.
    """

    IN_LINE = "in line"
    DIVERGENT = "divergent"
    SETTLED = "settled"


class Verdict(StrEnum):
    """What an editor says of a revision."""

    ACCEPT = "accept"
    ASK_FOR_CHANGES = "ask for changes"
    DECLINE = "decline"


class Contribution(Base):
    """A recipe or a chapter of a volume, whoever wrote it.

    `path` is that of its file in the volume's book folder. `head` is the newest revision,
    `accepted` the one that books take. The author is None for what was imported or handed in
    without an account.
    """

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"))
    kind: Mapped[ContributionKind] = mapped_column(words_of(ContributionKind, "kind"))
    path: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH))
    state: Mapped[ContributionState] = mapped_column(
        words_of(ContributionState, "state"), default=ContributionState.DRAFT
    )
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(TITLE_MAX_LENGTH), default="")
    byline: Mapped[str] = mapped_column(Text, default="")
    head_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", use_alter=True))
    accepted_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", use_alter=True))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)
    submitted_at: Mapped[dt.datetime | None]

    volume: Mapped[Volume] = relationship(back_populates="contributions")
    author: Mapped[Person | None] = relationship()
    head: Mapped[Revision | None] = relationship(foreign_keys=[head_id], post_update=True)
    accepted: Mapped[Revision | None] = relationship(foreign_keys=[accepted_id], post_update=True)
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="contribution",
        foreign_keys="Revision.contribution_id",
        passive_deletes=True,
        order_by="Revision.number",
        cascade="all, delete-orphan",
    )
    reviews: Mapped[list[Review]] = relationship(
        back_populates="contribution", order_by="Review.id", cascade="all, delete-orphan"
    )
    files: Mapped[list[VolumeFile]] = relationship(back_populates="contribution")
    entry: Mapped[Entry | None] = relationship(back_populates="contribution")

    __table_args__ = (
        UniqueConstraint("volume_id", "path"),
        Index("ix_contributions_volume_id_state", "volume_id", "state"),
        CheckConstraint(
            "state <> 'accepted' OR accepted_id IS NOT NULL", name="accepted_has_a_revision"
        ),
    )


class Revision(Base):
    """One immutable text of a contribution. Nothing but its standing ever changes.

    `number` counts from 1 within the contribution. `parent` is the revision that its author began
    from; `merged` the other one where two lines were brought together. `title` is an index of the
    text; the text is the truth.
    """

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id", ondelete="CASCADE"))
    number: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    merged_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    standing: Mapped[RevisionStanding] = mapped_column(
        words_of(RevisionStanding, "standing"), default=RevisionStanding.IN_LINE
    )
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    author_name: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH), default="")
    summary: Mapped[str] = mapped_column(String(SUMMARY_MAX_LENGTH), default="")
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(digest_type())
    title: Mapped[str] = mapped_column(String(TITLE_MAX_LENGTH), default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship(
        back_populates="revisions", foreign_keys=[contribution_id]
    )
    parent: Mapped[Revision | None] = relationship(
        foreign_keys=[parent_id], remote_side="Revision.id"
    )
    merged: Mapped[Revision | None] = relationship(
        foreign_keys=[merged_id], remote_side="Revision.id"
    )
    author: Mapped[Person | None] = relationship()

    __table_args__ = (
        UniqueConstraint("contribution_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("parent_id < id AND merged_id < id", name="parents_are_older"),
    )


class Review(Base):
    """An editor's verdict on a revision, with the note that its author reads."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), index=True
    )
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"))
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    verdict: Mapped[Verdict] = mapped_column(words_of(Verdict, "verdict"))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship(back_populates="reviews")
    revision: Mapped[Revision] = relationship()
    editor: Mapped[Person | None] = relationship()

    __table_args__ = (
        # Who is asked to change something, or declined, is told why.
        CheckConstraint("verdict = 'accept' OR note <> ''", name="a_no_has_a_note"),
    )


# What an editor has to look at is asked for all day long.
Index(
    "ix_contributions_waiting",
    Contribution.volume_id,
    Contribution.submitted_at,
    sqlite_where=text("state IN ('submitted', 'in review')"),
    postgresql_where=text("state IN ('submitted', 'in review')"),
)
