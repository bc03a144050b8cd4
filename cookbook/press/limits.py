"""What the layout of pages can bear of one thing; beyond it, print sets it in another way."""

from __future__ import annotations

from cookbook.press.tree import Blocks, plain_text

LONGEST_NOTE = 2_400
"""So many letters stand at a page's foot at most: the layout tears no note apart."""
MOST_ROWS = 300
"""A table of more rows is set as several: the layout looks at all cells of a table at once."""


def is_too_long(note: Blocks) -> bool:
    """Tell whether a note is too long for a page's foot."""
    return len(plain_text(note)) > LONGEST_NOTE
