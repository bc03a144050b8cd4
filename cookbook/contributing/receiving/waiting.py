"""The original that a form names: read from it, shown above it, kept when its text is saved."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from cookbook.contributing.forms import WritingForm
from cookbook.contributing.receiving.originals import (
    Received,
    attach_original,
    read_received,
    sign_received,
)
from cookbook.contributing.sheets import Sheet
from cookbook.extensions import get_storage
from cookbook.models import Person, Revision


@dataclass(frozen=True)
class ShownOriginal:
    """What came in, to be told above the form."""

    received: Received


def filled_form(sheet: Sheet, received: Received) -> WritingForm:
    """Make a form that is filled with the sheet's text, and names what that was made of."""
    form = sheet.filled_form()
    form.original.data = sign_received(received, owner=_owner(sheet.writer), secret=_secret())
    return form


def named_original(form: WritingForm, person: Person) -> Received | None:
    """Give what a form that was sent names, if this person sent it."""
    word = form.original.data or ""
    return read_received(word, owner=_owner(person), secret=_secret()) if word else None


def attach_named_original(
    session: Session, revision: Revision, form: WritingForm, person: Person
) -> None:
    """Keep with a first revision what its form says that it was made of."""
    received = named_original(form, person)
    if received is not None:
        attach_original(session, get_storage(), revision, received, person=person)


def shown_original(form: WritingForm, person: Person) -> ShownOriginal | None:
    """Give what a form was filled from, to be shown beside it."""
    received = named_original(form, person)
    return ShownOriginal(received) if received else None


def _owner(person: Person) -> str:
    return f"person {person.id}"


def _secret() -> str:
    return str(current_app.secret_key)
