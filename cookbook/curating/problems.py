"""What an editor can't do, and why: each refusal has a name."""

from __future__ import annotations

from cookbook.errors import CookbookError
from cookbook.models import Contribution, Revision


class CuratingError(CookbookError):
    """Something that the editors' room refuses."""


class SettingsChangedError(CuratingError):
    """Somebody else changed a volume's settings since they were shown."""


class RoleError(CuratingError):
    """A role that can't be given or taken."""


class ReviewError(CuratingError):
    """A verdict that can't be given or taken back."""


class NewerRevisionError(ReviewError):
    """The author handed in a newer text than the one that was judged."""

    def __init__(self, contribution: Contribution, seen: Revision) -> None:
        newest = contribution.head.number if contribution.head else seen.number
        super().__init__(
            f'You read version {seen.number} of "{contribution.title}"; '
            f"meanwhile there is version {newest}. Nothing was decided.",
            remedy="Read what changed, and give your verdict on the new version.",
        )


class NotWaitingError(ReviewError):
    """A contribution that waits for nobody's verdict, or not any more."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(
            f'"{contribution.title}" does not wait for a review: it is {contribution.state.value}.',
            remedy="Somebody else may have been quicker; its history says who.",
        )


class OwnContributionError(ReviewError):
    """An editor who would judge their own text, while there are others who could."""


class NoteMissingError(ReviewError):
    """A refusal without a word to its author."""

    def __init__(self) -> None:
        super().__init__(
            "There is no note to the author.",
            remedy="Say in a sentence or two what is missing, or why it does not fit.",
        )


class VerdictStandsError(ReviewError):
    """A verdict that can't be taken back."""


class ArrangementError(CuratingError):
    """An order that can't be."""


class ArrangementChangedError(ArrangementError):
    """Somebody else arranged the book since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed the order meanwhile. Your last move was not made, "
            "and nothing of theirs was lost.",
            remedy="Below is the order that counts now; make your move again if it is still right.",
        )


class PartNotEmptyError(ArrangementError):
    """A part that still holds entries."""


class PartChangedError(ArrangementError):
    """Somebody else changed a part's title or introduction since they were shown."""
