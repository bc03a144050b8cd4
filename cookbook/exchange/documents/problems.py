"""The failures of reading a document that somebody sent."""

from __future__ import annotations

from cookbook.errors import CookbookError


class DocumentError(CookbookError):
    """A file that no chapter can be made of; it says why, and what to do."""
