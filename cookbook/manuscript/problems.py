"""The failures of manuscripts: what is wrong in which file and line, and what was expected."""

from __future__ import annotations

from cookbook.errors import CookbookError


class ManuscriptError(CookbookError):
    """A text of a book that can't be read as what it should be."""


class FrontMatterError(ManuscriptError):
    """The YAML between the two `---` lines, or book.yaml or credits.yaml, can't be read."""


class BookFolderError(ManuscriptError):
    """A folder that is no book, or a book that names what isn't there.

    `causes` holds every single failure, so that one run shows them all.
    """

    def __init__(
        self, message: str, *, causes: tuple[CookbookError, ...] = (), **more: object
    ) -> None:
        super().__init__(message, **more)  # type: ignore[arg-type]  # the base names and checks them
        self.causes = causes
