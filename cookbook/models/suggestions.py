"""Changes that somebody proposes to a text that they may not change."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import NAME_MAX_LENGTH, Base, now, words_of
from cookbook.models.contributions import Contribution, Revision
from cookbook.models.people import EMAIL_MAX_LENGTH, Person


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    TAKEN = "taken"
    TAKEN_IN_PART = "taken in part"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Suggestion(Base):
    """A whole text that somebody proposes in the place of `base`, and why.

    `quote` is the passage of the reading page that they began from, or "". Once taken, `result` is
    the revision that brought it in. The author is None for somebody without an account.
    """

    __tablename__ = "suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id", ondelete="CASCADE"))
    base_id: Mapped[int] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    author_name: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_MAX_LENGTH), default="")
    state: Mapped[SuggestionState] = mapped_column(
        words_of(SuggestionState, "state"), default=SuggestionState.OPEN
    )
    result_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", ondelete="SET NULL"))
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship()
    base: Mapped[Revision] = relationship(foreign_keys=[base_id])
    result: Mapped[Revision | None] = relationship(foreign_keys=[result_id])
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __table_args__ = (
        Index("ix_suggestions_contribution_id_state", "contribution_id", "state"),
        CheckConstraint(
            "state IN ('open', 'declined', 'withdrawn') OR result_id IS NOT NULL",
            name="what_was_taken_is_in_a_revision",
        ),
    )
