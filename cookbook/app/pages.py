"""Pages that belong to no room: the style guide, the sign of life, what crawlers ask for."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response as AnyResponse

from cookbook.app.specimens import specimens
from cookbook.app.statics import asset_address
from cookbook.extensions import db
from cookbook.reading.addresses import full_address

blueprint = Blueprint("pages", __name__)


@blueprint.get("/styleguide")
def styleguide() -> str:
    """Show every component of the site."""
    return render_template("styleguide.html", **specimens())


@blueprint.get("/healthz")
def health() -> Response:
    """Say that the site answers and its database too."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> AnyResponse:
    """Lead to the site's sign; the pages of books don't name one, and browsers ask here."""
    return redirect(asset_address("favicon.svg"))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell crawlers that released books are there to be found, and forms are not."""
    place = full_address(url_for("reading.sitemap"))
    return Response(
        f"User-agent: *\nDisallow: /search\nDisallow: /contributions/\nSitemap: {place}\n",
        mimetype="text/plain",
    )
