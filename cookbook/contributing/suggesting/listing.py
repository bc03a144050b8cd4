"""Lists of suggestions: on one's desk, and for the editors of a volume."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from cookbook.models import Contribution, Person, Suggestion, SuggestionState, Volume

MOST_SHOWN = 30


@dataclass(frozen=True)
class DeskSuggestions:
    """What waits for a person's decision, and what they have suggested, the newest first."""

    waiting: list[Suggestion]
    mine: list[Suggestion]


def suggestions_on_desk(session: Session, person: Person) -> DeskSuggestions:
    """Give the suggestions that concern a person as a writer."""
    waiting = (
        _with_texts()
        .join(Contribution, Contribution.id == Suggestion.contribution_id)
        .where(Contribution.author_id == person.id, Suggestion.state == SuggestionState.OPEN)
        .order_by(Suggestion.id)
    )
    mine = (
        _with_texts()
        .where(Suggestion.author_id == person.id)
        .order_by((Suggestion.state != SuggestionState.OPEN), Suggestion.id.desc())
        .limit(MOST_SHOWN)
    )
    return DeskSuggestions(list(session.scalars(waiting)), list(session.scalars(mine)))


def suggestions_to_volume(
    session: Session, volume: Volume
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Give the suggestions to a volume's texts that wait, and the last that are decided."""
    chosen = (
        _with_texts()
        .join(Contribution, Contribution.id == Suggestion.contribution_id)
        .where(Contribution.volume_id == volume.id)
    )
    is_open = Suggestion.state == SuggestionState.OPEN
    waiting = chosen.where(is_open).order_by(Suggestion.id)
    decided = chosen.where(~is_open).order_by(Suggestion.decided_at.desc()).limit(MOST_SHOWN)
    return list(session.scalars(waiting)), list(session.scalars(decided))


def _with_texts() -> Select[Suggestion]:
    return select(Suggestion).options(
        joinedload(Suggestion.contribution).joinedload(Contribution.volume),
        joinedload(Suggestion.decided_by),
    )
