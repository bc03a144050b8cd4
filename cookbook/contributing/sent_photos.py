"""A photo that came with a form: cleaned, kept, and carried on where the form comes back."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from cookbook.contributing.forms import WritingForm
from cookbook.contributing.photos import PHOTO_MAX_BYTES, clean_photo, keep_photo
from cookbook.contributing.problems import PhotoError
from cookbook.extensions import db, get_storage
from cookbook.models import Blob, Person

SALT = "a photo that waits for its text"


def take_photo(form: WritingForm, owner: Person | str) -> Blob | None:
    """Give the photo of a form that was sent: a new one, or one that was sent with it before.

    A photo that can't be taken becomes an error of its field. What was taken stays named in the
    form, signed, so that nobody has to choose it twice, or can choose somebody else's. `owner` is a
    person, or what a guest's form is known by.
    """
    session, upload = db.session(), form.photo_file.data
    if not isinstance(upload, FileStorage) or not upload.filename:
        return _kept(form, owner)
    try:
        photo = clean_photo(upload.stream.read(PHOTO_MAX_BYTES + 1))
    except PhotoError as err:
        form.photo_file.errors = [f"{err.message} {err.remedy}"]
        return _kept(form, owner)
    blob = keep_photo(session, get_storage(), photo)
    session.commit()
    form.kept.data = _serializer().dumps([_named(owner), blob.digest])
    return blob


def _kept(form: WritingForm, owner: Person | str) -> Blob | None:
    try:
        signed_for, digest = _serializer().loads(form.kept.data or "")
    except (BadSignature, ValueError, TypeError):
        form.kept.data = ""
        return None
    return db.session.get(Blob, digest) if signed_for == _named(owner) else None


def _named(owner: Person | str) -> int | str:
    return owner.id if isinstance(owner, Person) else owner


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=SALT)
