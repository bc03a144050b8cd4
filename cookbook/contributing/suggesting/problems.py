"""What can't be suggested, or not be decided any more."""

from __future__ import annotations

from cookbook.contributing.problems import ContributionError


class SuggestionError(ContributionError):
    """Something that can't be done with a suggestion, or not now."""


class NothingSuggestedError(SuggestionError):
    """A suggestion that says what the text says already."""


class NothingPickedError(SuggestionError):
    """A decision to take a suggestion in part, and none of its parts."""


class DecidedError(SuggestionError):
    """A suggestion that somebody has taken, declined or withdrawn already."""


class NotAtOnceError(SuggestionError):
    """A change that can't be accepted for the book in one go with being taken."""
