"""A build's page: how far it is, what came of it, and its files."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import abort, flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from cookbook.curating.results import build_files, find_build_file, read_result
from cookbook.curating.views.blueprint import blueprint, here, loaded_build, tell_refusal
from cookbook.extensions import get_storage
from cookbook.press.report import size_words
from cookbook.publishing.builds import ask_for_preview, last_good_preview, progress_of
from cookbook.publishing.builds import cancel_build as stop_build
from cookbook.publishing.problems import BuildError, NotReadyError
from cookbook.publishing.tasks import start_build


@blueprint.post("/editing/<slug>/preview")
def preview(slug: str) -> Response:
    """Ask for a preview of the book as it stands."""
    session, person, volume = here()
    try:
        build = ask_for_preview(session, volume, person=person)
    except NotReadyError as error:
        tell_refusal(error)
        # There the entries are named that are in the way.
        return redirect(url_for("curating.release", slug=slug))
    except BuildError as error:
        tell_refusal(error)
        return redirect(url_for("curating.volume", slug=slug))
    number = build.id
    session.commit()
    start_build(number)
    return redirect(url_for("curating.build", build_id=number))


@blueprint.get("/builds/<int:build_id>")
def build(build_id: int) -> str:
    """Show a build."""
    session, _, _ = here()
    shown = loaded_build()
    files = build_files(shown)
    return render_template(
        "curating/build.html",
        build=shown,
        progress=progress_of(session, shown),
        result=read_result(session, shown),
        files=files,
        last_good=last_good_preview(session, shown.volume),
        shown_files=[
            (
                file.name,
                url_for("curating.build_file", build_id=build_id, path=file.path),
                file.purpose,
                size_words(file.size) if file.size else "",
                file.icon,
            )
            for file in files
        ],
    )


@blueprint.get("/builds/<int:build_id>/progress")
def build_progress(build_id: int) -> FlaskResponse:
    """Answer how far a build is; once it has ended, have the page load anew."""
    session, _, _ = here()
    progress = progress_of(session, loaded_build())
    words = render_template("curating/_progress.html", build=loaded_build(), progress=progress)
    answer = FlaskResponse(words)
    if not progress.is_active:
        answer.headers["HX-Redirect"] = url_for("curating.build", build_id=build_id)
    return answer


@blueprint.get("/builds/<int:build_id>/files/<path:path>")
def build_file(build_id: int, path: str) -> Response:  # noqa: ARG001 -- the guard has loaded it
    """Open a file that a build made; its web pages come under the policy of books."""
    file = find_build_file(loaded_build(), path) or abort(404)
    g.shows_a_book = True
    stored = get_storage().open_blob(file.digest)
    answer = send_file(
        stored,
        mimetype=file.media_type,
        etag=file.digest,
        download_name=path.rpartition("/")[2],
    )
    answer.content_length = file.size
    answer.cache_control.private = True
    if file.media_type == "text/html":
        answer.cache_control.no_store = True
    try:
        return answer.make_conditional(
            request.environ, accept_ranges=True, complete_length=file.size
        )
    except RequestedRangeNotSatisfiable:
        answer.close()
        raise


@blueprint.post("/builds/<int:build_id>/cancel")
def cancel_build(build_id: int) -> Response:
    """Stop a build."""
    session, person, _ = here()
    try:
        stop_build(session, loaded_build(), person=person)
    except BuildError as error:
        tell_refusal(error)
    else:
        session.commit()
        flash("The press stops. The last good files stay.", "success")
    return redirect(url_for("curating.build", build_id=build_id))
