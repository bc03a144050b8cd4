"""What can't be said in a discussion, and what to do instead."""

from __future__ import annotations

from cookbook.contributing.problems import ContributionError


class DiscussionError(ContributionError):
    """Something that can't be said, or not so."""


class NothingSaidError(DiscussionError):
    """A message without a word."""


class TooMuchSaidError(DiscussionError):
    """A message that is longer than a message may be."""


class PassageError(DiscussionError):
    """Words that a message is to be about, and that its text doesn't have."""


class NoSuchThreadError(DiscussionError):
    """A thread that isn't one of this contribution's."""
