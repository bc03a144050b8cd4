"""Taking what was handed in without an account to an account: once, and then the link is closed."""

from __future__ import annotations

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from cookbook.archive.records import record
from cookbook.contributing.handing_in import CLAIMED_ACTION, subject_of
from cookbook.contributing.problems import ContributionError
from cookbook.models import Consent, Contribution, GuestLink, Person, Revision, VolumeFile, now


class ClosedLinkError(ContributionError):
    """A private link whose contribution belongs to an account by now."""

    def __init__(self) -> None:
        super().__init__(
            "This link has done its work.",
            remedy="What it led to belongs to an account now: sign in, and look at your texts.",
        )


def claim(session: Session, link: GuestLink, *, person: Person) -> Contribution:
    """Make a person the author of what a guest handed in, with the guest's revisions and photos.

    Raises ClosedLinkError where it was claimed before; of two at once, one gets it.
    """
    contribution = link.contribution
    taken = (
        update(GuestLink)
        .where(GuestLink.id == link.id, GuestLink.claimed_at.is_(None))
        .values(claimed_by_id=person.id, claimed_at=now())
    )
    if not _changed(session, taken):
        raise ClosedLinkError
    this = contribution.id
    for credit in (
        update(Contribution)
        .where(Contribution.id == this, Contribution.author_id.is_(None))
        .values(author_id=person.id),
        update(Revision)
        .where(
            Revision.contribution_id == this,
            Revision.author_id.is_(None),
            Revision.author_name == link.name,
        )
        .values(author_id=person.id),
        update(VolumeFile)
        .where(VolumeFile.contribution_id == this, VolumeFile.added_by_id.is_(None))
        .values(added_by_id=person.id),
        update(Consent)
        .where(Consent.contribution_id == this, Consent.person_id.is_(None))
        .values(person_id=person.id),
    ):
        _changed(session, credit)
    session.expire_all()
    record(session, person, CLAIMED_ACTION, subject_of(contribution))
    return contribution


def _changed(session: Session, statement: Update) -> bool:
    session.flush()
    done = session.execute(statement.execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
