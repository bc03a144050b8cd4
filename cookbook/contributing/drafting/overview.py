"""What somebody has written and not saved: on their desk, and to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session
from wtforms import HiddenField

from cookbook.contributing.beginning import may_contribute
from cookbook.contributing.drafting.drafts import Place, drafts_of, version_of, words_of_draft
from cookbook.contributing.drafting.words import form_words
from cookbook.contributing.handing_in import CAN_BE_WRITTEN
from cookbook.contributing.sheets import Sheet
from cookbook.models import Contribution, Draft, Person, Revision, Volume


@dataclass(frozen=True)
class DraftShown:
    """A draft as it is shown: its words by the labels of their fields, and where it belongs.

    `can_go_on` tells whether its text can be written on now.
    """

    draft: Draft
    volume: Volume
    contribution: Contribution | None
    title: str
    words: tuple[tuple[str, str], ...]
    can_go_on: bool

    @property
    def version(self) -> str:
        """The word that changes whenever the draft does."""
        return version_of(self.draft)


def unsaved_of(session: Session, person: Person) -> list[DraftShown]:
    """Give all that a person has not saved, the newest first."""
    shown = (show_draft(session, each) for each in drafts_of(session, person))
    return [each for each in shown if each.words]


def place_of_draft(session: Session, draft: Draft) -> Place:
    """Give the place of a draft."""
    return Place(
        session.get_one(Person, draft.person_id),
        session.get_one(Volume, draft.volume_id),
        draft.kind,
        session.get(Contribution, draft.contribution_id) if draft.contribution_id else None,
    )


def show_draft(session: Session, draft: Draft) -> DraftShown:
    """Show a draft."""
    place = place_of_draft(session, draft)
    one = place.contribution
    if one is not None:
        can_go_on = one.state in CAN_BE_WRITTEN
    else:
        can_go_on = may_contribute(session, place.volume, place.person)
    head = one.head if one else None
    base = session.get(Revision, draft.base_id) if draft.base_id else head
    return DraftShown(
        draft,
        place.volume,
        one,
        title=one.title if one else str(draft.fields.get("title") or "").strip(),
        words=tuple(_written(Sheet(place.kind, place.volume, place.person, one, base), draft)),
        can_go_on=can_go_on,
    )


def _written(sheet: Sheet, draft: Draft) -> Iterator[tuple[str, str]]:
    """Give what a draft says otherwise than the form that it was begun in."""
    written = words_of_draft(draft)
    form = sheet.filled_form()
    before = form_words(form)
    for each in form:
        value = written.get(each.name)
        if isinstance(each, HiddenField) or not isinstance(value, str):
            continue
        if value.strip() != str(before.get(each.name) or "").strip():
            yield each.label.text, value
