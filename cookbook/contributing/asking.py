"""What is asked of somebody without an account, wherever it is asked: a name, and an address."""

from __future__ import annotations

from typing import Any

from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length, Optional

from cookbook.accounts.forms import check_email, one_line
from cookbook.models.base import NAME_MAX_LENGTH
from cookbook.models.people import EMAIL_MAX_LENGTH


def name_field(help_words: str) -> Any:  # noqa: ANN401 -- WTForms gives a field that is not bound yet
    """Ask for a name, which must be there."""
    return StringField(
        "Your name",
        description=help_words,
        filters=[one_line],
        validators=[
            DataRequired("Please tell us your name."),
            Length(max=NAME_MAX_LENGTH, message=f"At most {NAME_MAX_LENGTH} characters, please."),
        ],
        render_kw={"autocomplete": "name", "maxlength": NAME_MAX_LENGTH},
    )


def email_field(label: str, help_words: str) -> Any:  # noqa: ANN401 -- as above
    """Ask for an e-mail address, which may stay empty."""
    return EmailField(
        label,
        description=help_words,
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=EMAIL_MAX_LENGTH, message="No address is as long as this."),
            check_email,
        ],
        render_kw={"autocomplete": "email", "maxlength": EMAIL_MAX_LENGTH},
    )
