"""Where a contribution stands, what happened to it, and what its author should do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cookbook.archive.suggestions import revisions_of_suggestions
from cookbook.contributing.handing_in import (
    CLAIMED_ACTION,
    SUBMITTED_ACTION,
    WITHDRAWN_ACTION,
    subject_of,
)
from cookbook.contributing.saving import author_of
from cookbook.contributing.settling import open_disputes
from cookbook.models import (
    AuditRecord,
    Contribution,
    ContributionState,
    GuestLink,
    Person,
    Review,
    Revision,
    RevisionStanding,
    Verdict,
)


class Tone(Enum):
    """How something that happened is to be shown."""

    CALM = "calm"
    GOOD = "good"
    WAIT = "wait"
    ACT = "act"


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what, with which words, and the revision it concerns."""

    moment: dt.datetime
    title: str
    icon: str
    tone: Tone = Tone.CALM
    words: str = ""
    revision: Revision | None = None


@dataclass(frozen=True)
class OnTheDesk:
    """A contribution on its author's desk: what to do next, the last note, what is unsettled."""

    contribution: Contribution
    next_step: str
    note: Review | None
    disputes: tuple[Revision, ...]

    @property
    def asks(self) -> bool:
        """Tell whether its author has to do something."""
        return bool(self.disputes) or self.contribution.state in (
            ContributionState.DRAFT,
            ContributionState.CHANGES_REQUESTED,
        )


_NEXT = {
    ContributionState.DRAFT: "Hand it in when you are happy with it. Only you can see it so far.",
    ContributionState.SUBMITTED: "Nothing to do: the editors will read it and write to you.",
    ContributionState.IN_REVIEW: "Nothing to do: an editor is reading it.",
    ContributionState.CHANGES_REQUESTED: "Read the editor's note, change your text, hand it in again.",  # noqa: E501 -- one sentence
    ContributionState.ACCEPTED: "Nothing to do: it is accepted for the book.",
    ContributionState.DECLINED: "It won't be in this book. The editor's note says why.",
    ContributionState.WITHDRAWN: "You took it back. Hand it in again if you change your mind.",
}


def next_step(contribution: Contribution, disputes: Sequence[Revision] = ()) -> str:
    """Say what its author should do next with a contribution."""
    if disputes:
        return "Settle two versions that contradict each other."
    if (
        contribution.state is ContributionState.ACCEPTED
        and contribution.head_id != contribution.accepted_id
    ):
        return "You changed it after it was accepted. Hand in the new version, or leave it."
    return _NEXT[contribution.state]


def desk_of(session: Session, person: Person) -> list[OnTheDesk]:
    """Give all contributions of a person: those first that ask for something, then the newest."""
    chosen = (
        select(Contribution)
        .where(Contribution.author_id == person.id)
        .options(joinedload(Contribution.volume))
        .order_by(Contribution.changed_at.desc(), Contribution.id.desc())
    )
    contributions = list(session.scalars(chosen))
    waiting = open_disputes(session, contributions)
    notes = _last_notes(session, contributions)
    shown = []
    for each in contributions:
        disputes = tuple(one for one in waiting if one.contribution_id == each.id)
        note = notes.get(each.id) if each.state in _WITH_A_NOTE else None
        shown.append(OnTheDesk(each, next_step(each, disputes), note, disputes))
    return sorted(shown, key=lambda each: not each.asks)


_WITH_A_NOTE = (ContributionState.CHANGES_REQUESTED, ContributionState.DECLINED)


def last_note(contribution: Contribution) -> Review | None:
    """Give the editor's note that the author has to read now, or None."""
    if contribution.state not in _WITH_A_NOTE or not contribution.reviews:
        return None
    return contribution.reviews[-1]


