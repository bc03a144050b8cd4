"""A form's buttons that turn and cut its pictures, for whoever's browser runs no scripts."""

from __future__ import annotations

from cookbook.contributing.forms import WritingForm
from cookbook.contributing.pictures.cards import CutForm
from cookbook.contributing.pictures.waiting import (
    asked_change,
    card_numbered,
    changed,
    name_sent,
    sent_by,
    show_cut,
)
from cookbook.contributing.problems import PhotoError
from cookbook.models import Person

PHOTO = "photo"
"""The number by which buttons call the photo of a recipe, or the picture of a chapter."""


def change_picture(form: WritingForm, action: str, person: Person) -> None:
    """Do what a button asks to a picture of the form; what can't be done is told in the form."""
    asked = asked_change(action)
    if asked is None:
        return
    number, change = asked
    card = card_numbered(form.cards, number)
    if number == PHOTO:
        token, cut_form = form.kept, form.photo_cut.form
    elif card is not None:
        token, cut_form = card.token, card.cut.form
    else:
        return
    sent = sent_by(token.data, person)
    if sent is None:
        return
    cut: CutForm = cut_form
    try:
        sent = changed(sent, change, cut)
    except PhotoError as err:
        form.form_errors.append(f"{err.message} {err.remedy}")
    token.data = name_sent(sent, person)
    show_cut(cut, sent)
