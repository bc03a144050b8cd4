"""A contribution's way between its author and the editors: handed in, taken back, handed in again.

Each step is one statement that only finds what is in the right state, so that two who press at
once can't both have their way.
"""

from __future__ import annotations

from sqlalchemy import Update, exists, select, update
from sqlalchemy.orm import Session

from cookbook.archive.frames import take_from_book
from cookbook.archive.records import record
from cookbook.contributing.problems import NotNowError, NotYoursError
from cookbook.contributing.settling import open_disputes
from cookbook.models import (
    Contribution,
    ContributionState,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    now,
)

SUBMITTED_ACTION = "handed in"
WITHDRAWN_ACTION = "withdrew"
CLAIMED_ACTION = "claimed"

CAN_BE_HANDED_IN = frozenset(
    {
        ContributionState.DRAFT,
        ContributionState.CHANGES_REQUESTED,
        ContributionState.WITHDRAWN,
        ContributionState.ACCEPTED,
    }
)
CAN_BE_WITHDRAWN = frozenset(
    {
        ContributionState.DRAFT,
        ContributionState.SUBMITTED,
        ContributionState.IN_REVIEW,
        ContributionState.CHANGES_REQUESTED,
        ContributionState.ACCEPTED,
    }
)
CAN_BE_WRITTEN = frozenset(ContributionState) - {ContributionState.DECLINED}


def subject_of(contribution: Contribution) -> str:
    """Give the name under which records speak of a contribution."""
    return f"contribution {contribution.id}"


def can_hand_in(contribution: Contribution) -> bool:
    """Tell whether there is something that its editors have not been asked to look at."""
    if contribution.state is ContributionState.ACCEPTED:
        return contribution.head_id != contribution.accepted_id
    return contribution.state in CAN_BE_HANDED_IN


def may_hand_in(contribution: Contribution, person: Person) -> bool:
    """Tell whether, of those who may change a text, this person may hand it in.

    That is its author. An editor does it for a text that nobody with an account wrote, and for
    their own correction of one that was accepted.
    """
    if contribution.author_id is None or contribution.author_id == person.id:
        return True
    return contribution.state is ContributionState.ACCEPTED


def hand_in(session: Session, contribution: Contribution, *, person: Person | None) -> None:
    """Ask the editors to look at the newest revision; None is who sent it without an account.

    Raises NotYoursError, and NotNowError where they have been asked, where nothing is new since
    they accepted it, where it was declined, or where two versions of it wait to be settled.
    """
    may = contribution.author_id is None if person is None else may_hand_in(contribution, person)
    if not may:
        raise NotYoursError(
            f'Only its author hands in "{contribution.title}".',
            remedy="Your changes are saved; write to the author.",
        )
    if open_disputes(session, [contribution]):
        raise NotNowError(
            "Two versions of this text contradict each other.",
            remedy="Settle them first; then hand it in.",
        )
    moment = now()
    asked = (
        update(Contribution)
        .where(
            Contribution.id == contribution.id,
            Contribution.head_id.is_not(None),
            Contribution.state.in_(CAN_BE_HANDED_IN - {ContributionState.ACCEPTED})
            | (
                (Contribution.state == ContributionState.ACCEPTED)
                & (Contribution.head_id != Contribution.accepted_id)
            ),
        )
        .values(state=ContributionState.SUBMITTED, submitted_at=moment, changed_at=moment)
    )
    if not _done(session, contribution, asked):
        raise _not_now(contribution)
    record(session, person, SUBMITTED_ACTION, subject_of(contribution), _revision(contribution))


def withdraw(session: Session, contribution: Contribution, *, person: Person | None) -> None:
    """Take a contribution back: editors no longer have it, and the volume loses it.

    None is who sent it without an account.

    Raises NotNowError where a released edition holds it, or where it was withdrawn or declined.
    """
    if in_an_edition(session, contribution):
        raise NotNowError(
            f'"{contribution.title}" stands in a released book, which never changes.',
            remedy="Write to the editors, who can leave it out of the next edition.",
        )
    taken = (
        update(Contribution)
        .where(Contribution.id == contribution.id, Contribution.state.in_(CAN_BE_WITHDRAWN))
        .values(state=ContributionState.WITHDRAWN, accepted_id=None, changed_at=now())
    )
    if not _done(session, contribution, taken):
        raise _not_now(contribution)
    take_from_book(session, contribution)
    record(session, person, WITHDRAWN_ACTION, subject_of(contribution), _revision(contribution))


def in_an_edition(session: Session, contribution: Contribution) -> bool:
    """Tell whether a contribution stands in an edition that is released, or about to be."""
    held = exists().where(
        EditionEntry.contribution_id == contribution.id,
        EditionEntry.edition_id == Edition.id,
        Edition.state != EditionState.FAILED,
    )
    if session.scalar(select(held)):
        return True
    # While it is pressed, an edition has no entries yet; what it will hold is frozen already.
    pressing = select(Edition.manifest).where(
        Edition.volume_id == contribution.volume_id, Edition.state == EditionState.PRESSING
    )
    return any(contribution.path in manifest for manifest in session.scalars(pressing))


def can_withdraw(session: Session, contribution: Contribution) -> bool:
    """Tell whether its author may take a contribution back."""
    return contribution.state in CAN_BE_WITHDRAWN and not in_an_edition(session, contribution)


def _done(session: Session, contribution: Contribution, statement: Update) -> bool:
    session.flush()
    result = session.execute(statement.execution_options(synchronize_session=False))
    session.expire(contribution)
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def _revision(contribution: Contribution) -> str:
    return f"revision {contribution.head.number}" if contribution.head else ""


def _not_now(contribution: Contribution) -> NotNowError:
    state = contribution.state
    if state in (ContributionState.SUBMITTED, ContributionState.IN_REVIEW):
        return NotNowError(f'"{contribution.title}" is with the editors already.')
    if state is ContributionState.ACCEPTED:
        return NotNowError(f'"{contribution.title}" has been accepted as it is.')
    return NotNowError(f'"{contribution.title}" was {state.value}.')
