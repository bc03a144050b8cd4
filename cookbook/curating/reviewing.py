"""Reviewing: a verdict on the very revision that an editor read, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cookbook.accounts.roles import editors_of
from cookbook.archive.frames import place_contribution
from cookbook.archive.records import record
from cookbook.archive.verdicts import VERDICT_ACTIONS, record_verdict, subject_of
from cookbook.curating.problems import (
    NewerRevisionError,
    NoteMissingError,
    NotWaitingError,
    OwnContributionError,
    VerdictStandsError,
)
from cookbook.models import (
    AuditRecord,
    Contribution,
    ContributionState,
    Edition,
    EditionEntry,
    EditionState,
    Part,
    Person,
    Review,
    Revision,
    Verdict,
    now,
)

TAKE = "took up"
REOPEN = "took a verdict back"
WAITING = (ContributionState.SUBMITTED, ContributionState.IN_REVIEW)
JUDGED = (
    ContributionState.ACCEPTED,
    ContributionState.CHANGES_REQUESTED,
    ContributionState.DECLINED,
)


@dataclass(frozen=True)
class Opinion:
    """What an editor says of a revision: a verdict and a note to the author.

    `part` is where the text is to stand, if it is accepted and has no place yet.
    """

    verdict: Verdict
    note: str = ""
    part: Part | None = None


def may_review(session: Session, contribution: Contribution, editor: Person) -> bool:
    """Tell whether an editor may judge a contribution: not their own, while there are others.

    A second pair of eyes is what a review is for. The only editor of a village's book must be able
    to finish it all the same.
    """
    if contribution.author_id != editor.id:
        return True
    return all(each.id == editor.id for each in editors_of(session, contribution.volume))


def take_up(session: Session, contribution: Contribution, *, editor: Person) -> None:
    """Tell everybody that an editor is at work on a contribution, which waits for its review.

    Taking it over from another editor is allowed: people fall ill. Raises NotWaitingError.
    """
    _move(session, contribution, WAITING, {"state": ContributionState.IN_REVIEW})
    record(session, editor, TAKE, subject_of(contribution))


def review_revision(
    session: Session, revision: Revision, opinion: Opinion, *, editor: Person
) -> Review:
    """Judge the revision that an editor read.

    Raises NewerRevisionError where its author has handed in a newer one meanwhile, NotWaitingError
    where it waits for no verdict, OwnContributionError, NoteMissingError, and FrameError where it
    is to be placed and stands in the book already; then nothing is changed.
    """
    contribution = revision.contribution
    note = opinion.note.strip()
    if opinion.verdict is not Verdict.ACCEPT and not note:
        raise NoteMissingError
    if not may_review(session, contribution, editor):
        others = ", ".join(
            each.name for each in editors_of(session, contribution.volume) if each.id != editor.id
        )
        raise OwnContributionError(
            "This is your own contribution, and somebody else is to read it.",
            remedy=f"Ask {others}.",
        )
    # What was accepted before comes back if this is taken back.
    before = contribution.accepted_id
    outcome = _outcome(contribution, revision, opinion.verdict)
    _move(session, contribution, WAITING, outcome, revision)
    review = Review(
        contribution=contribution,
        revision=revision,
        editor=editor,
        verdict=opinion.verdict,
        note=note,
    )
    session.add(review)
    session.flush()
    if opinion.verdict is Verdict.ACCEPT and opinion.part is not None and not contribution.entry:
        place_contribution(session, contribution, opinion.part)
    record_verdict(session, review, before)
    return review


def take_back(session: Session, contribution: Contribution, *, editor: Person) -> Review:
    """Take the last verdict on a contribution back; it waits for its review again.

    Gives the verdict. The contribution's place in the book stays its own. Raises
    VerdictStandsError where there is none to take back, where the author has changed the text
    since, or where an edition holds what was accepted.
    """
    review = standing_verdict(session, contribution)
    if review is None or contribution.state not in JUDGED:
        raise VerdictStandsError(f'There is no verdict on "{contribution.title}" to take back.')
    if contribution.head_id != review.revision_id:
        raise VerdictStandsError(
            f'The author of "{contribution.title}" has written a newer version since.',
            remedy="Review that one when it is handed in.",
        )
    if review.verdict is Verdict.ACCEPT and in_edition(session, review.revision):
        raise VerdictStandsError(
            f'This version of "{contribution.title}" stands in an edition, which never changes.',
            remedy="Ask the author for a new version; it goes into the next edition.",
        )
    values: dict[str, object] = {"state": ContributionState.IN_REVIEW}
    if review.verdict is Verdict.ACCEPT:
        values["accepted_id"] = _accepted_before(session, contribution, review)
    _move(session, contribution, (contribution.state,), values, review.revision)
    record(session, editor, REOPEN, subject_of(contribution), str(review.id))
    return review


def standing_verdict(session: Session, contribution: Contribution) -> Review | None:
    """Give the last verdict on a contribution that was not taken back, or None."""
    gone = taken_back(session, contribution)
    return next(
        (each for each in reversed(_reviews(session, contribution)) if each.id not in gone), None
    )


def taken_back(session: Session, contribution: Contribution) -> frozenset[int]:
    """Give the ids of the verdicts on a contribution that were taken back."""
    chosen = select(AuditRecord.detail).where(
        AuditRecord.action == REOPEN, AuditRecord.subject == subject_of(contribution)
    )
    return frozenset(int(detail) for detail in session.scalars(chosen))


def takers_of(session: Session, contributions: Iterable[Contribution]) -> Mapping[int, Person]:
    """Give who is at work on each contribution that is in review, by its id."""
    subjects = {
        subject_of(each): each.id
        for each in contributions
        if each.state is ContributionState.IN_REVIEW
    }
    if not subjects:
        return {}
    chosen = (
        select(AuditRecord.subject, Person)
        .join(Person, AuditRecord.person_id == Person.id)
        .where(AuditRecord.action.in_((TAKE, REOPEN)), AuditRecord.subject.in_(subjects))
        .order_by(AuditRecord.id)
    )
    return {subjects[subject]: person for subject, person in session.execute(chosen)}


def in_edition(session: Session, revision: Revision) -> bool:
    """Tell whether an edition holds a revision: one that is out, or one that can still come out."""
    released = select(EditionEntry.id).where(EditionEntry.revision_id == revision.id).limit(1)
    if session.scalars(released).first() is not None:
        return True
    to_come = select(Edition.manifest).where(
        Edition.volume_id == revision.contribution.volume_id,
        Edition.state != EditionState.RELEASED,
    )
    return any(
        held.get("revision") == revision.id
        for manifest in session.scalars(to_come)
        for held in manifest.values()
    )


def _outcome(contribution: Contribution, revision: Revision, verdict: Verdict) -> dict[str, object]:
    if verdict is Verdict.ACCEPT:
        return {"state": ContributionState.ACCEPTED, "accepted_id": revision.id}
    if verdict is Verdict.ASK_FOR_CHANGES:
        return {"state": ContributionState.CHANGES_REQUESTED}
    # Where an earlier version was accepted, it is the newer one that is declined; the book keeps
    # what it has.
    kept = contribution.accepted_id is not None
    return {"state": ContributionState.ACCEPTED if kept else ContributionState.DECLINED}


def _move(
    session: Session,
    contribution: Contribution,
    states: Iterable[ContributionState],
    values: Mapping[str, object],
    seen: Revision | None = None,
) -> None:
    """Change a contribution in one statement, past which no other change slips."""
    conditions = [Contribution.id == contribution.id, Contribution.state.in_(tuple(states))]
    if seen is not None:
        conditions.append(Contribution.head_id == seen.id)
    changed = session.execute(
        update(Contribution)
        .where(*conditions)
        .values(**values, changed_at=now())
        .execution_options(synchronize_session=False)
    )
    session.refresh(contribution)
    if changed.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        return
    if seen is not None and contribution.head_id != seen.id and contribution.state in WAITING:
        raise NewerRevisionError(contribution, seen)
    raise NotWaitingError(contribution)


def _reviews(session: Session, contribution: Contribution) -> list[Review]:
    chosen = select(Review).where(Review.contribution_id == contribution.id).order_by(Review.id)
    return list(session.scalars(chosen))


def _accepted_before(session: Session, contribution: Contribution, review: Review) -> int | None:
    """Give the id of the revision that was the accepted one before a review, or None."""
    chosen = select(AuditRecord.detail).where(
        AuditRecord.action == VERDICT_ACTIONS[Verdict.ACCEPT],
        AuditRecord.subject == subject_of(contribution),
    )
    remembered = dict(detail.split() for detail in session.scalars(chosen))
    return int(remembered.get(str(review.id), 0)) or None
