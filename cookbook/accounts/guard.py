"""The guard: before any view runs, loads what its address names and asks the permission table."""

from __future__ import annotations

from flask import Flask, abort, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.permissions import ROUTES, Access
from cookbook.accounts.roles import is_editor, may_see_volume
from cookbook.extensions import db
from cookbook.models import (
    Build,
    Contribution,
    ContributionState,
    Person,
    Volume,
)

NEEDS_SIGNING_IN = frozenset(
    {
        Access.SIGNED_IN,
        Access.CONTRIBUTOR,
        Access.AUTHOR,
        Access.OWNER,
        Access.EDITOR,
        Access.ADMINISTRATOR,
    }
)


def bind_guard(app: Flask) -> None:
    """Have the guard stand before every view."""
    app.before_request(_guard)


def present_person() -> Person | None:
    """Give who is signed in, or None."""
    person = current_user._get_current_object()  # noqa: SLF001 -- werkzeug's documented way out of a proxy
    return person if isinstance(person, Person) else None


def _guard() -> AnyResponse | None:
    if request.endpoint is None:
        return None
    access = ROUTES.get(request.endpoint)
    if access is None:
        abort(404)
    person = present_person()
    if access in NEEDS_SIGNING_IN and person is None:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    _load()
    if not _may(access, person):
        abort(404)
    return None


def _load() -> None:
    """Load what the address names into `g`; what isn't there is 404."""
    arguments = request.view_args or {}
    g.volume = g.contribution = g.build = None
    if "contribution_id" in arguments:
        g.contribution = db.session.get(Contribution, arguments["contribution_id"]) or abort(404)
        g.volume = g.contribution.volume
    if "build_id" in arguments:
        g.build = db.session.get(Build, arguments["build_id"]) or abort(404)
        g.volume = g.build.volume
    if "slug" in arguments:
        found = db.session.scalar(select(Volume).where(Volume.slug == arguments["slug"]))
        if found is None or g.volume not in (None, found):
            abort(404)
        g.volume = found


def _may(access: Access, person: Person | None) -> bool:
    session = db.session()
    if access in (Access.EVERYONE, Access.SIGNED_IN):
        return True
    if access is Access.ADMINISTRATOR:
        return person is not None and person.runs_the_site
    if access in (Access.READER, Access.CONTRIBUTOR):
        return g.volume is not None and may_see_volume(session, g.volume, person)
    if access is Access.EDITOR:
        return person is not None and g.volume is not None and is_editor(session, g.volume, person)
    return person is not None and g.contribution is not None and _is_ours(access, person)


def _is_ours(access: Access, person: Person) -> bool:
    if g.contribution.author_id == person.id:
        return True
    if access is Access.OWNER or g.contribution.state is ContributionState.DRAFT:
        return False
    return is_editor(db.session(), g.volume, person)
