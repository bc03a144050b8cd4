"""Page: a whole recipe pasted into one box, sorted into the fields of the form."""

from __future__ import annotations

from flask import g, render_template, request
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from cookbook.accounts.limits import count_preview
from cookbook.contributing.beginning import call_of, may_contribute
from cookbook.contributing.desk_pages import me
from cookbook.contributing.field_words import typed
from cookbook.contributing.receiving.originals import PLAIN_TEXT, keep_received
from cookbook.contributing.receiving.waiting import filled_form
from cookbook.contributing.sheets import Sheet
from cookbook.contributing.writing_pages import sheet_page
from cookbook.exchange.pasted.reading import PastedError, read_pasted
from cookbook.extensions import db, get_storage
from cookbook.manuscript import write_recipe
from cookbook.models import ContributionKind, OriginalWay


class PasteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One box for a whole recipe."""

    text = TextAreaField(
        "The recipe, as it is",
        description="From a mail, a note, a web page. Nothing has to be in order, "
        "and what we get wrong you can put right on the next page.",
        filters=[lambda value: typed(value or "")],
        validators=[DataRequired("Paste or type the recipe first.")],
        render_kw={"rows": 18, "autocomplete": "off"},
    )


def paste_recipe(slug: str) -> str:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Take a pasted recipe and show it in the fields of the form; nothing is saved yet."""
    session = db.session()
    if not may_contribute(session, g.volume, me()):
        return render_template("contributing/not_asked.html", volume=g.volume)
    form = PasteForm()
    if request.method == "GET" or not form.validate():
        return _page(form)
    count_preview(me())
    text = form.text.data or ""
    try:
        pasted = read_pasted(text)
    except PastedError as err:
        form.text.errors = [f"{err.message} {err.remedy}"]
        return _page(form)
    received = keep_received(
        session, get_storage(), text.encode(), PLAIN_TEXT, way=OriginalWay.PASTED
    )
    session.commit()
    sheet = Sheet(ContributionKind.RECIPE, g.volume, me(), given=write_recipe(pasted.recipe))
    return sheet_page(sheet, filled_form(sheet, received))


def _page(form: PasteForm) -> str:
    return render_template(
        "contributing/receiving/paste.html", form=form, volume=g.volume, call=call_of(g.volume)
    )
