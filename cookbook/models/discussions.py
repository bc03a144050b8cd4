"""What people say to each other about a contribution: threads, and the messages in them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import NAME_MAX_LENGTH, Base, now
from cookbook.models.contributions import Contribution, Revision
from cookbook.models.people import Person


class Thread(Base):
    """A discussion on a contribution, be it on one passage of it.

    `quote` is the passage in the words of `revision`, "" where the whole is spoken of; `before`
    and `after` are the words around it, by which it is found again in later revisions.
    """

    __tablename__ = "threads"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), index=True
    )
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", ondelete="SET NULL"))
    quote: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    resolved_at: Mapped[dt.datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship()
    revision: Mapped[Revision | None] = relationship()
    resolved_by: Mapped[Person | None] = relationship()
    messages: Mapped[list[Message]] = relationship(
        back_populates="thread", order_by="Message.id", cascade="all, delete-orphan"
    )


class Message(Base):
    """What one person said in a thread. Rows are only ever added."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    author_name: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    thread: Mapped[Thread] = relationship(back_populates="messages")
    author: Mapped[Person | None] = relationship()
