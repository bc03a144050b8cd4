"""The words of released entries, as a reader looks for them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import Base
from cookbook.models.editions import EditionEntry


class SearchText(Base):
    """The searchable text of an entry of an edition. The index over it is the database's own kind.

    All but `excerpt` is folded: lower case, no accents. On SQLite the table `search_index` (FTS5)
    follows it by triggers; on PostgreSQL an index over its words does.
    """

    __tablename__ = "search_texts"

    id: Mapped[int] = mapped_column(
        ForeignKey("edition_entries.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    title: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[str] = mapped_column(Text, default="")
    ingredients: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    excerpt: Mapped[str] = mapped_column(Text, default="")

    entry: Mapped[EditionEntry] = relationship()
