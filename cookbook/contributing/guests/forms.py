"""The forms of people without an account: who they are, what they send, and that it may be used."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from cookbook.accounts.forms import one_line
from cookbook.accounts.guests import is_seed
from cookbook.contributing.asking import email_field, name_field
from cookbook.contributing.chapter_fields import ChapterFields
from cookbook.contributing.forms import ChapterForm, RecipeForm
from cookbook.contributing.guests.consenting import consent_words
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.pictures.figures import Figure
from cookbook.contributing.recipe_fields import RecipeFields
from cookbook.models import Volume
from cookbook.models.base import NAME_MAX_LENGTH

TOO_LONG = f"At most {NAME_MAX_LENGTH} characters, please."


class GuestQuestions:
    """What is asked besides the text itself, mixed into the forms of writing.

    `seed` is what the private link will be made of, and what tells a form that is sent twice from
    another; `agreed` holds the words that stood beside the tick. `website` is no question: people
    don't see it, and programs that fill in whatever they find are known by it.
    """

    seed = HiddenField()
    agreed = HiddenField()
    name = name_field("As it should stand in the book.")
    town = StringField(
        "Town",
        description="Printed beside your name.",
        filters=[one_line],
        validators=[Length(max=NAME_MAX_LENGTH, message=TOO_LONG)],
        render_kw={"autocomplete": "address-level2", "maxlength": NAME_MAX_LENGTH},
    )
    email = email_field(
        "E-mail address",
        "For the editors' answer, and for a link with which you can change what you sent. "
        "Only editors see it. Without it you get the link on the next page.",
    )
    consent = BooleanField(
        "I agree", validators=[DataRequired("Please tick this, so that the book may print it.")]
    )
    website = StringField(
        "Leave this empty",
        filters=[one_line],
        render_kw={"autocomplete": "off", "tabindex": "-1"},
    )

    def ask(self, volume: Volume, seed: str) -> None:
        """Put the words beside the tick; a form that has no seed yet is known by this one."""
        words = consent_words(volume)
        self.consent.label.text = words
        if not is_seed(self.seed.data or ""):
            self.seed.data = seed
        if self.agreed.data is None:
            self.agreed.data = words

    def guest(self) -> Guest:
        """Give who fills it in."""
        return Guest(
            str(self.seed.data),
            str(self.name.data or ""),
            str(self.town.data or ""),
            str(self.email.data or ""),
        )

    def validate_consent(self, field: BooleanField) -> None:
        """See that what was ticked is what the book says now."""
        if self.agreed.data != self.consent.label.text:
            self.agreed.data, field.data = self.consent.label.text, False
            raise ValidationError("The words beside the tick have changed. Please read them again.")

    def validate_website(self, _field: StringField) -> None:
        """See that only what people see was filled in; nobody who errs here loses a word."""
        if self.website.data:
            raise ValidationError("A field that should stay empty was filled in. Please empty it.")


class GuestRecipeForm(GuestQuestions, RecipeForm):
    """A recipe from somebody without an account."""

    def fields(self, photo: str, figures: Sequence[Figure] = ()) -> RecipeFields:
        """Give what was typed, signed with the guest's name, under the licence of the book."""
        return dataclasses.replace(super().fields(photo, figures), **_signed(self))


class GuestChapterForm(GuestQuestions, ChapterForm):
    """A chapter from somebody without an account."""

    def fields(self, photo: str, figures: Sequence[Figure] = ()) -> ChapterFields:
        """Give what was typed, signed with the guest's name, under the licence of the book."""
        return dataclasses.replace(super().fields(photo, figures), **_signed(self))


GuestForm = GuestRecipeForm | GuestChapterForm


def _signed(form: GuestQuestions) -> dict[str, Any]:
    return {"by": str(form.name.data or ""), "licence": ""}
