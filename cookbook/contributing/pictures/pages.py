"""Pictures that are sent at once: kept, shown, turned and cut, before their text is saved."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.numbers import number_or_zero
from cookbook.contributing.desk_pages import me
from cookbook.contributing.pictures.cards import CutForm, PictureCard
from cookbook.contributing.pictures.changing import PHOTO
from cookbook.contributing.pictures.serving import picture_answer
from cookbook.contributing.pictures.showing import KEPT, of_card, shown_picture
from cookbook.contributing.pictures.waiting import (
    asked_change,
    card_of,
    changed,
    sent_by,
    show_cut,
    take_upload,
)
from cookbook.contributing.problems import PhotoError
from cookbook.extensions import db
from cookbook.models import Blob, ContributionKind

UNTAKEN = 422


def upload_picture() -> str | tuple[str, int]:
    """Take a picture that the page's script sends; answer with its card, or with what is wrong."""
    upload = request.files.get("picture")
    if not isinstance(upload, FileStorage) or not upload.filename:
        raise BadRequest
    try:
        sent = take_upload(upload, me())
    except PhotoError as err:
        return f"{err.message} {err.remedy}", UNTAKEN
    number = number_or_zero(request.form.get("number", ""))
    card = PictureCard(data=card_of(sent, me(), maker=me().name), prefix=f"cards-{number}")
    kind = ContributionKind.CHAPTER if request.form.get("kind") == "chapter" else None
    return render_template(
        "contributing/_picture_card.html", card=card, picture=of_card(card, me()), kind=kind
    )


def change_picture() -> str:
    """Turn or cut a picture for the page's script; answer with its tools, as they are now."""
    asked = asked_change(request.form.get("action", ""))
    if asked is None:
        raise BadRequest
    number, change = asked
    name = KEPT if number == PHOTO else f"cards-{number}-token"
    prefix = "photo_cut" if number == PHOTO else f"cards-{number}-cut"
    sent = sent_by(request.form.get(name), me())
    if sent is None:
        raise NotFound
    form, problem = CutForm(request.form, prefix=prefix), ""
    try:
        sent = changed(sent, change, form)
    except PhotoError as err:
        problem = f"{err.message} {err.remedy}"
    show_cut(form, sent)
    picture = shown_picture(sent, name, number, form, me())
    return render_template("contributing/_picture_tools.html", picture=picture, problem=problem)


def sent_picture(token: str) -> AnyResponse:
    """Show a picture to whoever sent it; all of it, turned as it is, where that is asked for."""
    sent, session = sent_by(token, me()), db.session()
    if sent is None:
        raise NotFound
    if "whole" in request.args:
        return picture_answer(session.get(Blob, sent.original), turns=sent.cut.turns)
    return picture_answer(session.get(Blob, sent.digest))
