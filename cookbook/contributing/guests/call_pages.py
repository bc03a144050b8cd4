"""Page: what a call asks for, and the form for people without an account."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_guest, count_guest_form
from cookbook.archive.calls import call_for_guests, find_call, takes_guests
from cookbook.archive.revisions import free_path
from cookbook.contributing.guests.forms import GuestForm
from cookbook.contributing.guests.links import page_of, site_key
from cookbook.contributing.guests.sending import Sent, find_sent, send_in, wait_for_turn
from cookbook.contributing.guests.sheet import GuestSheet, sheet_of_call
from cookbook.contributing.guests.telling import tell_of_sending
from cookbook.contributing.photos import attach_photo, photo_path
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.receiving.waiting import attach_named_original, shown_original
from cookbook.contributing.sent_photos import take_photo_alone
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError
from cookbook.models import Blob, Call, Contribution, GuestLink, now

MINUTE = 60
GONE, TOO_MANY = 410, 429


def call(key: str) -> AnyResponse:
    """Show what a call asks for with the form below, and take what somebody hands in."""
    found = find_call(db.session(), key) or abort(404)
    if request.method == "GET":
        return call_page(found, None) if takes_guests(found, now()) else _closed(found)
    sheet = sheet_of_call(found)
    form = sheet.asking_form()
    try:
        count_guest_form()
        link, is_new = _taken(found, sheet, form)
    except TooManyRequests as err:
        db.session.rollback()
        form.form_errors.append(wait_words(err))
        return call_page(found, form, TOO_MANY)
    except (FrontMatterError, ContributionError) as err:
        db.session.rollback()
        form.form_errors.append(f"{err.message} {err.remedy}".strip())
        return call_page(found, form)
    if link is None:
        return call_page(found, form)
    if is_new:
        tell_of_sending(link, again=False)
    return redirect(page_of(link, "thanks"))


def _taken(call: Call, sheet: GuestSheet, form: GuestForm) -> tuple[GuestLink | None, bool]:
    """Save what was sent, and tell whether it is new; None where the form must come back."""
    valid = form.validate()
    blob = take_photo_alone(form, form.guest().id)
    if not valid or form.photo_file.errors:
        return None, False
    session = db.session()
    wait_for_turn(session, call)

    def text_of(other: Contribution) -> str:
        photo = photo_path(session, call.volume, other.path, blob, other) if blob else ""
        return sheet.text(form, photo)

    sent_before = find_sent(session, form.guest().id, text_of)
    if sent_before is not None:
        session.rollback()
        return sent_before, False
    count_guest(call, form.guest().email)
    return _save(call, sheet, form, blob), True


def _save(call: Call, sheet: GuestSheet, form: GuestForm, blob: Blob | None) -> GuestLink:
    session, volume = db.session(), call.volume
    path = free_path(session, volume, sheet.kind, form.title.data or "")
    photo = photo_path(session, volume, path, blob) if blob else ""
    sent = Sent(sheet.kind, sheet.text(form, photo))
    link = send_in(session, call, sent, form.guest(), key=site_key())
    if blob is not None:
        attach_photo(session, link.contribution, photo, blob, person=None)
    if link.contribution.head is not None:
        attach_named_original(session, link.contribution.head, form, form.guest())
    session.commit()
    return link


def call_page(call: Call, form: GuestForm | None, status: int = 200) -> AnyResponse:
    """Show what a call asks for, with its form below: a new one, or one that comes back."""
    form = form or sheet_of_call(call).asking_form()
    page = render_template(
        "contributing/guests/call.html",
        call=call,
        volume=call.volume,
        form=form,
        has_kept_photo=bool(form.kept.data),
        original=shown_original(form, form.guest()),
    )
    return make_response(page, status)


def _closed(call: Call) -> AnyResponse:
    """Say that a call takes nothing now, and which other one of the same book does."""
    opens = call.opens_at if call.guests_may_write and call.opens_at > now() else None
    page = render_template(
        "contributing/guests/closed.html",
        call=call,
        volume=call.volume,
        opens=opens,
        instead=call_for_guests(call.volume),
    )
    return make_response(page, 200 if opens else GONE)


def wait_words(error: TooManyRequests) -> str:
    """Say that too much came in, and when to try again."""
    seconds = error.retry_after if isinstance(error.retry_after, int) else MINUTE
    minutes = max(1, -(-seconds // MINUTE))
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"Very much is coming in from here at the moment. Your words are all below: wait {wait}, "
        "and press the button again."
    )
