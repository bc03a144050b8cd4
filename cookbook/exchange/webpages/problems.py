"""What can go wrong with a web page: what it is, and what to do instead."""

from __future__ import annotations

from cookbook.errors import CookbookError

SAVE_IT = "Save the page in your browser, and give us the file instead."


class WebPageError(CookbookError):
    """A web page that we can't fetch or read."""


class AddressError(WebPageError):
    """An address that is none, or one at which we don't fetch anything."""


class FetchError(WebPageError):
    """A page that didn't come: its server doesn't answer, refuses, or is too slow."""


class NotAPageError(WebPageError):
    """What came is no web page, or more than a page holds."""


class NoRecipeError(WebPageError):
    """A page on which we find no recipe."""
