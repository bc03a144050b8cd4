"""The desk, a volume's own page, and founding one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cookbook.accounts.roles import editors_of, may_found_volume
from cookbook.archive.frames import FrameError
from cookbook.archive.suggestions import count_open_suggestions
from cookbook.curating.calling import newest_call
from cookbook.curating.forms import LANGUAGES, FoundForm
from cookbook.curating.queueing import Shelf
from cookbook.curating.tables import (
    editions_of,
    lately_withdrawn,
    look_at,
    recent_builds,
    volumes_on_desk,
)
from cookbook.curating.views.blueprint import blueprint, here, signed_in
from cookbook.curating.volumes import found_volume, propose_slug
from cookbook.extensions import db
from cookbook.models import now


@blueprint.get("/editing")
def desk() -> str:
    """Show the volumes that one edits, and what waits in each."""
    session, person = db.session(), signed_in()
    return render_template(
        "curating/desk.html",
        lines=volumes_on_desk(session, person),
        may_found=may_found_volume(session, person),
        shelves=Shelf,
    )


@blueprint.route("/editing/new", methods=["GET", "POST"])
def new_volume() -> str | Response:
    """Found a volume."""
    session, person = db.session(), signed_in()
    form = FoundForm()
    if form.validate_on_submit():
        slug = form.slug.data or propose_slug(session, form.title.data)
        try:
            volume = found_volume(session, form.book(), slug=slug, founder=person)
        except FrameError as error:
            session.rollback()
            form.slug.errors = [str(error)]
        else:
            session.commit()
            flash(f"{volume.title} is founded, and you are its editor.", "success")
            return redirect(url_for("curating.volume", slug=volume.slug))
    return render_template("curating/new_volume.html", form=form, languages=LANGUAGES)


@blueprint.get("/editing/<slug>")
def volume(slug: str) -> str:  # noqa: ARG001 -- the guard has loaded what it names
    """Show a volume's own page: what to do next."""
    session, _, volume = here()
    call = newest_call(session, volume)
    return render_template(
        "curating/volume.html",
        line=look_at(session, volume),
        shelves=Shelf,
        call=call,
        call_is_open=call is not None and call.is_open(now()),
        named_editors=[(each.name, "", each.town) for each in editors_of(session, volume)],
        builds=recent_builds(session, volume),
        editions=editions_of(session, volume),
        withdrawn=lately_withdrawn(session, volume),
        suggested=count_open_suggestions(session, volume),
    )
