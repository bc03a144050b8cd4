"""What the script that keeps words is answered: it reads JSON, and goes on where it can."""

from __future__ import annotations

from flask import Response, jsonify, make_response, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.guard import present_person
from cookbook.extensions import get_settings
from cookbook.models import Person

WRITER = "writer"
"""The field in which the script says whose page it runs in."""
SAVED = "saved-window"
"""The cookie that the script reads, and takes away."""
SAVED_SECONDS = 3600
ENDPOINTS = frozenset({"contributing.keep_draft", "contributing.keep_new_draft"})


def is_from_the_script() -> bool:
    """Tell whether it is the script that asks."""
    return request.endpoint in ENDPOINTS


def say(words: str, status: int = 200, **more: object) -> Response:
    """Answer with words to be shown, and what else the script is to know."""
    answer = make_response(jsonify(said=words, **more), status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def name_saved_window(answer: AnyResponse, window: str) -> AnyResponse:
    """Have the browser know whose words were saved: it need not keep them any longer."""
    if window:
        secure = get_settings().secure_cookies
        answer.set_cookie(SAVED, window, SAVED_SECONDS, secure=secure, samesite="Lax")
    return answer


def say_signed_out() -> Response:
    """Answer where the session has ended: the words wait in the browser."""
    return say("You have been signed out.", 401, sign_in=url_for("security.login"))


def say_stale() -> Response:
    """Answer a token that is too old with one that counts, if it is still the same person's page.

    Nobody else's page can read the answer.
    """
    person = present_person()
    if person is None:
        return say_signed_out()
    if not _is_page_of(person):
        return _say_other_writer(person, 400)
    return say("The page stood open for a long time.", 400, token=generate_csrf())


def refuse_other_writer(person: Person) -> Response | None:
    """Refuse words from the page of somebody else, who has been at this browser before."""
    return None if _is_page_of(person) else _say_other_writer(person, 403)


def _is_page_of(person: Person) -> bool:
    return request.form.get(WRITER, "") == str(person.id)


def _say_other_writer(person: Person, status: int) -> Response:
    return say(
        f"{person.name} is signed in now, and this page is somebody else's.",
        status,
        sign_in=url_for("security.login"),
    )
