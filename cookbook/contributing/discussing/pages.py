"""Pages: what is sent from the discussion below a contribution, and the mails that tell of it."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_message
from cookbook.accounts.mails import send_mail
from cookbook.accounts.numbers import number_or_zero
from cookbook.contributing.desk_pages import me, show_page
from cookbook.contributing.discussing.people import Hearer, who_hears
from cookbook.contributing.discussing.problems import (
    DiscussionError,
    NoSuchThreadError,
    PassageError,
)
from cookbook.contributing.discussing.showing import Attempt, as_read
from cookbook.contributing.discussing.talking import (
    PASSAGE_MAX_LENGTH,
    About,
    Said,
    begin_thread,
    find_thread,
    reopen_thread,
    reply,
    resolve_thread,
)
from cookbook.contributing.field_words import typed
from cookbook.extensions import db
from cookbook.models import Message, Revision, Thread

RESOLVE = "resolve"
TOO_OFTEN = "You have written very often in a short time. Your words are kept below: send them in a few minutes."  # noqa: E501 -- one sentence


def discuss(contribution_id: int) -> str | AnyResponse:
    """Begin to talk about a text or a passage of it; who opens the address is led to the talk."""
    if request.method == "GET":
        return redirect(_place(contribution_id, "discussion"))
    session = db.session()
    about = About(
        request.form.get("about", ""),
        _shown_revision(),
        typed(request.form.get("before", ""))[-PASSAGE_MAX_LENGTH:],
        typed(request.form.get("after", ""))[:PASSAGE_MAX_LENGTH],
    )
    text = request.form.get("text", "")
    try:
        count_message(me())
        said = begin_thread(session, g.contribution, text, about, author=me())
    except (DiscussionError, TooManyRequests) as err:
        session.rollback()
        wrong = isinstance(err, PassageError)
        return show_page(Attempt(_problem(err), text, passage=about.words, wrong_passage=wrong))
    return _keep_and_tell(said)


def answer(contribution_id: int, thread_id: int) -> str | AnyResponse:
    """Answer in a thread, and be done with it if that is the button that was pressed."""
    session, thread = db.session(), _thread(thread_id)
    text, is_last = request.form.get("text", ""), request.form.get("action") == RESOLVE
    if is_last and not text.strip():
        return resolve(contribution_id, thread_id)
    try:
        count_message(me())
        said = reply(session, thread, text, author=me())
    except (DiscussionError, TooManyRequests) as err:
        session.rollback()
        return show_page(Attempt(_problem(err), text, thread_id))
    if is_last:
        resolve_thread(session, thread, person=me())
    return _keep_and_tell(said)


def resolve(contribution_id: int, thread_id: int) -> AnyResponse:
    """Be done with a thread."""
    resolve_thread(db.session(), _thread(thread_id), person=me())
    db.session.commit()
    flash("Resolved. It stays below the open ones, and can be opened again.", "success")
    return redirect(_place(contribution_id, "discussion"))


def reopen(contribution_id: int, thread_id: int) -> AnyResponse:
    """Go on with a thread."""
    reopen_thread(db.session(), _thread(thread_id))
    db.session.commit()
    flash("It is open again.", "success")
    return redirect(_place(contribution_id, f"thread-{thread_id}"))


def _thread(thread_id: int) -> Thread:
    try:
        return find_thread(db.session(), g.contribution, thread_id)
    except NoSuchThreadError as err:
        raise NotFound from err


def _shown_revision() -> Revision | None:
    """Give the revision that was on the page; of another text, none."""
    shown = db.session.get(Revision, number_or_zero(request.form.get("base")))
    return shown if shown and shown.contribution_id == g.contribution.id else None


def _keep_and_tell(said: Said) -> AnyResponse:
    session, message = db.session(), said.message
    hearers = who_hears(session, message) if said.is_new else []
    session.commit()
    for hearer in hearers:
        _write_to(hearer, message)
    heard = "They hear of it by mail." if hearers else "It is kept here."
    missed = _said_meanwhile(message)
    if missed:
        heard += f" {missed} wrote here while you did: read that too."
    flash(f"Sent. {heard}" if said.is_new else "It was sent already, and stands here.", "success")
    return redirect(_place(message.thread.contribution_id, f"message-{message.id}"))


def _write_to(hearer: Hearer, message: Message) -> None:
    thread = message.thread
    title = thread.contribution.title
    what = "mentions you" if hearer.is_mentioned else "writes"
    send_mail(
        hearer.person,
        f"{message.author_name} {what} about “{title}”",
        "discussing_message",
        title=title,
        volume=thread.contribution.volume.title,
        author=message.author_name,
        text=message.text,
        quote=as_read(thread.quote),
        is_mentioned=hearer.is_mentioned,
        is_answer=thread.messages[0].id != message.id,
        contribution_id=thread.contribution_id,
        message_id=message.id,
    )


def _said_meanwhile(message: Message) -> str:
    """Name who wrote in the thread after the page was made from which this message comes."""
    seen = number_or_zero(request.form.get("base"))
    if message.thread.messages[0].id == message.id or not seen:
        return ""
    names = [
        each.author_name
        for each in message.thread.messages
        if seen < each.id < message.id and each.author_id != message.author_id
    ]
    return " and ".join(dict.fromkeys(names))


def _problem(err: DiscussionError | TooManyRequests) -> str:
    return TOO_OFTEN if isinstance(err, TooManyRequests) else f"{err.message} {err.remedy}".strip()


def _place(contribution_id: int, anchor: str) -> str:
    return url_for("contributing.show", contribution_id=contribution_id, _anchor=anchor)
