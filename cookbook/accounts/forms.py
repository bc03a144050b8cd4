"""The forms of accounts: as few questions as each can do with."""

from __future__ import annotations

import re
from typing import Any

from flask import url_for
from flask_security.forms import (
    ChangePasswordForm,
    LoginForm,
    RegisterFormV2,
    ResetPasswordForm,
    VerifyForm,
)
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import EmailField, Field, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from cookbook.accounts.addresses import EmailError, plain_email
from cookbook.manuscript.decoding import strip_unprintable
from cookbook.models.base import NAME_MAX_LENGTH
from cookbook.models.people import EMAIL_MAX_LENGTH, LIFE_MAX_LENGTH

BLANKS = re.compile(r"\s+")
PASSWORD_MIN_LENGTH = 10
PASSWORD_MAX_LENGTH = 1000
PASSWORD_HELP = f"At least {PASSWORD_MIN_LENGTH} characters. Three or four words do well."
NAME_HELP = "As it shall stand in books."


def one_line(written: str | None) -> str:
    """Give what was written as one line, without what doesn't print."""
    return BLANKS.sub(" ", strip_unprintable(written or "")[0]).strip()


def lines(written: str | None) -> str:
    """Give what was written, without what doesn't print, its lines ended as ours are."""
    return strip_unprintable((written or "").replace("\r\n", "\n").replace("\r", "\n"))[0].strip()


def check_email(_form: FlaskForm, field: Field) -> None:
    """Bring an address into the form in which it is kept, or say that it is none."""
    try:
        field.data = plain_email(field.data or "")
    except EmailError as err:
        raise ValidationError(str(err)) from err


def _name_field() -> StringField:
    return StringField(
        "Your name",
        description=NAME_HELP,
        filters=[one_line],
        validators=[
            DataRequired("Please tell us your name."),
            Length(max=NAME_MAX_LENGTH, message=f"At most {NAME_MAX_LENGTH} characters, please."),
        ],
        render_kw={"autocomplete": "name", "maxlength": NAME_MAX_LENGTH},
    )


def _email_field(label: str) -> EmailField:
    return EmailField(
        label,
        filters=[one_line],
        validators=[
            DataRequired("Please write your e-mail address."),
            Length(max=EMAIL_MAX_LENGTH, message="No address is as long as this."),
            check_email,
        ],
        render_kw={"autocomplete": "email", "maxlength": EMAIL_MAX_LENGTH},
    )


class SignInForm(LoginForm):
    """An address and a password."""

    def __init__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on
        super().__init__(*args, **kwargs)
        self.email.label.text = "E-mail address"
        self.remember.label.text = "Stay signed in on this device"
        self.remember.description = "Better not on a machine that others use too."
        self.password.description = ""

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401 -- passed on
        """Say more than "that was wrong" only to who has given the right password."""
        if super().validate(**kwargs):
            return True
        if self.user_authenticated:
            self.email.errors = []
            self.form_errors.append(self._what_keeps_them_out())
        return False

    def _what_keeps_them_out(self) -> str:
        if self.user is not None and not self.user.active:
            return "This account has been closed. Ask whoever runs the site."
        ask = url_for("security.send_confirmation", email=self.email.data)
        return Markup(
            "Your address is not confirmed yet. Follow the link in the mail that we sent you, or "
            '<a href="{}">have another mail sent</a>.'
        ).format(ask)


class JoinForm(RegisterFormV2):
    """A name, an address and a password: all that it takes to begin."""

    name = _name_field()

    def __init__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on
        super().__init__(*args, **kwargs)
        self.email.label.text = "E-mail address"
        self.email.description = "Only editors and whoever runs the site see it."
        self.password.description = PASSWORD_HELP


class FreshPasswordForm(ResetPasswordForm):
    """A new password. Asked for once: whoever mistypes it asks for another mail."""

    password_confirm = None  # type: ignore[assignment]  # WTForms' way to leave a field out

    def __init__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on
        super().__init__(*args, **kwargs)
        self.password.label.text = "New password"
        self.password.description = PASSWORD_HELP


class OwnPasswordForm(ChangePasswordForm):
    """The present password and another."""

    new_password_confirm = None  # type: ignore[assignment]  # likewise

    def __init__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on
        super().__init__(*args, **kwargs)
        self.password.label.text = "Present password"
        self.password.flags.required = True
        self.new_password.label.text = "New password"
        self.new_password.description = PASSWORD_HELP


class AgainForm(VerifyForm):
    """One's password, once more."""


class AddressForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Where a mail shall go."""

    email = _email_field("E-mail address")


class NewAddressForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A new address, with the password that says who asks."""

    email = _email_field("New e-mail address")
    password = PasswordField(
        "Your password",
        description="So that nobody changes it who finds your phone on the table.",
        render_kw={"autocomplete": "current-password", "maxlength": PASSWORD_MAX_LENGTH},
    )

    def __init__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on
        super().__init__(*args, **kwargs)
        # Who has none is not asked; who has one must give it.
        self.password.flags.required = True


class ProfileForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What books say of a person."""

    name = _name_field()
    town = StringField(
        "Town",
        filters=[one_line],
        validators=[
            Length(max=NAME_MAX_LENGTH, message=f"At most {NAME_MAX_LENGTH} characters, please.")
        ],
        render_kw={"autocomplete": "address-level2", "maxlength": NAME_MAX_LENGTH},
    )
    life = TextAreaField(
        "A few words about you",
        description="Two or three sentences, as plain text. They stand with your name in the list "
        "of contributors of every book that you are in.",
        filters=[lines],
        validators=[
            Length(max=LIFE_MAX_LENGTH, message=f"At most {LIFE_MAX_LENGTH} characters, please.")
        ],
        render_kw={"rows": 5, "maxlength": LIFE_MAX_LENGTH},
    )


class EditorForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Which book somebody is to edit."""

    slug = SelectField("Book", validators=[DataRequired("Please choose a book.")])
