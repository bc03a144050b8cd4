"""The pages for people without an account: which address leads to which of them.

Whoever has a private link has what it leads to. So it is kept by no cache, found by no search, and
told to no other site: a `Referer` is sent to this one alone, which checks forms by it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.guard import present_person
from cookbook.accounts.guests import find_guest_link
from cookbook.contributing.guests import call_pages, own_pages, pasting_pages, writing_pages
from cookbook.contributing.guests.claiming import ClosedLinkError
from cookbook.contributing.guests.links import present_token
from cookbook.contributing.keeping import show_stale_form
from cookbook.contributing.photos import PHOTO_MAX_BYTES
from cookbook.extensions import db

blueprint = Blueprint("guests", __name__)

MINE = "/mine/<token>"
BOTH = ("GET", "POST")
GONE, MISSING = 410, 404
CALLS = frozenset({"guests.call", "guests.paste"})

for rule, page, methods in (
    ("/c/<key>", call_pages.call, BOTH),
    ("/c/<key>/paste", pasting_pages.paste, BOTH),
    (MINE, own_pages.mine, ("GET",)),
    (f"{MINE}/thanks", own_pages.thanks, ("GET",)),
    (f"{MINE}/code.svg", own_pages.code, ("GET",)),
    (f"{MINE}/edit", writing_pages.edit, BOTH),
    (f"{MINE}/preview", writing_pages.preview, ("POST",)),
    (f"{MINE}/pictures/<path:path>", own_pages.picture, ("GET",)),
    (f"{MINE}/settle/<int:number>", writing_pages.settle, BOTH),
    (f"{MINE}/submit", own_pages.submit, ("POST",)),
    (f"{MINE}/withdraw", own_pages.withdraw, BOTH),
    (f"{MINE}/claim", own_pages.claim, BOTH),
):
    blueprint.add_url_rule(rule, page.__name__, page, methods=list(methods))


@blueprint.url_value_preprocessor
def read_large_forms(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Read a form with a photo that is too large, so that the words beside it aren't lost."""
    if request.method == "POST":
        request.max_content_length = 4 * PHOTO_MAX_BYTES


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Have no search engine list these pages, and no cache keep what a private link leads to."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if "token" in (request.view_args or {}):
        response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.errorhandler(ClosedLinkError)
def show_closed_link(error: ClosedLinkError) -> AnyResponse:
    """Lead its author from a link that was claimed to where the text is now; tell others so."""
    db.session.rollback()
    link, person = find_guest_link(db.session(), present_token()), present_person()
    if link and person and link.contribution.author_id == person.id:
        return redirect(url_for("contributing.show", contribution_id=link.contribution_id))
    page = render_template("contributing/guests/closed_link.html", problem=error)
    return make_response(page, GONE)


@blueprint.errorhandler(NotFound)
def show_unknown(_error: NotFound) -> AnyResponse:
    """Say what to do with an address that leads nowhere, as one that was mistyped does."""
    page = render_template("contributing/guests/unknown.html", is_call=request.endpoint in CALLS)
    return make_response(page, MISSING)


blueprint.register_error_handler(CSRFError, show_stale_form)
