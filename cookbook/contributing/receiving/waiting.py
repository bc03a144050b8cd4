"""The original that a form names: read from it, shown above it, kept when its text is saved."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from cookbook.contributing.forms import WritingForm
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.receiving.originals import (
    Received,
    attach_original,
    read_received,
    sign_received,
)
from cookbook.contributing.sheets import Sheet
from cookbook.exchange.pasted.reading import Pasted, read_pasted
from cookbook.extensions import get_storage
from cookbook.models import OriginalWay, Person, Revision

PICTURE_SALT = "a picture that waits for its text"


@dataclass(frozen=True)
class ShownOriginal:
    """What came in, to be laid beside the form; `pasted` says how its lines were understood."""

    received: Received
    pasted: Pasted | None = None


def filled_form(sheet: Sheet, received: Received) -> WritingForm:
    """Make a form that is filled with the sheet's text, and names what that was made of."""
    form = sheet.filled_form()
    form.original.data = sign_received(received, owner=_owner(sheet.writer), secret=_secret())
    return form


def named_original(form: WritingForm, person: Person | Guest) -> Received | None:
    """Give what a form that was sent names, if this person sent it."""
    return received_named(form.original.data or "", person)


def word_of(received: Received, person: Person | Guest) -> str:
    """Give the word that names what came in, in another form of the same person."""
    return sign_received(received, owner=_owner(person), secret=_secret())


def received_named(word: str, person: Person | Guest) -> Received | None:
    """Give what a word names, if this person sent it."""
    return read_received(word, owner=_owner(person), secret=_secret()) if word else None


def waiting_pictures(form: WritingForm, person: Person) -> dict[str, str]:
    """Give the addresses of the pictures of a text that isn't saved yet, by their paths."""
    received = named_original(form, person)
    if received is None:
        return {}
    return {path: waiting_address(digest, person) for path, digest in received.pictures}


def waiting_address(digest: str, person: Person) -> str:
    """Give the address at which a picture of a text that isn't saved yet is shown to a person."""
    word = URLSafeSerializer(_secret(), salt=PICTURE_SALT).dumps([_owner(person), digest])
    return url_for("contributing.waiting_picture", word=word)


def picture_named(word: str, person: Person) -> str:
    """Give the digest of the picture that an address names, or "" where it is not this person's."""
    try:
        owner, digest = URLSafeSerializer(_secret(), salt=PICTURE_SALT).loads(word)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(digest) if owner == _owner(person) else ""


def attach_named_original(
    session: Session, revision: Revision, form: WritingForm, person: Person | Guest
) -> None:
    """Keep with a first revision what its form says that it was made of."""
    received = named_original(form, person)
    if received is not None:
        account = None if isinstance(person, Guest) else person
        attach_original(session, get_storage(), revision, received, person=account)


def shown_original(form: WritingForm, person: Person | Guest) -> ShownOriginal | None:
    """Give what a form was filled from, to be shown beside it."""
    received = named_original(form, person)
    if received is None:
        return None
    if received.way is not OriginalWay.PASTED:
        return ShownOriginal(received)
    return ShownOriginal(received, read_pasted(get_storage().read(received.digest).decode()))


def _owner(person: Person | Guest) -> str:
    return f"{'guest' if isinstance(person, Guest) else 'person'} {person.id}"


def _secret() -> str:
    return str(current_app.secret_key)
