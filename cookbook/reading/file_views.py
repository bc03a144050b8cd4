"""The files of released editions: web pages to read, books to take home, covers."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.numbers import small_number
from cookbook.extensions import db, get_storage
from cookbook.models import Blob, Edition
from cookbook.reading.addresses import INDEX, full_address, page_address, reader_prefix
from cookbook.reading.blueprint import blueprint
from cookbook.reading.catalogue import COVER_FILE, find_file, newest_edition, released_edition
from cookbook.reading.covers import COVER_WIDTHS, small_cover
from cookbook.reading.editions import WEB, list_downloads
from cookbook.reading.serving import FILE, PAGE, Keeping, serve_blob, serve_bytes
from cookbook.reading.suggesting import HTML, contribution_of_page, serve_with_link


@blueprint.get("/books/<slug>/<int:number>/read/")
def opening(slug: str, number: int) -> AnyResponse:
    """Lead to the first page of an edition."""
    return redirect(url_for("reading.page", slug=slug, number=number, page=INDEX))


@blueprint.get("/books/<slug>/<int:number>/read/<path:page>")
def page(slug: str, number: int, page: str) -> Response:
    """Serve a web page of a released edition, or what belongs to one, as the press made it.

    Behind an entry's words stands a way to suggest a change to it.
    """
    edition = _edition(number)
    blob = _file(edition, f"{WEB}{page}")
    g.shows_a_book = True
    if blob.media_type != HTML:
        return _served(edition, blob, FILE)
    contribution_id = contribution_of_page(db.session(), edition, page)
    if contribution_id is None:
        response = _served(edition, blob, PAGE)
    else:
        response = serve_with_link(blob, edition, contribution_id)
    _point_to_newest(response, slug, edition, page)
    return response


@blueprint.get("/books/<slug>/<int:number>/files/<name>")
def download(slug: str, number: int, name: str) -> Response:  # noqa: ARG001 -- the guard reads the slug
    """Serve a file to take home, under a name that says what it is."""
    edition = _edition(number)
    files = list_downloads(db.session(), edition)
    wanted = next((each for each in files if name in (each.path, each.name)), None) or abort(404)
    response = serve_blob(
        get_storage(),
        wanted.blob,
        media_type=wanted.media_type,
        modified=edition.released_at,
        keeping=FILE,
    )
    response.headers["Content-Disposition"] = _attached(wanted.name)
    return response


@blueprint.get("/books/<slug>/<int:number>/cover")
def cover(slug: str, number: int) -> Response:  # noqa: ARG001 -- the guard reads the slug
    """Serve the picture of a cover, at one of few widths (`?w=`) or as the press drew it."""
    edition = _edition(number)
    blob = _file(edition, COVER_FILE)
    width = request.args.get("w", type=small_number)
    if width not in COVER_WIDTHS:
        return serve_blob(
            get_storage(),
            blob,
            media_type=blob.media_type,
            modified=edition.released_at,
            keeping=FILE,
        )
    return serve_bytes(
        small_cover(get_storage(), blob.digest, width),
        tag=f"{blob.digest}-{width}",
        media_type="image/jpeg",
        modified=edition.released_at,
        keeping=FILE,
    )


def _served(edition: Edition, blob: Blob, keeping: Keeping) -> Response:
    return serve_blob(
        get_storage(),
        blob,
        media_type=blob.media_type,
        modified=edition.released_at,
        keeping=keeping,
    )


def _attached(name: str) -> str:
    """Name a file both ways: in ASCII for old programs, and in all its letters (RFC 6266)."""
    stem, dot, ending = name.rpartition(".")
    plain = "".join(each for each in stem if each.isascii()).strip("-") or "book"
    return f"attachment; filename=\"{plain}{dot}{ending}\"; filename*=UTF-8''{quote(name)}"


def _edition(number: int) -> Edition:
    return released_edition(db.session(), g.volume, number) or abort(404)


def _file(edition: Edition, path: str) -> Blob:
    return find_file(db.session(), edition, path) or abort(404)


def _point_to_newest(response: Response, slug: str, edition: Edition, page: str) -> None:
    """Tell search engines of the same page in the newest edition, which is the one to find."""
    session = db.session()
    newest = newest_edition(session, g.volume)
    if newest is None or newest is edition or find_file(session, newest, f"{WEB}{page}") is None:
        newest = edition
    address = full_address(page_address(reader_prefix(slug, newest.number), page))
    response.headers["Link"] = f'<{address}>; rel="canonical"'
