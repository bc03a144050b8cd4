"""Marks that go through pandoc as letters, and stand for what it would not carry."""

from __future__ import annotations

TITLE, TITLE_END = "\ue002", "\ue003"
"""Around the title of a theorem."""
ABSENT, ABSENT_END = "\ue004", "\ue005"
"""Around what kind of drawing stood there."""
INDEX, INDEX_END = "\ue006", "\ue007"
"""Around the number of a mark for the index."""
ALL = frozenset("\ue002\ue003\ue004\ue005\ue006\ue007")
PREFIX = "furniture-"
"""Begins the names of the environments in which furniture goes through pandoc."""
