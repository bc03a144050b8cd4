"""Sign-in links that have been used: each works once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from cookbook.models.base import Base, digest_type, now


class UsedLink(Base):
    """A sign-in link that has been used, by the digest of its token."""

    __tablename__ = "used_links"

    digest: Mapped[str] = mapped_column(digest_type(), primary_key=True)
    used_at: Mapped[dt.datetime] = mapped_column(default=now)
