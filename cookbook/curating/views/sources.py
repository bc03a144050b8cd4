"""The sources that a volume's chapters can cite."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cookbook.archive.bibliographies import BibliographyError
from cookbook.curating.forms import SourcesForm
from cookbook.curating.sources import add_sources, replace_sources
from cookbook.curating.views.blueprint import blueprint, here
from cookbook.exchange.sources.listing import ListedSource, listed_sources
from cookbook.exchange.sources.sourcefiles import FILE_MAX_BYTES, SourcesError
from cookbook.models import Volume


@blueprint.route("/editing/<slug>/sources", methods=["GET", "POST"])
def sources(slug: str) -> str | AnyResponse:
    """Show the sources, and take a file of them."""
    session, person, volume = here()
    form = SourcesForm()
    if form.validate_on_submit():
        keep = replace_sources if form.only_these.data else add_sources
        try:
            count = keep(session, volume, form.file.data.read(FILE_MAX_BYTES + 1), person=person)
        except (SourcesError, BibliographyError) as error:
            session.rollback()
            form.file.errors = [error.message, error.remedy]
        else:
            session.commit()
            flash(f"{count} {'source is' if count == 1 else 'sources are'} in the list.", "success")
            return redirect(url_for("curating.sources", slug=slug))
    listed, problem = _listed(volume)
    return render_template("curating/sources.html", form=form, listed=listed, problem=problem)


@blueprint.get("/editing/<slug>/sources.bib")
def sources_file(slug: str) -> Response:
    """Give the sources as a file."""
    _, _, volume = here()
    answer = Response(volume.bibliography, mimetype="text/x-bibtex")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.bib"'
    return answer


def _listed(volume: Volume) -> tuple[list[ListedSource], str]:
    try:
        return listed_sources(volume.bibliography), ""
    except SourcesError as error:
        return [], str(error)
