"""Proposing a change to an accepted text: who may, of which text, and keeping what they say."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from cookbook.accounts.roles import is_editor
from cookbook.contributing.problems import ForeignRevisionError
from cookbook.contributing.saving import refuse_long_text
from cookbook.contributing.suggesting.finding import QUOTE_MAX_LENGTH
from cookbook.contributing.suggesting.problems import NothingSuggestedError
from cookbook.manuscript import parse_entry
from cookbook.models import (
    Contribution,
    ContributionState,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    Review,
    Revision,
    Suggestion,
    SuggestionState,
    Verdict,
)

CLOSED = frozenset({ContributionState.DECLINED, ContributionState.WITHDRAWN})


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes: a whole text, the words that they began from, and why.

    `name` and `email` are those of somebody without an account.
    """

    text: str
    quote: str = ""
    note: str = ""
    name: str = ""
    email: str = ""


def can_be_suggested_to(
    session: Session, contribution: Contribution, person: Person | None
) -> bool:
    """Tell whether there is an accepted text that this person (None: a passer-by) may read.

    That is what stands in a released edition; those who work on a text may read it before.
    """
    if contribution.accepted_id is None or contribution.state in CLOSED:
        return False
    if person is not None and may_decide(session, contribution, person):
        return True
    released = exists().where(
        EditionEntry.contribution_id == contribution.id,
        EditionEntry.edition_id == Edition.id,
        Edition.state == EditionState.RELEASED,
    )
    return bool(session.scalar(select(released)))


def may_decide(session: Session, contribution: Contribution, person: Person) -> bool:
    """Tell whether a person takes or declines suggestions to a text: its author, or an editor."""
    return contribution.author_id == person.id or is_editor(session, contribution.volume, person)


def base_of_suggestion(session: Session, contribution: Contribution, number: int) -> Revision:
    """Give the revision of this id that a form was filled from: what is accepted, or has been.

    0 gives what is accepted now. Raises ForeignRevisionError for a text that was never shown.
    """
    accepted = contribution.accepted
    if accepted is not None and number in (0, accepted.id):
        return accepted
    base = session.get(Revision, number) if number else None
    if base is None or base.contribution_id != contribution.id or not _was_public(session, base):
        raise ForeignRevisionError(
            "The text that you began from is not there any more.",
            remedy="Open the entry again, and bring your change into it as it stands now.",
        )
    return base


def propose_change(
    session: Session,
    contribution: Contribution,
    proposal: Proposal,
    *,
    base: Revision,
    person: Person | None,
) -> tuple[Suggestion, bool]:
    """Keep a suggestion that was written from `base`; gives it, and whether it is new.

    The very same one, sent twice, is one. Raises NothingSuggestedError, TooLongError, and
    FrontMatterError for a text that can't be read.
    """
    refuse_long_text(proposal.text, contribution.kind)
    parse_entry(proposal.text, contribution.path)
    if proposal.text.rstrip() == base.text.rstrip():
        raise NothingSuggestedError(
            "This is what the text says already.", remedy="Change something in it, then send it."
        )
    name = person.name if person else proposal.name
    _wait_for_others(session, contribution)
    sent_before = session.scalar(
        select(Suggestion).where(
            Suggestion.contribution_id == contribution.id,
            Suggestion.base_id == base.id,
            Suggestion.state == SuggestionState.OPEN,
            Suggestion.author_id.is_(None) if person is None else Suggestion.author == person,
            Suggestion.author_name == name,
            Suggestion.text == proposal.text,
        )
    )
    if sent_before is not None:
        return sent_before, False
    suggestion = Suggestion(
        contribution=contribution,
        base=base,
        text=proposal.text,
        quote=proposal.quote[:QUOTE_MAX_LENGTH],
        note=proposal.note,
        author=person,
        author_name=name,
        email="" if person else proposal.email,
    )
    session.add(suggestion)
    session.flush()
    return suggestion, True


def _was_public(session: Session, revision: Revision) -> bool:
    """Tell whether a revision was accepted once, or stands in a released edition."""
    reviewed = exists().where(Review.revision_id == revision.id, Review.verdict == Verdict.ACCEPT)
    released = exists().where(
        EditionEntry.revision_id == revision.id,
        EditionEntry.edition_id == Edition.id,
        Edition.state == EditionState.RELEASED,
    )
    return bool(session.scalar(select(reviewed | released)))


def _wait_for_others(session: Session, contribution: Contribution) -> None:
    """Make whoever sends the same at the same moment wait until this transaction has ended."""
    session.flush()
    session.execute(
        update(Contribution)
        .where(Contribution.id == contribution.id)
        .values(path=Contribution.path)
        .execution_options(synchronize_session=False)
    )