def happenings(session: Session, contribution: Contribution) -> list[Happening]:
    """Give all that happened to a contribution, newest first."""
    suggested = revisions_of_suggestions(session, contribution)
    told = [
        _of_suggestion(each) if each.id in suggested else _of_revision(each)
        for each in contribution.revisions
    ]
    told += [_of_review(each) for each in contribution.reviews]
    told += _of_records(session, contribution)
    return sorted(told, key=lambda each: each.moment, reverse=True)


def revisions_newest_first(session: Session, contribution: Contribution) -> list[Revision]:
    """Give all revisions of a contribution."""
    chosen = (
        select(Revision)
        .where(Revision.contribution_id == contribution.id)
        .order_by(Revision.number.desc())
    )
    return list(session.scalars(chosen))


def _last_notes(session: Session, contributions: Sequence[Contribution]) -> dict[int, Review]:
    ids = [each.id for each in contributions if each.state in _WITH_A_NOTE]
    chosen = select(Review).where(Review.contribution_id.in_(ids)).order_by(Review.id)
    return {review.contribution_id: review for review in session.scalars(chosen)}


def _of_revision(revision: Revision) -> Happening:
    who = author_of(revision)
    if revision.standing is RevisionStanding.DIVERGENT:
        title, icon, tone = (
            f"{who} saved a version that waits to be settled",
            "alert-triangle",
            Tone.ACT,
        )
    elif revision.standing is RevisionStanding.SETTLED:
        title, icon, tone = f"{who} saved from an older version", "git-merge", Tone.CALM
    elif revision.merged_id is not None:
        title, icon, tone = f"{who} brought two versions together", "git-merge", Tone.CALM
    elif revision.number == 1:
        title, icon, tone = f"{who} began", "feather", Tone.CALM
    else:
        title, icon, tone = f"{who} changed the text", "pencil", Tone.CALM
    words = "" if revision.number == 1 else revision.summary
    return Happening(revision.created_at, title, icon, tone, words, revision)


def _of_suggestion(revision: Revision) -> Happening:
    """Tell of a revision in the words of somebody who suggested it, or of who took it."""
    who = author_of(revision)
    if revision.standing is RevisionStanding.IN_LINE:
        title, icon = f"{who} took a suggestion", "git-merge"
    else:
        title, icon = f"{who} suggested a change", "bulb"
    waits = revision.standing is RevisionStanding.DIVERGENT
    tone = Tone.ACT if waits else Tone.CALM
    return Happening(revision.created_at, title, icon, tone, revision.summary, revision)


_VERDICTS = {
    Verdict.ACCEPT: ("accepted it", "circle-check", Tone.GOOD),
    Verdict.ASK_FOR_CHANGES: ("asked for changes", "message-circle", Tone.ACT),
    Verdict.DECLINE: ("declined it", "circle-x", Tone.CALM),
}


def _of_review(review: Review) -> Happening:
    what, icon, tone = _VERDICTS[review.verdict]
    who = review.editor.name if review.editor else "An editor"
    return Happening(review.created_at, f"{who} {what}", icon, tone, review.note, review.revision)


_ACTIONS = {
    SUBMITTED_ACTION: ("handed it in", "send", Tone.WAIT),
    WITHDRAWN_ACTION: ("took it back", "arrow-back-up", Tone.CALM),
    CLAIMED_ACTION: ("took it to an account", "user", Tone.CALM),
}


def _of_records(session: Session, contribution: Contribution) -> list[Happening]:
    chosen = (
        select(AuditRecord)
        .where(AuditRecord.subject == subject_of(contribution), AuditRecord.action.in_(_ACTIONS))
        .options(joinedload(AuditRecord.person))
    )
    told = []
    guest = session.scalar(
        select(GuestLink.name).where(GuestLink.contribution_id == contribution.id)
    )
    for each in session.scalars(chosen):
        what, icon, tone = _ACTIONS[each.action]
        who = each.person.name if each.person else guest or "Somebody"
        told.append(Happening(each.at, f"{who} {what}", icon, tone))
    return told
