"""The form with which somebody sends a file."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from cookbook.exchange.documents.kinds import ACCEPTED


class FileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A file; `kept` names one that was sent before and is being looked through."""

    file = FileField(
        "Your file",
        validators=[FileRequired("Choose a file first.")],
        render_kw={"accept": ACCEPTED},
    )
    kept = HiddenField()
