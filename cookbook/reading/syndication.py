"""What machines read of the shelf: a feed of new editions, and a map of all public pages."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.extensions import db
from cookbook.manuscript.decoding import strip_unprintable
from cookbook.models import Edition, EditionEntry
from cookbook.reading.addresses import INDEX, full_address, page_address, reader_prefix
from cookbook.reading.blueprint import blueprint
from cookbook.reading.catalogue import latest_releases, newest_editions

FEED_LENGTH = 30
PLACES_MAX = 50_000
"""As many addresses as one map may have (sitemaps.org)."""
AN_HOUR = 3600


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Give the newest editions as an Atom feed (RFC 4287)."""
    editions = latest_releases(db.session(), FEED_LENGTH)
    words = render_template("reading/feed.xml", editions=editions, full=full_address)
    return _answer(words, "application/atom+xml")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List the public pages: home, volumes, and the pages of every newest edition."""
    places = [(url_for("reading.home"), ""), *_places(db.session())]
    return _answer(
        render_template("reading/sitemap.xml", places=places[:PLACES_MAX], full=full_address),
        "application/xml",
    )


def _places(session: Session) -> Iterator[tuple[str, str]]:
    """Give each address with the date of its last change."""
    editions = {each.id: each for each in newest_editions(session)}
    for each in editions.values():
        yield url_for("reading.volume", slug=each.volume.slug), _date(each)
    chosen = (
        select(EditionEntry.edition_id, EditionEntry.page)
        .where(EditionEntry.edition_id.in_(editions), EditionEntry.page != "")
        .order_by(EditionEntry.edition_id, EditionEntry.position)
        .limit(PLACES_MAX)
    )
    prefixes = {
        number: reader_prefix(each.volume.slug, each.number) for number, each in editions.items()
    }
    for number, prefix in prefixes.items():
        yield page_address(prefix, INDEX), _date(editions[number])
    for number, page in session.execute(chosen):
        yield page_address(prefixes[number], page), _date(editions[number])


def _date(edition: Edition) -> str:
    return edition.released_at.date().isoformat() if edition.released_at else ""


def _answer(words: str, media_type: str) -> Response:
    """Answer with XML, which can't hold all that a text can."""
    response = Response(strip_unprintable(words)[0], mimetype=media_type)
    response.cache_control.max_age = AN_HOUR
    response.add_etag()
    response.make_conditional(request.environ)
    return response
