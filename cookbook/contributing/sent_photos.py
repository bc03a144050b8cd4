"""A photo that came with a form: cleaned, kept, and carried on where the form comes back."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from cookbook.contributing.forms import RecipeForm, WritingForm
from cookbook.contributing.licences import known_licence
from cookbook.contributing.pictures.taking import Named
from cookbook.contributing.pictures.waiting import (
    Owner,
    name_sent,
    sent_by,
    show_cut,
    take_more,
    take_upload,
)
from cookbook.contributing.problems import PhotoError
from cookbook.extensions import db
from cookbook.models import Blob, Person


def take_photo(form: WritingForm, owner: Owner) -> Named | None:
    """Give the photo of a form that was sent: a new one, or one that was sent with it before.

    It has no path yet. A photo that can't be taken becomes an error of its field. What was taken
    stays named in the form, signed, so that nobody has to choose it twice, or can choose somebody
    else's. `owner` is a person, or what a guest's form is known by.
    """
    upload = form.photo_file.data
    if not isinstance(upload, FileStorage) or not upload.filename:
        return _kept(form, owner)
    try:
        sent = take_upload(upload, owner)
    except PhotoError as err:
        form.photo_file.errors = [f"{err.message} {err.remedy}"]
        return _kept(form, owner)
    form.kept.data = name_sent(sent, owner)
    show_cut(form.photo_cut.form, sent)
    if isinstance(form, RecipeForm):
        form.remove_photo.data = False
    return _kept(form, owner)


def take_photo_alone(form: WritingForm, owner: Owner) -> Blob | None:
    """Take a photo as `take_photo` does, for forms that ask nothing else about it."""
    taken = take_photo(form, owner)
    return db.session.get(Blob, taken.sent.digest) if taken else None


def take_pictures(form: WritingForm, person: Person) -> None:
    """Give the pictures that came with a form a card each; what can't be taken is told."""
    form.more_files.process_errors = take_more(form.more_files.data or (), form.cards, person)
    form.more_files.errors = list(form.more_files.process_errors)


def _kept(form: WritingForm, owner: Owner) -> Named | None:
    sent = sent_by(form.kept.data, owner)
    if sent is None:
        form.kept.data = ""
        return None
    if isinstance(form, RecipeForm) and form.remove_photo.data:
        return None
    return Named("", sent, str(form.photo_by.data or ""), known_licence(form.photo_licence.data))
