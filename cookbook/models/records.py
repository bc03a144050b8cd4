"""Who is credited for what, and who did what on the site."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import NAME_MAX_LENGTH, PATH_MAX_LENGTH, Base, now
from cookbook.models.people import Person


class Credit(Base):
    """A person's name and role on an entry, a picture or a whole volume; needs no account.

    An index of credits.yaml and of the entries' own `by:`. `path` is "" for the volume itself.
    """

    __tablename__ = "credits"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH), default="")
    name: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH))
    town: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH), default="")
    role: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)


class AuditRecord(Base):
    """Something that was done: by whom, what, to what, when. Rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH), default="")
    detail: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person | None] = relationship()

    __table_args__ = (Index("ix_audit_at", "at"),)
