"""The form for a recipe on the web: its page's address, or the page as it was saved."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from cookbook.contributing.field_words import one_line, typed
from cookbook.exchange.webpages.addresses import ADDRESS_MAX_LENGTH
from cookbook.exchange.webpages.fetching import PAGE_MAX_BYTES

ACCEPTED = ".html,.htm,.xhtml,text/html,application/xhtml+xml"


class WebPageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One of three will do; with a saved page, the address says where it is from."""

    address = StringField(
        "Address of the page",
        description="As it stands at the top of your browser: https://example.org/stone-soup",
        filters=[lambda value: one_line(typed(value or ""))],
        validators=[Length(max=ADDRESS_MAX_LENGTH, message="This is too long for an address.")],
        render_kw={
            "maxlength": ADDRESS_MAX_LENGTH,
            "inputmode": "url",
            "autocomplete": "off",
            "autocapitalize": "off",
            "spellcheck": "false",
        },
    )
    file = FileField(
        "The page as a file",
        description="What your browser makes of “Save page as”.",
        render_kw={"accept": ACCEPTED, "data-largest": PAGE_MAX_BYTES},
    )
    source = TextAreaField(
        "The page's source text",
        description="What “View page source” shows, copied whole.",
        filters=[lambda value: value or ""],
        validators=[Length(max=PAGE_MAX_BYTES, message="This is more than a page holds.")],
        render_kw={"rows": 5, "autocomplete": "off", "spellcheck": "false"},
    )
