"""The form of suggesting: a passage in other words, why, and who says so."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from cookbook.accounts.forms import lines
from cookbook.contributing.asking import email_field, name_field
from cookbook.contributing.field_words import typed
from cookbook.contributing.saving import MOST_CHARACTERS

NOTE_MAX_LENGTH = 2000
ANSWER_MAX_LENGTH = 2000
TOO_LONG = "This is too long: at most %(max)d characters, please."


class SuggestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What every suggestion asks; `passage` only where it is about one.

    `website` is for programs that fill in whatever they find: people don't see it.
    """

    quote = HiddenField()
    way = HiddenField()
    passage = TextAreaField(
        "What should it say?",
        filters=[lambda words: typed(words or "")],
        validators=[Length(max=max(MOST_CHARACTERS.values()), message=TOO_LONG)],
        render_kw={"rows": 4},
    )
    note = TextAreaField(
        "Why?",
        description="A word for the author, if you like: what is wrong, or how you know better.",
        filters=[lines],
        validators=[Optional(), Length(max=NOTE_MAX_LENGTH, message=TOO_LONG)],
        render_kw={"rows": 3},
    )
    name = name_field("If your suggestion is taken, the book thanks you by it.")
    email = email_field(
        "Your e-mail address", "If you want to hear what became of it. Nobody else sees it."
    )
    website = StringField("Leave this empty", render_kw={"autocomplete": "off", "tabindex": "-1"})

    def __init__(self, *args: Any, is_known: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own
        super().__init__(*args, **kwargs)
        if is_known:
            # Who is signed in has said their name.
            del self.name, self.email, self.website

    @property
    def is_of_a_program(self) -> bool:
        """Tell whether something was filled in that no person sees."""
        return "website" in self and bool(self.website.data)
