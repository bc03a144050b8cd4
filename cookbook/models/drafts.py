"""Words that were typed into a form and not saved as a revision yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cookbook.models.base import Base, now, words_of
from cookbook.models.contributions import ContributionKind


class Draft(Base):
    """What stood in a form when its writer paused: the fields by name, and the form's base.

    One for each text that a person writes on, and one for each kind of new text in a volume. It
    goes when its words are saved.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ContributionKind] = mapped_column(words_of(ContributionKind, "kind"))
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), index=True
    )
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", ondelete="SET NULL"))
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)

    __table_args__ = (
        Index(
            "ix_drafts_of_a_text",
            "person_id",
            "contribution_id",
            unique=True,
            sqlite_where=text("contribution_id IS NOT NULL"),
            postgresql_where=text("contribution_id IS NOT NULL"),
        ),
        Index(
            "ix_drafts_of_a_new_text",
            "person_id",
            "volume_id",
            "kind",
            unique=True,
            sqlite_where=text("contribution_id IS NULL"),
            postgresql_where=text("contribution_id IS NULL"),
        ),
    )
