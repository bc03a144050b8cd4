"""What a revision was made of, where it wasn't typed: what was pasted, a page, a file."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import PATH_MAX_LENGTH, Base, digest_type, now, words_of
from cookbook.models.contributions import Revision


class OriginalWay(StrEnum):
    """How something came in."""

    PASTED = "pasted"
    WEB_PAGE = "web page"
    FILE = "file"


class Original(Base):
    """What a revision was made of, as it came. Rows are only ever added.

    What was pasted stands in `text`; a page and a file lie in storage under `digest`, and have
    their `address` or their `name`. `remarks` holds what could not be carried over, as objects
    with the keys "place" and "message".
    """

    __tablename__ = "originals"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("revisions.id", ondelete="CASCADE"), unique=True
    )
    way: Mapped[OriginalWay] = mapped_column(words_of(OriginalWay, "way"))
    text: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str | None] = mapped_column(
        digest_type(), ForeignKey("blobs.digest"), index=True
    )
    name: Mapped[str] = mapped_column(String(PATH_MAX_LENGTH), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    revision: Mapped[Revision] = relationship()
