"""The pages of the catalogue: the home page, a volume, an edition. Importing it puts all routes."""

from __future__ import annotations

from flask import abort, g, render_template

from cookbook.accounts.guard import present_person
from cookbook.accounts.roles import editors_of, is_editor
from cookbook.extensions import db
from cookbook.models import Edition, now
from cookbook.publishing.imprints import edition_name
from cookbook.reading import file_views, search_views, syndication
from cookbook.reading.addresses import full_address, page_address, reader_prefix
from cookbook.reading.blueprint import blueprint
from cookbook.reading.catalogue import (
    count_making,
    find_covers,
    latest_releases,
    list_editions,
    list_shelf,
    newest_edition,
    nobody_is_here,
    open_call,
    released_edition,
)
from cookbook.reading.editions import EditionPage, describe_edition
from cookbook.reading.linkeddata import describe_book

__all__ = ["blueprint", "file_views", "search_views", "syndication"]

NEWEST_SHOWN = 5

blueprint.add_app_template_filter(edition_name)


@blueprint.context_processor
def _put_names() -> dict[str, object]:
    return {"full_address": full_address, "page_address": page_address}


@blueprint.get("/")
def home() -> str:
    """Show the shelf, what was released last, and which books ask for contributions."""
    session, person = db.session(), present_person()
    shelf = list_shelf(session, person, now())
    return render_template(
        "reading/home.html",
        books=[each for each in shelf if each.edition],
        calls=[each for each in shelf if each.call],
        making=[each for each in shelf if not each.edition and not each.call],
        newest=latest_releases(session, NEWEST_SHOWN),
        nobody_is_here=not shelf and nobody_is_here(session),
        runs_the_site=person is not None and person.runs_the_site,
    )


@blueprint.get("/books/<slug>")
def volume(slug: str) -> str:
    """Show a volume by its newest edition, or what is known of one in the making."""
    session, person = db.session(), present_person()
    edition = newest_edition(session, g.volume)
    call = open_call(session, g.volume, now())
    edits = person is not None and is_editor(session, g.volume, person)
    if edition is None:
        return render_template(
            "reading/making.html",
            volume=g.volume,
            call=call,
            making=count_making(session, g.volume),
            editors=[each.name for each in editors_of(session, g.volume) if each.name],
            edits=edits,
        )
    return _show(slug, edition, call=call, edits=edits, is_newest=True)


@blueprint.get("/books/<slug>/<int:number>")
def edition(slug: str, number: int) -> str:
    """Show an edition, and that there is a newer one."""
    session = db.session()
    chosen = released_edition(session, g.volume, number) or abort(404)
    newest = newest_edition(session, g.volume)
    return _show(slug, chosen, call=None, edits=False, is_newest=chosen is newest)


def _show(slug: str, chosen: Edition, **words: object) -> str:
    session = db.session()
    cover = find_covers(session, [chosen]).get(chosen.id)
    page: EditionPage = describe_edition(session, chosen, cover)
    return render_template(
        "reading/volume.html",
        volume=g.volume,
        page=page,
        book=page.book,
        edition=chosen,
        editions=list_editions(session, g.volume),
        prefix=reader_prefix(slug, chosen.number),
        data=describe_book(page, slug),
        **words,
    )
