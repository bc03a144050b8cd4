"""What was typed is kept where a form comes too late: a page that shows it and sends it again."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict

from cookbook.accounts.guard import present_person
from cookbook.contributing.drafting.answers import is_from_the_script, say_signed_out, say_stale
from cookbook.contributing.photos import PHOTO_MAX_BYTES
from cookbook.contributing.problems import ContributionError
from cookbook.errors import CookbookError

TOKEN = "csrf_token"  # noqa: S105 -- the name of a field
UPLOAD = "contributing.upload_picture"
MARGIN = 100_000
"""What the fields beside a picture may have, in bytes."""
SMALL = 2
"""Fields of a form with words have more than a token and the button that was pressed."""
LONG = 100
"""One box may hold a whole recipe."""


class SignedOutError(ContributionError):
    """Words that come from somebody who has been signed out meanwhile."""


def keep_words_of_the_signed_out(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Stop a form with words in it before the guard sends its author to sign in, without them.

    A photo that is too large must not take the words beside it away either, so that the form is
    read to a size at which our own message about it can be given.
    """
    if request.method != "POST":
        return
    alone = endpoint == UPLOAD
    request.max_content_length = PHOTO_MAX_BYTES + MARGIN if alone else 4 * PHOTO_MAX_BYTES
    if present_person() is None and _words():
        raise SignedOutError(
            "You have been signed out meanwhile.",
            remedy="Sign in again; what you wrote is kept on this page.",
        )


def show_stale_form(_error: CSRFError) -> Response:
    """Show what came with a token that is too old, with a new one, for another press.

    Nothing is done with it before that: whoever sees their own words presses, and nobody else can.
    """
    if is_from_the_script():
        return say_stale()
    if not _words():
        return make_response(render_template("errors/400.html", status=400, stale_form=True), 400)
    return _page(None, 400)


def show_signed_out(error: SignedOutError) -> Response:
    """Show what somebody wrote who is no longer signed in."""
    if is_from_the_script():
        return say_signed_out()
    return _page(error, 401)


def _page(problem: CookbookError | None, status: int) -> Response:
    words = _words()
    shown = [(name, value) for name, value in words.items(multi=True) if value.strip()]
    page = render_template(
        "contributing/keep.html",
        fields=words,
        shown=shown,
        problem=problem,
        signed_in_now=present_person() is not None,
        had_a_photo=any(file.filename for file in request.files.values()),
    )
    return make_response(page, status)


def _words() -> MultiDict[str, str]:
    """Give the fields of the form, if there are words among them."""
    fields = MultiDict(
        (name, value) for name, value in request.form.items(multi=True) if name != TOKEN
    )
    has_words = len(fields) > SMALL or any(len(value) > LONG for value in fields.values())
    return fields if has_words else MultiDict()
