"""Deciding on a suggestion: taking all or some of it, declining it, taking one's own back.

What is taken makes two revisions: one with the words of whoever suggested it, in their name, and
one that brings it into the text, in the name of whoever took it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy.orm import Session

from cookbook.archive.revisions import Origin, add_revision
from cookbook.contributing.problems import NotNowError, NotYoursError
from cookbook.contributing.saving import refuse_long_text, take_turn
from cookbook.contributing.suggesting.problems import DecidedError, NothingPickedError
from cookbook.manuscript import compare_texts, merge_texts, summarise
from cookbook.manuscript.picking import Picking, pick_places
from cookbook.models import (
    ContributionState,
    Person,
    Revision,
    RevisionStanding,
    Suggestion,
    SuggestionState,
    now,
)


class Outcome(Enum):
    """What became of words that were taken."""

    TAKEN = auto()
    THERE_ALREADY = auto()
    CONTRADICTS = auto()


@dataclass(frozen=True)
class Taken:
    """What became of a suggestion that was taken; `revision` is the one that brought it in.

    Where it contradicts the text, that is the suggestion itself, which waits to be settled; where
    the text says so already, it is the text.
    """

    outcome: Outcome
    revision: Revision


def places_of(suggestion: Suggestion) -> Picking:
    """Give the places in which a suggestion differs from the text that it was made of."""
    return pick_places(suggestion.base.text, suggestion.text)


def contradicts(suggestion: Suggestion) -> bool:
    """Tell whether the text has moved on such that not all of a suggestion goes with it."""
    head = suggestion.contribution.head
    if head is None or head.id == suggestion.base_id:
        return False
    return not merge_texts(suggestion.base.text, suggestion.text, head.text).is_clean


def take_suggestion(
    session: Session,
    suggestion: Suggestion,
    chosen: Collection[int],
    *,
    person: Person,
    answer: str = "",
) -> Taken:
    """Bring the chosen places of a suggestion, by their numbers from 0, into the text.

    Where the text has moved on, the two are merged; where they contradict each other, the
    suggestion waits beside the text to be settled. Raises NothingPickedError, DecidedError,
    NotNowError for what was declined, TooLongError, and FrontMatterError where what was chosen
    doesn't make a text.
    """
    contribution = suggestion.contribution
    _wait_for_turn(session, suggestion)
    head = contribution.head
    if contribution.state is ContributionState.DECLINED or head is None:
        raise NotNowError(f'"{contribution.title}" was declined, and is closed.')
    picking = places_of(suggestion)
    # What differs in nothing that could be ticked, as in blanks alone, is taken as a whole.
    text = picking.text(chosen) if picking.places else suggestion.text
    if text == suggestion.base.text:
        raise NothingPickedError(
            "Nothing is ticked.", remedy="Tick what you want to take, or decline the suggestion."
        )
    taken = _bring_in(session, suggestion, text, head, person)
    is_whole = text == suggestion.text
    suggestion.result = taken.revision
    _decide(
        suggestion,
        SuggestionState.TAKEN if is_whole else SuggestionState.TAKEN_IN_PART,
        person,
        answer,
    )
    session.flush()
    return taken


def decline_suggestion(
    session: Session, suggestion: Suggestion, *, person: Person, answer: str = ""
) -> None:
    """Leave the text as it is; `answer` says why, or "". Raises DecidedError."""
    _wait_for_turn(session, suggestion)
    _decide(suggestion, SuggestionState.DECLINED, person, answer)
    session.flush()


def withdraw_suggestion(session: Session, suggestion: Suggestion, *, person: Person) -> None:
    """Take one's own suggestion back. Raises NotYoursError and DecidedError."""
    if suggestion.author_id != person.id:
        raise NotYoursError("Only who made a suggestion takes it back.")
    _wait_for_turn(session, suggestion)
    _decide(suggestion, SuggestionState.WITHDRAWN, person, "")
    session.flush()


def _wait_for_turn(session: Session, suggestion: Suggestion) -> None:
    """Let nobody decide at the same moment; raises DecidedError where somebody has."""
    take_turn(session, suggestion.contribution)
    session.refresh(suggestion)
    if suggestion.state is SuggestionState.OPEN:
        return
    who = suggestion.decided_by.name if suggestion.decided_by else "Somebody"
    raise DecidedError(
        f"{who} has decided on this suggestion already: it is {suggestion.state.value}."
    )


def _decide(suggestion: Suggestion, state: SuggestionState, person: Person, answer: str) -> None:
    suggestion.state = state
    suggestion.decided_by = person
    suggestion.decided_at = now()
    suggestion.answer = answer


def _bring_in(
    session: Session, suggestion: Suggestion, text: str, head: Revision, person: Person
) -> Taken:
    contribution, base = suggestion.contribution, suggestion.base
    what = summarise(compare_texts(base.text, text))
    merged = merge_texts(base.text, text, head.text).text
    if merged == head.text:
        return Taken(Outcome.THERE_ALREADY, head)
    refuse_long_text(merged or text, contribution.kind)
    theirs = Origin(
        author=suggestion.author,
        author_name=suggestion.author_name,
        summary=f"Suggested: {what[:1].lower()}{what[1:]}",
        parent=base,
    )
    standing = RevisionStanding.DIVERGENT if merged is None else RevisionStanding.SETTLED
    beside = add_revision(session, contribution, text, theirs, standing=standing)
    if merged is None:
        return Taken(Outcome.CONTRADICTS, beside)
    ours = Origin(
        author=person,
        summary=f"{what}, as {suggestion.author_name} suggested",
        parent=head,
        merged=beside,
    )
    return Taken(Outcome.TAKEN, add_revision(session, contribution, merged, ours))
