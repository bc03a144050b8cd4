"""How often somebody may knock: bounds on what can be guessed at or used to flood a mailbox."""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import Flask, request
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests

from cookbook.accounts.addresses import EmailError, plain_email
from cookbook.accounts.forms import one_line
from cookbook.extensions import get_settings, limiter
from cookbook.models import Call, GuestLink
from cookbook.models.people import EMAIL_MAX_LENGTH, Person


@dataclass(frozen=True)
class Bound:
    """How often one machine may send a form, and how often all may with one e-mail address."""

    by_machine: RateLimitItem
    by_email: RateLimitItem


# A whole class signs up through one school's connection, so a machine's bound is wide. An
# address's own is narrow, but such that nobody is kept out long by somebody who plays with it.
BOUNDS = {
    "security.login": Bound(parse("60 per 10 minutes"), parse("10 per 10 minutes")),
    "security.register": Bound(parse("60 per hour"), parse("5 per hour")),
    "security.forgot_password": Bound(parse("40 per hour"), parse("5 per hour")),
    "security.send_confirmation": Bound(parse("40 per hour"), parse("5 per hour")),
    "security.reset_password": Bound(parse("30 per hour"), parse("10 per hour")),
    "security.change_password": Bound(parse("20 per hour"), parse("10 per hour")),
    "security.verify": Bound(parse("20 per hour"), parse("10 per hour")),
    "accounts.new_address": Bound(parse("20 per hour"), parse("5 per hour")),
    "accounts.enter": Bound(parse("60 per hour"), parse("60 per hour")),
}


# A preview follows every pause in typing. Nobody pauses as often as this for long.
PREVIEWS = (parse("90 per minute"), parse("2000 per hour"))


def count_preview(person: Person) -> None:
    """Count a preview that somebody asks for; raises TooManyRequests where these are too many."""
    if get_settings().limits:
        for item in PREVIEWS:
            _hit(item, "preview", f"person {person.id}")


# A file takes seconds of a processor to read, and whoever has many chapters sends them one by one.
FILES = (parse("20 per 5 minutes"), parse("150 per day"))


def count_file(person: Person) -> None:
    """Count a file that somebody has read; raises TooManyRequests where these are too many."""
    if get_settings().limits:
        for item in FILES:
            _hit(item, "file", f"person {person.id}")


# A lively talk, but no mailbox full of it: each message is mailed to all who take part.
MESSAGES = (parse("20 per 10 minutes"), parse("150 per day"))


def count_message(person: Person) -> None:
    """Count a message that somebody sends; raises TooManyRequests where these are too many."""
    if get_settings().limits:
        for item in MESSAGES:
            _hit(item, "message", f"person {person.id}")


# Words are kept after each pause, and again when a page is left.
AUTOSAVES = (parse("60 per minute"), parse("1500 per hour"))


def count_autosave(person: Person) -> None:
    """Count words that a form keeps by itself; raises TooManyRequests where it is too often."""
    if get_settings().limits:
        for item in AUTOSAVES:
            _hit(item, "autosave", f"person {person.id}")


# Somebody types in their own recipes; who collects those of a whole site is not our guest.
FETCHES = (parse("10 per minute"), parse("60 per hour"))


def count_fetch(person: Person) -> None:
    """Count a page that is fetched for somebody; raises TooManyRequests where it is too many."""
    if get_settings().limits:
        for item in FETCHES:
            _hit(item, "fetch", f"person {person.id}")


# A whole village may hand in at one fair, through one connection; a mailbox gets fewer letters.
GUEST_FORMS = (parse("60 per 10 minutes"), parse("300 per day"))
GUEST_MAILS = parse("15 per hour")
GUESTS_OF_A_CALL = (parse("120 per hour"), parse("600 per day"))


def count_guest_form() -> None:
    """Count a form that comes without an account from one machine; raises TooManyRequests."""
    if get_settings().limits:
        for item in GUEST_FORMS:
            _hit(item, "guest", f"machine {get_remote_address()}")


def count_guest(call: Call, email: str) -> None:
    """Count what is handed in without an account, by call and by address; raises likewise."""
    if get_settings().limits:
        if email:
            _hit(GUEST_MAILS, "guest", f"email {_as_kept(email)}")
        for item in GUESTS_OF_A_CALL:
            _hit(item, "guest", f"call {call.id}")


def count_guest_preview(link: GuestLink) -> None:
    """Count a preview that is asked for by a private link; raises likewise."""
    if get_settings().limits:
        for item in PREVIEWS:
            _hit(item, "preview", f"guest {link.id}")


# Each suggestion is a mail to several people.
SUGGESTIONS = Bound(parse("60 per hour"), parse("20 per hour"))
SUGGESTIONS_OF_A_PERSON = parse("60 per hour")


def count_suggestion(person: Person | None, email: str = "") -> None:
    """Count a suggestion of somebody with an account, or (None) of a passer-by.

    Raises TooManyRequests where these are too many.
    """
    if not get_settings().limits:
        return
    if person is not None:
        _hit(SUGGESTIONS_OF_A_PERSON, "suggestion", f"person {person.id}")
        return
    _hit(SUGGESTIONS.by_machine, "suggestion", f"machine {get_remote_address()}")
    if email:
        _hit(SUGGESTIONS.by_email, "suggestion", f"email {_as_kept(email)}")


def bind_limits(app: Flask) -> None:
    """Have every knock counted."""
    app.before_request(_count)


def _count() -> None:
    bound = BOUNDS.get(request.endpoint or "")
    if bound is None or request.method != "POST" or not get_settings().limits:
        return
    _hit(bound.by_machine, str(request.endpoint), f"machine {get_remote_address()}")
    email = request.form.get("email", "")[:EMAIL_MAX_LENGTH]
    if email:
        _hit(bound.by_email, str(request.endpoint), f"email {_as_kept(email)}")


def _as_kept(email: str) -> str:
    """Give an address as it is kept: letters of other widths lead to the same mailbox."""
    try:
        return plain_email(one_line(email))
    except EmailError:
        return email.strip().lower()


def _hit(item: RateLimitItem, *key: str) -> None:
    keeper = limiter.limiter
    if not keeper.hit(item, *key):
        again = keeper.get_window_stats(item, *key).reset_time - time.time()
        raise TooManyRequests(retry_after=max(1, round(again)))


# A whole roll of film in one evening, and no more.
PICTURES = (parse("120 per 10 minutes"), parse("600 per day"))


def count_picture(person: Person) -> None:
    """Count a picture that somebody sends; raises TooManyRequests where these are too many."""
    if get_settings().limits:
        for item in PICTURES:
            _hit(item, "picture", f"person {person.id}")
