"""Editions: released by freezing a volume, tried again, discarded where they failed."""

from __future__ import annotations

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_settings
from cookbook.archive.records import record
from cookbook.models import (
    Build,
    BuildPurpose,
    BuildState,
    Contribution,
    Edition,
    EditionState,
    Entry,
    Person,
    Volume,
    now,
)
from cookbook.models.base import TITLE_MAX_LENGTH
from cookbook.publishing.builds import ACTIVE_STATES
from cookbook.publishing.folders import Frozen, freeze_volume
from cookbook.publishing.imprints import with_imprint
from cookbook.publishing.problems import EditionStateError
from cookbook.publishing.statements import change_rows, insert_unless_taken

TRIES = 5


def release_edition(
    session: Session, volume: Volume, *, person: Person | None, note: str = ""
) -> Build:
    """Freeze the volume as its next edition and queue its build; readers see it once that is done.

    Its imprint gets its number and day, unless the settings say something new of it.

    Editions that failed and were never public make way for it. Hand the build's id to
    `tasks.start_build` after the commit. Raises NotReadyError, and EditionStateError while another
    edition of the volume is being pressed.
    """
    frozen = freeze_volume(session, volume)
    failed = select(Edition).where(
        Edition.volume_id == volume.id, Edition.state == EditionState.FAILED
    )
    for edition in session.scalars(failed).all():
        discard_edition(session, edition, person=person)
    number = _insert_edition(session, volume, frozen, person, note)
    edition = session.scalars(
        select(Edition).where(Edition.volume_id == volume.id, Edition.number == number)
    ).one()
    build = _queue_build(session, edition, person)
    record(session, person, "release edition", volume.slug, f"edition {number}")
    return build


def retry_edition(session: Session, edition: Edition, *, person: Person | None) -> Build:
    """Queue another build of an edition that failed, from the very same texts and pictures.

    Hand its id to `tasks.start_build` after the commit. Raises EditionStateError, also where an
    author has withdrawn one of the texts since.
    """
    refuse_withdrawn(session, edition)
    if not change_rows(
        session,
        Edition,
        Edition.id == edition.id,
        Edition.state == EditionState.FAILED,
        state=EditionState.PRESSING,
    ):
        raise EditionStateError(f"edition {edition.number} has not failed.")
    session.refresh(edition)
    build = _queue_build(session, edition, person)
    record(session, person, "retry edition", edition.volume.slug, f"edition {edition.number}")
    return build


def discard_edition(session: Session, edition: Edition, *, person: Person | None) -> None:
    """Take away an edition that failed, with its builds; its number is free again.

    Raises EditionStateError for one that is released or being pressed.
    """
    slug, number = edition.volume.slug, edition.number
    gone = session.execute(
        delete(Edition)
        .where(Edition.id == edition.id, Edition.state == EditionState.FAILED)
        .execution_options(synchronize_session=False)
    )
    if not gone.rowcount:  # type: ignore[attr-defined]  # a DELETE gives a CursorResult
        raise EditionStateError(f"edition {number} has not failed; only such can be discarded.")
    session.expire_all()
    record(session, person, "discard edition", slug, f"edition {number}")


def refuse_withdrawn(session: Session, edition: Edition) -> None:
    """Raise EditionStateError where an edition holds a text that its author has withdrawn since.

    Withdrawing takes acceptance and place away; handing in again does not bring them back.
    """
    pinned = exists().where(
        Entry.contribution_id == Contribution.id, Entry.pinned_revision_id.is_not(None)
    )
    chosen = select(Contribution.path, Contribution.title).where(
        Contribution.volume_id == edition.volume_id, Contribution.accepted_id.is_(None), ~pinned
    )
    for path, title in session.execute(chosen):
        if path in edition.manifest:
            raise EditionStateError(
                f'"{title}" stands in edition {edition.number}, and its author has withdrawn it.',
                remedy="Discard this edition, and release the book anew without that text.",
            )


def frozen_edition(edition: Edition) -> Frozen:
    """Give what an edition was made from."""
    return Frozen(edition.book, edition.credits, edition.bibliography, edition.manifest)


def _insert_edition(
    session: Session, volume: Volume, frozen: Frozen, person: Person | None, note: str
) -> int:
    """Insert the edition under the next number; give the number."""
    highest = select(func.max(Edition.number)).where(Edition.volume_id == volume.id)
    pressing = select(Edition.number).where(
        Edition.volume_id == volume.id, Edition.state == EditionState.PRESSING
    )
    earlier = session.scalars(select(Edition.book).where(Edition.volume_id == volume.id)).all()
    for _ in range(TRIES):
        # In this order, so that of two who release at once the second hears of the first.
        number = (session.scalar(highest) or 0) + 1
        other = session.scalars(pressing).first()
        if other is not None:
            raise EditionStateError(
                f"edition {other} is being pressed just now.",
                remedy="Wait until it is done, or cancel it.",
            )
        values = {
            "volume_id": volume.id,
            "number": number,
            "title": volume_settings(volume).title[:TITLE_MAX_LENGTH],
            "note": note,
            "state": EditionState.PRESSING,
            "made_by_id": person.id if person else None,
            **frozen.as_values(),
            "book": with_imprint(frozen.book, number, now().date(), earlier),
        }
        if insert_unless_taken(session, Edition, values):
            return number
    raise EditionStateError("others release this volume too.", remedy="Try again in a moment.")


def _queue_build(session: Session, edition: Edition, person: Person | None) -> Build:
    """Queue a build of an edition, or give the one that is active."""
    values = {
        "volume_id": edition.volume_id,
        "edition_id": edition.id,
        "purpose": BuildPurpose.EDITION,
        "state": BuildState.QUEUED,
        "asked_by_id": person.id if person else None,
    }
    insert_unless_taken(session, Build, values)
    return session.scalars(
        select(Build).where(Build.edition_id == edition.id, Build.state.in_(ACTIVE_STATES))
    ).one()
