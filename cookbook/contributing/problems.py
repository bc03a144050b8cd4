"""The failures of this room: what can't be done now, and what to do instead."""

from __future__ import annotations

from cookbook.errors import CookbookError


class ContributionError(CookbookError):
    """Something that can't be done with a contribution, or not now."""


class NotNowError(ContributionError):
    """What the state of a contribution doesn't allow."""


class NotYoursError(ContributionError):
    """What only the author of a contribution does."""


class NotAskedError(ContributionError):
    """A contribution to a volume that doesn't ask for any."""


class TooLongError(ContributionError):
    """A text that is longer than a book's entry may be."""


class NothingToSettleError(ContributionError):
    """A revision that doesn't wait to be settled, or no longer does."""


class ForeignRevisionError(ContributionError):
    """A revision that isn't one of this contribution's."""


class PhotoError(ContributionError):
    """A file that can't be taken as a photo."""
