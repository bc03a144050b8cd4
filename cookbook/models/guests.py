"""Who handed something in without an account, and what contributors agreed to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import NAME_MAX_LENGTH, Base, digest_type, now
from cookbook.models.contributions import Contribution
from cookbook.models.people import EMAIL_MAX_LENGTH, Person

LICENCE_MAX_LENGTH = 120
SEED_LENGTH = 32
"""Of hexadecimal digits."""


class GuestLink(Base):
    """The private link by which somebody without an account keeps a contribution.

    `digest` is that of the link's secret, which is nowhere kept: it is made of `seed`, which came
    with the form, and of the site's own secret, so that later mails can carry the link too. Once
    claimed, the contribution has an account as its author, and the link opens nothing any more.
    """

    __tablename__ = "guest_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), unique=True
    )
    digest: Mapped[str] = mapped_column(digest_type(), unique=True)
    seed: Mapped[str] = mapped_column(String(SEED_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH))
    town: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH), default="")
    email: Mapped[str] = mapped_column(String(EMAIL_MAX_LENGTH), default="", index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    claimed_at: Mapped[dt.datetime | None]

    contribution: Mapped[Contribution] = relationship()
    claimed_by: Mapped[Person | None] = relationship()


class Consent(Base):
    """That somebody agreed to a licence for a contribution: who, to what, in which words, when."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contributions.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH))
    licence: Mapped[str] = mapped_column(String(LICENCE_MAX_LENGTH))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now)
