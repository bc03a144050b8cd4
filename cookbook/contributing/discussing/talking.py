"""Saying something about a contribution or a passage of it, answering, and being done with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cookbook.contributing.discussing.problems import (
    NoSuchThreadError,
    NothingSaidError,
    PassageError,
    TooMuchSaidError,
)
from cookbook.contributing.field_words import typed
from cookbook.manuscript.anchors import Anchor, anchor_words
from cookbook.models import Contribution, Message, Person, Revision, Thread, now
from cookbook.models.base import NAME_MAX_LENGTH

MESSAGE_MAX_LENGTH = 5_000
PASSAGE_MAX_LENGTH = 1_000
SENT_AGAIN_WITHIN = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class About:
    """What a message is about: words of a revision as a page shows them, or all of it ("").

    `before` and `after` are what stood around the words on the page, where that is known.
    """

    words: str = ""
    revision: Revision | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Said:
    """A message that is kept, and whether it was not there before: a form may come twice."""

    message: Message
    is_new: bool


def begin_thread(
    session: Session, contribution: Contribution, text: str, about: About, *, author: Person
) -> Said:
    """Begin to talk about a contribution, or about a passage of one of its revisions.

    Raises NothingSaidError, TooMuchSaidError, and PassageError for words that the text doesn't
    have.
    """
    words = _message(text)
    revision, anchor = _find_passage(contribution, about)
    _take_turn(session, author)
    double = _begun_before(session, contribution, words, anchor, author)
    if double is not None:
        return Said(double, is_new=False)
    thread = Thread(
        contribution_id=contribution.id,
        revision_id=revision.id if revision else None,
        quote=anchor.quote,
        before=anchor.before,
        after=anchor.after,
    )
    session.add(thread)
    session.flush()
    return Said(_add(session, thread, words, author), is_new=True)


def reply(session: Session, thread: Thread, text: str, *, author: Person) -> Said:
    """Answer in a thread; one that was resolved is open again.

    Raises NothingSaidError and TooMuchSaidError.
    """
    words = _message(text)
    _take_turn(session, author)
    session.expire(thread, ["messages"])
    last = thread.messages[-1] if thread.messages else None
    if last is not None and _is_double(last, words, author):
        return Said(last, is_new=False)
    reopen_thread(session, thread)
    return Said(_add(session, thread, words, author), is_new=True)


def resolve_thread(session: Session, thread: Thread, *, person: Person) -> None:
    """Be done with a thread; doing it twice changes nothing."""
    if thread.resolved_at is None:
        thread.resolved_at, thread.resolved_by = now(), person
        session.flush()


def reopen_thread(session: Session, thread: Thread) -> None:
    """Go on with a thread that was resolved."""
    thread.resolved_at, thread.resolved_by = None, None
    session.flush()


def find_thread(session: Session, contribution: Contribution, thread_id: int) -> Thread:
    """Give a thread of a contribution; raises NoSuchThreadError for any other."""
    thread = session.get(Thread, thread_id)
    if thread is None or thread.contribution_id != contribution.id:
        raise NoSuchThreadError("There is no such thread here.")
    return thread


def _message(text: str) -> str:
    words = typed(text).strip()
    if not words:
        raise NothingSaidError("There is no word in this message yet.")
    if len(words) > MESSAGE_MAX_LENGTH:
        raise TooMuchSaidError(
            f"This message has {len(words):,} characters; one may have {MESSAGE_MAX_LENGTH:,}.",
            remedy="Part it into several.",
        )
    return words


def _find_passage(contribution: Contribution, about: About) -> tuple[Revision | None, Anchor]:
    words = typed(about.words).strip()
    shown = about.revision or contribution.head
    if not words:
        return shown, Anchor("")
    if len(words) > PASSAGE_MAX_LENGTH:
        raise PassageError(
            f"A message can be about {PASSAGE_MAX_LENGTH:,} characters of the text at most.",
            remedy="Choose fewer of its words, or leave the box empty to speak of all of it.",
        )
    for revision in dict.fromkeys(filter(None, (shown, contribution.head))):
        anchor = anchor_words(revision.text, words, before=about.before, after=about.after)
        if anchor is not None:
            return revision, anchor
    raise PassageError(
        "These words are not in the text.",
        remedy="Copy them from it just as they stand, or leave the box empty to speak of all of it.",  # noqa: E501 -- one sentence
    )


def _take_turn(session: Session, author: Person) -> None:
    """Have whoever sends the same form at the same moment wait until this one is kept."""
    session.flush()
    session.execute(
        update(Person)
        .where(Person.id == author.id)
        .values(name=Person.name)
        .execution_options(synchronize_session=False)
    )


def _begun_before(
    session: Session, contribution: Contribution, words: str, anchor: Anchor, author: Person
) -> Message | None:
    chosen = (
        select(Message)
        .join(Thread, Message.thread_id == Thread.id)
        .where(Thread.contribution_id == contribution.id, Message.author_id == author.id)
        .order_by(Message.id.desc())
        .limit(1)
    )
    last = session.scalar(chosen)
    if last is None or last.thread.quote != anchor.quote:
        return None
    return last if _is_double(last, words, author) else None


def _is_double(message: Message, words: str, author: Person) -> bool:
    return (
        message.author_id == author.id
        and message.text == words
        and message.created_at > now() - SENT_AGAIN_WITHIN
    )


def _add(session: Session, thread: Thread, words: str, author: Person) -> Message:
    message = Message(
        thread_id=thread.id,
        author_id=author.id,
        author_name=author.name[:NAME_MAX_LENGTH],
        text=words,
    )
    session.add(message)
    session.flush()
    session.expire(thread, ["messages"])
    return message
