"""The guard: before any view runs, loads what its address names and asks the permission table."""

from __future__ import annotations

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.permissions import ROUTES, Access
from cookbook.accounts.roles import is_editor, is_for_editors, may_found_volume, may_see_volume
from cookbook.extensions import db, get_settings
from cookbook.models import (
    Build,
    Contribution,
    Person,
    Volume,
)

NEEDS_SIGNING_IN = frozenset(
    {
        Access.SIGNED_IN,
        Access.CONTRIBUTOR,
        Access.AUTHOR,
        Access.OWNER,
        Access.FOUNDER,
        Access.EDITOR,
        Access.ADMINISTRATOR,
    }
)
NUL = "\0"
READING = frozenset({"GET", "HEAD"})


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
    if NUL in request.path:
        # Nothing is called so; PostgreSQL refuses even to look for it.
        abort(404)
    g.volume = g.contribution = g.build = None
    access = ROUTES.get(request.endpoint)
    if access is None:
        abort(404)
    person = present_person()
    if access in NEEDS_SIGNING_IN and person is None:
        return _way_to_sign_in()
    _load()
    if not _may(access, person):
        abort(404)
    return None


def _way_to_sign_in() -> AnyResponse:
    """Lead a passer-by to the door, and afterwards back to the page that they wanted."""
    if request.headers.get("HX-Request"):
        # A script that refreshes a part of a page would put the whole door into it.
        door = url_for("security.login")
        return Response(status=401, headers={"HX-Redirect": door})
    if request.method not in READING:
        return redirect(url_for("security.login"))
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _load() -> None:
    """Load what the address names into `g`; what isn't there, or not in one volume, is 404."""
    arguments = request.view_args or {}
    volumes: list[Volume | None] = []
    if "contribution_id" in arguments:
        g.contribution = db.session.get(Contribution, arguments["contribution_id"]) or abort(404)
        volumes.append(g.contribution.volume)
    if "build_id" in arguments:
        g.build = db.session.get(Build, arguments["build_id"]) or abort(404)
        volumes.append(g.build.volume)
    if "slug" in arguments:
        wanted = select(Volume).where(Volume.slug == arguments["slug"])
        volumes.append(db.session.scalar(wanted))
    if len(set(volumes)) > 1 or None in volumes:
        abort(404)
    g.volume = volumes[0] if volumes else None


def _may(access: Access, person: Person | None) -> bool:
    if access in (Access.EVERYONE, Access.SIGNED_IN):
        return True
    if access is Access.OUTBOX and get_settings().demo:
        return True
    if access in (Access.ADMINISTRATOR, Access.OUTBOX):
        return person is not None and person.runs_the_site
    if access in (Access.READER, Access.CONTRIBUTOR):
        return g.volume is not None and may_see_volume(db.session(), g.volume, person)
    return person is not None and _may_work(access, person)


def _may_work(access: Access, person: Person) -> bool:
    if access is Access.FOUNDER:
        return may_found_volume(db.session(), person)
    if access is Access.EDITOR:
        return g.volume is not None and is_editor(db.session(), g.volume, person)
    if g.contribution is None:
        return False
    if g.contribution.author_id == person.id:
        return True
    return (
        access is Access.AUTHOR
        and is_for_editors(g.contribution)
        and is_editor(db.session(), g.volume, person)
    )
