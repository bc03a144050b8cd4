"""Suggestions that wait for somebody's decision, and those that have come into a text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from cookbook.models import (
    Contribution,
    Revision,
    RevisionStanding,
    Suggestion,
    SuggestionState,
    Volume,
)

TAKEN = (SuggestionState.TAKEN, SuggestionState.TAKEN_IN_PART)


def count_open_suggestions(session: Session, volume: Volume) -> int:
    """Give how many suggestions to the texts of a volume wait."""
    chosen = (
        select(func.count(Suggestion.id))
        .join(Contribution, Contribution.id == Suggestion.contribution_id)
        .where(Contribution.volume_id == volume.id, Suggestion.state == SuggestionState.OPEN)
    )
    return session.scalar(chosen) or 0


def open_suggestions(session: Session, contributions: Sequence[int]) -> list[Suggestion]:
    """Give the suggestions to these contributions, by id, that wait, the oldest first."""
    chosen = (
        select(Suggestion)
        .where(
            Suggestion.contribution_id.in_(contributions),
            Suggestion.state == SuggestionState.OPEN,
        )
        .options(joinedload(Suggestion.contribution))
        .order_by(Suggestion.id)
    )
    return list(session.scalars(chosen))


def revisions_of_suggestions(session: Session, contribution: Contribution) -> frozenset[int]:
    """Give the ids of the revisions that were suggested to a text, and that brought these in."""
    chosen = (
        select(Revision.id, Revision.merged_id)
        .join(Suggestion, Suggestion.result_id == Revision.id)
        .where(
            Suggestion.contribution_id == contribution.id,
            # Where the text said so already, it is a revision like any other.
            Revision.merged_id.is_not(None) | (Revision.standing != RevisionStanding.IN_LINE),
        )
    )
    return frozenset(each for row in session.execute(chosen) for each in row if each is not None)


def suggestions_within(session: Session, revisions: Sequence[int]) -> list[Suggestion]:
    """Give the suggestions that have come into these revisions, by id: at them, or before."""
    held, result, settled = aliased(Revision), aliased(Revision), aliased(Revision)
    # What contradicted the text is in it once it was settled: then the settling one merged it.
    chosen = (
        select(Suggestion)
        .join(result, result.id == Suggestion.result_id)
        .join(held, held.contribution_id == Suggestion.contribution_id)
        .outerjoin(settled, settled.merged_id == result.id)
        .where(
            held.id.in_(revisions),
            Suggestion.state.in_(TAKEN),
            or_(
                (result.standing == RevisionStanding.IN_LINE) & (result.number <= held.number),
                settled.number <= held.number,
            ),
        )
        .options(joinedload(Suggestion.contribution), joinedload(Suggestion.author))
        .order_by(Suggestion.id)
    )
    return list(session.scalars(chosen).unique())
