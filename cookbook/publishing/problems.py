"""The failures of publishing: what isn't ready, what has ended, what went wrong in the press."""

from __future__ import annotations

from cookbook.errors import CookbookError, Place


class BuildError(CookbookError):
    """A build that can't be asked for, can't go on, or failed."""


class NotReadyError(BuildError):
    """A volume that can't be frozen; `entries` are the paths of those without an accepted text."""

    def __init__(self, message: str, *, entries: tuple[str, ...] = (), remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.entries = entries


class BuildEndedError(BuildError):
    """A build that has ended already, and so can't be cancelled."""


class EditionStateError(BuildError):
    """An edition that is not in the state in which this can be done to it."""


class PressFailedError(BuildError):
    """The press stopped at a book; `where` is the path of an entry, if one is to blame.

    `detail` is for the log: what the press said beside its message.
    """

    def __init__(
        self, message: str, *, where: str = "", remedy: str = "", detail: str = ""
    ) -> None:
        super().__init__(message, place=Place(where) if where else None, remedy=remedy)
        self.where = where
        self.detail = detail


class LostBuildError(BuildError):
    """A build that this worker no longer holds: its lease ran out and another may have it."""


class CancelledError(BuildError):
    """A build that somebody asked to stop."""


class StoppingError(BuildError):
    """The worker itself is told to stop; its build goes back to the queue."""
