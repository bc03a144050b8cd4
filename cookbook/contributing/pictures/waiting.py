"""The pictures that a form names: sent with it or before, changed, and named for its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from flask import current_app, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import TooManyRequests

from cookbook.accounts.limits import count_picture
from cookbook.contributing.photos import PHOTO_MAX_BYTES
from cookbook.contributing.pictures.cards import CutForm, PictureCard, PictureCards, shown_cut
from cookbook.contributing.pictures.figures import Figure
from cookbook.contributing.pictures.sent import SentPicture, read_sent, sign_sent
from cookbook.contributing.pictures.taking import Named, keep_picture, path_of, recut, reshaped
from cookbook.contributing.problems import PhotoError
from cookbook.extensions import db, get_storage
from cookbook.models import Contribution, Person, Volume, VolumeFile

Owner: TypeAlias = Person | str
"""Whoever sends pictures: a person, or what a guest's form is known by."""
ACTION = "picture"
SHOWN = "cards-shown"
"""The field by which a form says that it shows the figures of its text as cards."""


class Change(StrEnum):
    """What can be done to a picture."""

    LEFT = "left"
    RIGHT = "right"
    CUT = "cut"
    WHOLE = "whole"


@dataclass(frozen=True)
class NamedPictures:
    """The pictures of a text, by their paths: its photo, and what goes into its figures."""

    photo: Named | None = None
    more: tuple[Named, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def all(self) -> tuple[Named, ...]:
        """All of them."""
        return (*([self.photo] if self.photo else []), *self.more)

    @property
    def digests(self) -> dict[str, str]:
        """The digests of all, by their paths."""
        return {each.path: each.sent.digest for each in self.all}


def shows_cards() -> bool:
    """Tell whether the present request's form shows, or will show, figures as cards."""
    return request.method != "POST" or SHOWN in request.form


def name_sent(sent: SentPicture, owner: Owner) -> str:
    """Give the words by which this owner's forms name a picture."""
    return sign_sent(sent, owner=_named(owner), secret=_secret())


def sent_by(words: str | None, owner: Owner) -> SentPicture | None:
    """Give the picture that words name, if this owner sent it."""
    return read_sent(words, owner=_named(owner), secret=_secret()) if words else None


def take_upload(upload: FileStorage, owner: Owner) -> SentPicture:
    """Keep a picture that was sent, and commit. Raises PhotoError.

    Those of guests are counted with their forms.
    """
    try:
        if isinstance(owner, Person):
            count_picture(owner)
    except TooManyRequests as err:
        raise PhotoError(
            "You have sent very many pictures.", remedy="Please wait some minutes, and go on."
        ) from err
    sent = keep_picture(db.session(), get_storage(), upload.stream.read(PHOTO_MAX_BYTES + 1))
    db.session.commit()
    return sent


def take_more(uploads: Iterable[object], cards: PictureCards, person: Person) -> list[str]:
    """Give each picture that came with a form a card; give what is wrong with the others."""
    faults = []
    for upload in uploads:
        if not isinstance(upload, FileStorage) or not upload.filename:
            continue
        try:
            sent = take_upload(upload, person)
        except PhotoError as err:
            faults.append(f"{upload.filename}: {err.message} {err.remedy}")
        else:
            cards.append_entry(card_of(sent, person, maker=person.name))
    return faults


def card_of(
    sent: SentPicture, person: Person, *, maker: str = "", licence: str = ""
) -> dict[str, object]:
    """Give what stands in a picture's card."""
    return {
        "token": name_sent(sent, person),
        "by": maker,
        "licence": licence,
        "cut": shown_cut(sent.cut),
    }


def cards_of(
    figures: Iterable[Figure], files: Mapping[str, VolumeFile], person: Person
) -> list[dict[str, object]]:
    """Give the cards of figures that stand in a text, whose pictures are these files."""
    return [
        {
            **card_of(saved(file), person, maker=file.maker, licence=file.licence),
            "alt": figure.alt,
            "decorative": not figure.alt,
            "place": figure.place.value,
        }
        for figure in figures
        for file in [files[figure.path]]
    ]


def saved(file: VolumeFile) -> SentPicture:
    """Give a picture that lies in its volume, as forms name it."""
    return SentPicture(file.digest, file.digest, path=file.path)


def changed(sent: SentPicture, change: Change, form: CutForm) -> SentPicture:
    """Turn a picture, or cut it as the form says, and commit. Raises PhotoError."""
    session, cut = db.session(), sent.cut
    if change is Change.CUT:
        asked, shape = form.cut(cut.turns)
        cut = reshaped(session, sent, asked, shape)
    else:
        ways = {Change.LEFT: cut.turned_left, Change.RIGHT: cut.turned_right}
        cut = ways.get(change, cut.uncut)()
    made = recut(session, get_storage(), sent, cut)
    session.commit()
    return made


def name_pictures(  # noqa: PLR0913 -- what is named, for what, and by whom
    session: Session,
    cards: PictureCards,
    photo: Named | None,
    *,
    volume: Volume,
    path: str,
    contribution: Contribution | None,
    person: Person,
) -> NamedPictures:
    """Give the pictures of an entry at `path` their paths. Raises PhotoError.

    `photo` comes in without one. A card whose words aren't this person's is left out.
    """

    def settled(sent: SentPicture) -> str:
        return path_of(session, volume, path, sent, contribution)

    if photo is not None:
        photo = Named(settled(photo.sent), photo.sent, photo.maker, photo.licence)
    named, figures = list[Named](), list[Figure]()
    for card in cards.kept_cards:
        sent = sent_by(card.token.data, person)
        if sent is not None:
            named.append(Named(settled(sent), sent, str(card.by.data or ""), card.known_licence))
            figures.append(Figure(named[-1].path, card.description, card.chosen_place))
    return NamedPictures(photo, tuple(named), tuple(figures))


def asked_change(action: str) -> tuple[str, Change] | None:
    """Read what a button asks for: the number of a card, or "photo", and the change."""
    words = action.split(":")
    if len(words) != 3 or words[0] != ACTION or words[2] not in set(Change):  # noqa: PLR2004 -- picture:3:left
        return None
    return words[1], Change(words[2])


def show_cut(form: CutForm, sent: SentPicture) -> None:
    """Have a form show how a picture is cut now."""
    for name, value in shown_cut(sent.cut).items():
        form[name].data, form[name].raw_data = value, None
    form.shape.data, form.shape.raw_data = "", None


def card_numbered(cards: PictureCards, number: str) -> PictureCard | None:
    """Give the card with a number, or None."""
    return next((card for card in cards.cards if card.number == number), None)


def _named(owner: Owner) -> str:
    return f"person {owner.id}" if isinstance(owner, Person) else f"guest {owner}"


def _secret() -> str:
    return str(current_app.secret_key)
