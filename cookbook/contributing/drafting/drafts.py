"""Drafts: what stands in a form before it is saved, one for each person and text. No revisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cookbook.contributing.problems import ContributionError
from cookbook.models import Contribution, ContributionKind, Draft, Person, Revision, Volume, now

WINDOW = "window"
"""Under this name a draft's fields say which window of which browser wrote them."""


class WrittenElsewhereError(ContributionError):
    """Words for a draft that another window of the same person has written since."""


@dataclass(frozen=True)
class Place:
    """What somebody's draft is of: a text that is there, or a new one of a kind in a volume."""

    person: Person
    volume: Volume
    kind: ContributionKind
    contribution: Contribution | None = None


@dataclass(frozen=True)
class Seen:
    """What a window knows of a draft: its own name, and the version that it last saw ("": none)."""

    window: str = ""
    version: str = ""

    def covers(self, draft: Draft) -> bool:
        """Tell whether nothing stands in the draft that the window has not seen or written."""
        wrote = bool(self.window) and draft.fields.get(WINDOW) == self.window
        return wrote or self.version == version_of(draft)


def version_of(draft: Draft) -> str:
    """Give the word that changes whenever a draft does."""
    return draft.changed_at.isoformat()


def find_draft(session: Session, place: Place) -> Draft | None:
    """Give what its writer has left unsaved in a place."""
    return session.scalar(
        select(Draft).where(*_of(place)).execution_options(populate_existing=True)
    )


def drafts_of(session: Session, person: Person) -> list[Draft]:
    """Give all drafts of a person, the newest first."""
    chosen = select(Draft).where(Draft.person_id == person.id)
    return list(session.scalars(chosen.order_by(Draft.changed_at.desc(), Draft.id)))


def keep_draft(
    session: Session,
    place: Place,
    words: Mapping[str, object],
    *,
    base: Revision | None,
    seen: Seen,
) -> Draft:
    """Keep words that a window sends, in the place of those that it sent before.

    Raises WrittenElsewhereError where the draft holds other words that this window knows nothing
    of; they stay.
    """
    fields = {**words, WINDOW: seen.window}
    draft = find_draft(session, place)
    if draft is None:
        return _begin(session, place, fields, base)
    if not seen.covers(draft) and words_of_draft(draft) != dict(words):
        raise _written_elsewhere(place)
    before = draft.changed_at
    kept = session.execute(
        update(Draft)
        .where(Draft.id == draft.id, Draft.changed_at == before)
        .values(fields=fields, base_id=base.id if base else None, changed_at=now())
        .execution_options(synchronize_session=False)
    )
    if not kept.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise _written_elsewhere(place)
    session.refresh(draft)
    return draft


def drop_draft(session: Session, place: Place, seen: Seen) -> bool:
    """Let go of a draft whose words are saved, or no longer wanted; tell whether it is gone.

    One with words that the window has not seen stays.
    """
    draft = find_draft(session, place)
    if draft is None:
        return True
    if not seen.covers(draft):
        return False
    session.delete(draft)
    session.flush()
    return True


def words_of_draft(draft: Draft) -> dict[str, object]:
    """Give what stands in the fields of a draft."""
    return {name: value for name, value in draft.fields.items() if name != WINDOW}


def _begin(
    session: Session, place: Place, fields: dict[str, object], base: Revision | None
) -> Draft:
    draft = Draft(
        person_id=place.person.id,
        volume_id=place.volume.id,
        kind=place.kind,
        contribution_id=place.contribution.id if place.contribution else None,
        base_id=base.id if base else None,
        fields=fields,
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as err:
        raise _written_elsewhere(place) from err
    return draft


def _of(place: Place) -> tuple[ColumnElement[bool], ...]:
    if place.contribution is not None:
        return (
            Draft.person_id == place.person.id,
            Draft.contribution_id == place.contribution.id,
        )
    return (
        Draft.person_id == place.person.id,
        Draft.volume_id == place.volume.id,
        Draft.kind == place.kind,
        Draft.contribution_id.is_(None),
    )


def _written_elsewhere(place: Place) -> WrittenElsewhereError:
    what = "this text" if place.contribution else f"a new {place.kind.value}"
    return WrittenElsewhereError(
        f"You are writing {what} in another window too.",
        remedy="What stands here is kept in this browser. Save it, and nothing is lost.",
    )
