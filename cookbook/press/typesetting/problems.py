"""What goes wrong when pages are laid out."""

from __future__ import annotations

from cookbook.errors import CookbookError


class LayoutError(CookbookError):
    """Pages that could not be laid out; where it is known, the entry that stopped them is named."""
