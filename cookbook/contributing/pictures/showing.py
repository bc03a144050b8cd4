"""How pages show pictures that can still be changed: addresses, sizes, and the fields of a cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import url_for

from cookbook.archive.sizes import widths_of
from cookbook.contributing.forms import WritingForm
from cookbook.contributing.pictures.cards import CutForm, PictureCard
from cookbook.contributing.pictures.changing import PHOTO
from cookbook.contributing.pictures.sent import SentPicture
from cookbook.contributing.pictures.sources import PictureSource
from cookbook.contributing.pictures.taking import Named
from cookbook.contributing.pictures.waiting import name_sent, sent_by, show_cut
from cookbook.extensions import db
from cookbook.models import Blob, Contribution, Person

STAGE_WIDTH = 1280
KEPT = "kept"


@dataclass(frozen=True)
class ShownPicture:
    """A picture in a form: the field that names it, what it looks like, and how it is cut.

    `whole` is the address of all of it, turned as it is, to cut from. `waits` says that it is not
    saved yet.
    """

    field: str
    number: str
    token: str
    source: PictureSource
    whole: str
    cut: CutForm
    is_changed: bool
    waits: bool


@dataclass(frozen=True)
class ShownPictures:
    """The pictures of a form: its photo, and that of each card."""

    photo: ShownPicture | None
    address: str
    of_card: Callable[[PictureCard], ShownPicture | None]


def shown_pictures(
    form: WritingForm, contribution: Contribution | None, saved_photo: str, person: Person
) -> ShownPictures:
    """Give how the pictures of a form are shown; `saved_photo` is the path of the text's photo.

    `address` is where that is shown if it can't be changed, as one that belongs to the volume.
    """
    photo = sent_by(form.kept.data, person)
    address = ""
    if photo is None and contribution and saved_photo:
        address = url_for("contributing.picture", contribution_id=contribution.id, path=saved_photo)
    shown = None
    if photo is not None:
        show_cut(form.photo_cut.form, photo)
        shown = shown_picture(photo, KEPT, PHOTO, form.photo_cut.form, person)
    return ShownPictures(shown, address, lambda card: of_card(card, person))


def of_card(card: PictureCard, person: Person) -> ShownPicture | None:
    """Give how the picture of a card is shown; None where the card names none."""
    sent = sent_by(card.token.data, person)
    if sent is None:
        return None
    return shown_picture(sent, card.token.name, card.number, card.cut.form, person)


def shown_picture(
    sent: SentPicture, field: str, number: str, cut: CutForm, person: Person
) -> ShownPicture | None:
    """Give how a picture is shown, or None where it is gone."""
    source = sent_source(sent, person)
    if source is None:
        return None
    token = name_sent(sent, person)
    whole = url_for("contributing.sent_picture", token=token, whole=1, width=STAGE_WIDTH)
    changed = sent.digest != sent.original
    return ShownPicture(field, number, token, source, whole, cut, changed, changed or not sent.path)


def sent_source(sent: SentPicture, person: Person) -> PictureSource | None:
    """Give where a picture is shown that may not be saved yet, or None where it is gone."""
    blob = db.session.get(Blob, sent.digest)
    if blob is None:
        return None
    return source_of(blob, url_for("contributing.sent_picture", token=name_sent(sent, person)))


def source_of(blob: Blob, address: str) -> PictureSource:
    """Give where a picture is shown whose address is this."""
    return PictureSource(address, blob.width or 0, blob.height or 0, widths_of(blob))


def waiting_sources(named: Iterable[Named], person: Person) -> dict[str, PictureSource]:
    """Give where pictures are shown that may not be in their volume yet, by their paths."""
    sources = {each.path: sent_source(each.sent, person) for each in named}
    return {path: source for path, source in sources.items() if source is not None}
