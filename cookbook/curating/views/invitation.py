"""What editors hand round of a call that guests may answer: an address, a code, a poster."""

from __future__ import annotations

from flask import Response, abort
from sqlalchemy.orm import Session

from cookbook.accounts.addresses import absolute_url
from cookbook.accounts.limits import count_preview
from cookbook.archive.calls import key_of_call
from cookbook.curating.calling import newest_call
from cookbook.curating.inviting import Invitation, draw_poster
from cookbook.curating.views.blueprint import blueprint, here
from cookbook.extensions import get_settings
from cookbook.models import Call
from cookbook.press.codes import code_as_png, code_as_svg

CODE = "/editing/<slug>/call/code"


def invitation_to(session: Session, call: Call | None) -> Invitation | None:
    """Give the invitation of a call; None where guests may not answer it."""
    if call is None or not call.guests_may_write:
        return None
    if call.key is None:
        key_of_call(session, call)
        session.commit()
    return Invitation(absolute_url("guests.call", key=call.key))


@blueprint.get(f"{CODE}.svg")
def call_code(slug: str) -> Response:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Give the code of the call's address as a drawing."""
    return _file(code_as_svg(_here()[1].link), "image/svg+xml", "code.svg")


@blueprint.get(f"{CODE}.png")
def call_code_png(slug: str) -> Response:
    """Give the code of the call's address as a picture."""
    return _file(code_as_png(_here()[1].link), "image/png", f"{slug}-code.png")


@blueprint.get("/editing/<slug>/call/poster.pdf")
def call_poster(slug: str) -> Response:
    """Give the call as a poster."""
    _, person, _ = here()
    call, invitation = _here()
    count_preview(person)
    data = draw_poster(call, invitation.link, site=get_settings().site_name)
    return _file(data, "application/pdf", f"{slug}-poster.pdf")


def _here() -> tuple[Call, Invitation]:
    session, _, volume = here()
    call = newest_call(session, volume)
    invitation = invitation_to(session, call)
    if call is None or invitation is None:
        abort(404)
    return call, invitation


def _file(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
