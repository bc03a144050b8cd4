"""Accepting for the book, in one go with taking it, what an editor has just read."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.orm import Session

from cookbook.accounts.roles import editors_of, is_editor
from cookbook.archive.verdicts import record_verdict
from cookbook.contributing.saving import take_turn
from cookbook.contributing.suggesting.deciding import Outcome, Taken, take_suggestion
from cookbook.contributing.suggesting.problems import NotAtOnceError
from cookbook.models import (
    Contribution,
    ContributionState,
    Person,
    Review,
    Revision,
    Suggestion,
    Verdict,
    now,
)


def may_accept_at_once(session: Session, contribution: Contribution, person: Person) -> bool:
    """Tell whether a person may accept what they take: an editor, and nothing else is new.

    Nobody accepts changes to their own text while there are other editors, and nobody accepts
    along with a suggestion what its author has written since.
    """
    if not is_editor(session, contribution.volume, person):
        return False
    editors = editors_of(session, contribution.volume)
    if contribution.author_id == person.id and any(each.id != person.id for each in editors):
        return False
    return (
        contribution.state is ContributionState.ACCEPTED
        and contribution.head_id == contribution.accepted_id
    )


def take_and_accept(
    session: Session,
    suggestion: Suggestion,
    chosen: Collection[int],
    *,
    person: Person,
    answer: str = "",
) -> Taken:
    """Take a suggestion, and have the book take the text that comes of it.

    Raises as `take_suggestion` does, and NotAtOnceError where the text was changed meanwhile.
    """
    contribution = suggestion.contribution
    take_turn(session, contribution)
    if not may_accept_at_once(session, contribution, person):
        raise NotAtOnceError(
            f'"{contribution.title}" was changed meanwhile, so that there is more to be read.',
            remedy="Take the suggestion without accepting it, and review the new version.",
        )
    taken = take_suggestion(session, suggestion, chosen, person=person, answer=answer)
    if taken.outcome is Outcome.TAKEN:
        _accept(session, contribution, taken.revision, person)
    return taken


def _accept(
    session: Session, contribution: Contribution, revision: Revision, editor: Person
) -> None:
    before = contribution.accepted_id
    session.execute(
        update(Contribution)
        .where(Contribution.id == contribution.id)
        .values(accepted_id=revision.id, changed_at=now())
        .execution_options(synchronize_session=False)
    )
    session.expire(contribution)
    review = Review(
        contribution=contribution, revision=revision, editor=editor, verdict=Verdict.ACCEPT
    )
    session.add(review)
    session.flush()
    record_verdict(session, review, before)
