"""Page: a recipe on the web, by its address or as a saved page, in the fields of the form."""

from __future__ import annotations

from flask import g, render_template, request
from werkzeug.exceptions import TooManyRequests

from cookbook.accounts.limits import count_fetch
from cookbook.contributing.beginning import call_of, may_contribute
from cookbook.contributing.desk_pages import me
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.receiving.waiting import filled_form
from cookbook.contributing.receiving.web_form import WebPageForm
from cookbook.contributing.receiving.web_recipes import (
    Given,
    find_page,
    keep_page,
    read_recipe_page,
)
from cookbook.contributing.sheets import Sheet
from cookbook.contributing.writing_pages import sheet_page
from cookbook.exchange.webpages.fetching import PAGE_MAX_BYTES
from cookbook.exchange.webpages.problems import WebPageError
from cookbook.extensions import db, get_settings, get_storage
from cookbook.models import ContributionKind, now

TOO_OFTEN = "You have asked for many pages. Please wait a minute."


def from_the_web(slug: str) -> str:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Take a recipe from the web and show it in the fields of the form; nothing is saved yet."""
    session = db.session()
    if not may_contribute(session, g.volume, me()):
        return render_template("contributing/not_asked.html", volume=g.volume)
    form = WebPageForm()
    if request.method == "GET" or not form.validate():
        return _page(form)
    given = _given(form)
    try:
        count_fetch(me())
        # No connection to the database waits for a machine of somebody else's.
        session.commit()
        page = find_page(given, get_settings())
        recipe = read_recipe_page(page, now().date())
    except (WebPageError, ContributionError) as err:
        return _refused(form, f"{err.message} {err.remedy}".strip())
    except TooManyRequests:
        return _refused(form, TOO_OFTEN)
    received = keep_page(session, get_storage(), page, recipe.missed)
    session.commit()
    sheet = Sheet(ContributionKind.RECIPE, g.volume, me(), given=recipe.text)
    return sheet_page(sheet, filled_form(sheet, received))


def _given(form: WebPageForm) -> Given:
    upload = request.files.get(form.file.name)
    file = upload.read(PAGE_MAX_BYTES + 1) if upload else b""
    return Given(form.address.data or "", file, form.source.data or "")


def _refused(form: WebPageForm, message: str) -> str:
    field = form.address if form.address.data else form.file
    field.errors = [*field.errors, message]
    return _page(form)


def _page(form: WebPageForm) -> str:
    return render_template(
        "contributing/receiving/web.html",
        form=form,
        volume=g.volume,
        call=call_of(g.volume),
        fetches=get_settings().fetching.allowed,
    )
