"""Bytes that rows refer to, by their digest; the bytes themselves lie in storage."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from cookbook.models.base import Base, digest_type, now


class Blob(Base):
    """A file in storage: SHA-256, size in bytes, media type; a picture's size in pixels."""

    __tablename__ = "blobs"

    digest: Mapped[str] = mapped_column(digest_type(), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(120))
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )
