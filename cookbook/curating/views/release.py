"""Releasing: what will be frozen, the release itself, and what becomes of one that failed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cookbook.curating.forms import ReleaseForm
from cookbook.curating.outlook import Change, Frozen, look_ahead
from cookbook.curating.tables import last_build
from cookbook.curating.views.blueprint import blueprint, here, loaded_build, tell_refusal
from cookbook.models import BuildState, Edition, Volume
from cookbook.publishing.editions import discard_edition, release_edition, retry_edition
from cookbook.publishing.problems import BuildError, EditionStateError
from cookbook.publishing.tasks import start_build

CHANGES = {Change.NEW: "new", Change.CHANGED: "changed", Change.SAME: "as before"}


@blueprint.route("/editing/<slug>/release", methods=["GET", "POST"])
def release(slug: str) -> str | Response:  # noqa: ARG001 -- the guard has loaded what it names
    """Show what a release freezes, and release."""
    session, person, volume = here()
    form = ReleaseForm()
    if form.validate_on_submit():
        try:
            build = release_edition(session, volume, person=person, note=form.note.data)
        except BuildError as error:
            tell_refusal(error)
        else:
            number = build.id
            session.commit()
            start_build(number)
            flash("The edition is frozen and goes to press.", "success")
            return redirect(url_for("curating.build", build_id=number))
    last = last_build(session, volume)
    outlook = look_ahead(session, volume)
    return render_template(
        "curating/release.html",
        form=form,
        outlook=outlook,
        frozen_rows=[_row(volume, each) for each in outlook.entries],
        running=last if last and last.state in (BuildState.QUEUED, BuildState.RUNNING) else None,
    )


@blueprint.post("/builds/<int:build_id>/retry")
def retry(build_id: int) -> Response:
    """Press an edition that failed once more, from the very same texts."""
    session, person, _ = here()
    try:
        build = retry_edition(session, _edition(), person=person)
    except BuildError as error:
        tell_refusal(error)
        return redirect(url_for("curating.build", build_id=build_id))
    number = build.id
    session.commit()
    start_build(number)
    return redirect(url_for("curating.build", build_id=number))


@blueprint.post("/builds/<int:build_id>/discard")
def discard(build_id: int) -> Response:
    """Give an edition up that failed; the volume can be changed and released anew."""
    session, person, volume = here()
    slug = volume.slug
    try:
        discard_edition(session, _edition(), person=person)
    except BuildError as error:
        tell_refusal(error)
        return redirect(url_for("curating.build", build_id=build_id))
    session.commit()
    flash("The edition is discarded; nobody has seen it, and its number is free.", "success")
    return redirect(url_for("curating.release", slug=slug))


def _row(volume: Volume, entry: Frozen) -> list[object]:
    """Give what the table of what is frozen says of an entry."""
    address = url_for("curating.review", slug=volume.slug, contribution_id=entry.contribution_id)
    title = Markup('<a href="{}">{}</a>').format(address, entry.title or entry.path)
    version = "none" if entry.number is None else str(entry.number)
    if entry.pinned:
        version += ", held"
    elif entry.is_behind:
        version += f" of {entry.newest}"
    return [title, entry.byline, version, CHANGES[entry.change]]


def _edition() -> Edition:
    """Give the edition that the build was for; raises EditionStateError for a preview's."""
    edition = loaded_build().edition
    if edition is None:
        raise EditionStateError("a preview is no edition.", remedy="Ask for a new preview instead.")
    return edition
