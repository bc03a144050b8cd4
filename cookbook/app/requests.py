"""Requests as this site reads them: no more words than a book's longest chapter has."""

from __future__ import annotations

from flask import Request

from cookbook.config import MEGABYTE

WORDS_MAX_BYTES = 4 * MEGABYTE
"""What the words of one form may have: the longest chapter, each letter sent in twelve bytes.
Reading more would keep a process busy for whoever likes to."""
URLENCODED = "application/x-www-form-urlencoded"


class BoundedRequest(Request):
    """A request whose words are bounded however they come, and not only beside files.

    Werkzeug bounds them by MAX_FORM_MEMORY_SIZE in forms of several parts; those of one part it
    reads whole, up to the size of the largest upload.
    """

    def _load_form_data(self) -> None:
        if self.mimetype == URLENCODED:
            self.max_content_length = WORDS_MAX_BYTES
        super()._load_form_data()
