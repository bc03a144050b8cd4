"""Page: a whole recipe pasted by somebody without an account, sorted into the call's form."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_guest_form
from cookbook.archive.calls import find_call, takes_guests
from cookbook.contributing.guests.call_pages import TOO_MANY, call_page, wait_words
from cookbook.contributing.guests.sheet import kind_asked_for, sheet_of_call
from cookbook.contributing.receiving.originals import PLAIN_TEXT, keep_received
from cookbook.contributing.receiving.pasting_pages import PasteForm
from cookbook.contributing.receiving.waiting import word_of
from cookbook.exchange.pasted.reading import PastedError, read_pasted
from cookbook.extensions import db, get_storage
from cookbook.manuscript import write_recipe
from cookbook.models import Call, ContributionKind, OriginalWay, now


def paste(key: str) -> AnyResponse:
    """Take a pasted recipe and show it in the call's form; nothing is handed in yet."""
    session = db.session()
    call = find_call(session, key) or abort(404)
    if kind_asked_for(call.volume) is not ContributionKind.RECIPE:
        abort(404)
    form = PasteForm()
    if request.method == "GET":
        closed = not takes_guests(call, now())
        return redirect(url_for("guests.call", key=key)) if closed else _page(call, form)
    if not form.validate():
        return _page(call, form)
    text = form.text.data or ""
    try:
        count_guest_form()
        pasted = read_pasted(text)
    except TooManyRequests as err:
        form.text.errors = [wait_words(err)]
        return _page(call, form, TOO_MANY)
    except PastedError as err:
        form.text.errors = [f"{err.message} {err.remedy}"]
        return _page(call, form)
    received = keep_received(
        session, get_storage(), text.encode(), PLAIN_TEXT, way=OriginalWay.PASTED
    )
    session.commit()
    asking = sheet_of_call(call, given=write_recipe(pasted.recipe)).filled_asking_form()
    asking.original.data = word_of(received, asking.guest())
    return call_page(call, asking)


def _page(call: Call, form: PasteForm, status: int = 200) -> AnyResponse:
    page = render_template(
        "contributing/guests/paste.html", form=form, call=call, volume=call.volume
    )
    return make_response(page, status)
