"""The room's blueprint, and what its views share: who is here, where they are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, url_for
from sqlalchemy.orm import Session

from cookbook.accounts.guard import present_person
from cookbook.errors import CookbookError
from cookbook.extensions import db
from cookbook.models import Build, Contribution, Person, Volume

blueprint = Blueprint("curating", __name__)


@blueprint.context_processor
def name_volume() -> dict[str, object]:
    """Give the room's templates the volume that they are about, if it is one."""
    return {"volume": g.get("volume")}


def here() -> tuple[Session, Person, Volume]:
    """Give the session, who is signed in, and the volume that the guard has loaded."""
    return db.session(), signed_in(), g.volume


def signed_in() -> Person:
    """Give who is signed in; the guard has seen to it that somebody is."""
    return present_person() or abort(404)


def loaded_contribution() -> Contribution:
    """Give the contribution that the guard has loaded."""
    contribution: Contribution = g.contribution
    return contribution


def loaded_build() -> Build:
    """Give the build that the guard has loaded."""
    build: Build = g.build
    return build


def address_of(endpoint: str, **values: Any) -> str:  # noqa: ANN401 -- whatever an address is made of
    """Give the address of a page, with what more is asked of it."""
    return url_for(endpoint, **values)


def tell_refusal(error: CookbookError) -> None:
    """Undo what was begun, and say on the next page why."""
    db.session.rollback()
    words = str(error)
    flash(words[:1].upper() + words[1:], "error")
