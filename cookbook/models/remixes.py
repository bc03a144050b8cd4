"""Which contribution was made from which other one."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import Base, now, words_of
from cookbook.models.contributions import Contribution, Revision


class RemixKind(StrEnum):
    """What a remix is to its original: the same text in another book, or another dish."""

    COPY = "copy"
    VARIATION = "variation"


class Remix(Base):
    """That a contribution is based on a revision of another one.

    `original` moves on when its author takes over what changed there since.
    """

    __tablename__ = "remixes"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), primary_key=True
    )
    original_id: Mapped[int] = mapped_column(
        ForeignKey("revisions.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[RemixKind] = mapped_column(words_of(RemixKind, "kind"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship()
    original: Mapped[Revision] = relationship()
