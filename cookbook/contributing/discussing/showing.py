"""The discussion of a contribution as its page shows it, beside the text as it stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cookbook.accounts.roles import is_for_editors
from cookbook.contributing.discussing.people import people_of
from cookbook.contributing.discussing.wording import Paragraph, read_message
from cookbook.manuscript.anchors import Anchor, Fate, Found, WordyText, find_again
from cookbook.manuscript.inline_text import plain_text
from cookbook.models import Contribution, Message, Thread

SHOWN_BEFORE = 80
"""So many characters before a passage tell it from others that say the same."""


@dataclass(frozen=True)
class Spoken:
    """One message, and its words as they are read."""

    message: Message
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Talk:
    """A thread: the words that it is about ("" for all of the text), and what became of them.

    `now` are the words that stand there today, `before` some of those that stand before them.
    """

    thread: Thread
    quote: str
    fate: Fate
    now: str
    before: str
    messages: tuple[Spoken, ...]

    @property
    def is_changed(self) -> bool:
        """Tell whether other words stand in the place of those that it is about."""
        return self.fate is Fate.CHANGED

    @property
    def is_gone(self) -> bool:
        """Tell whether the words that it is about are no longer there."""
        return self.fate is Fate.GONE


@dataclass(frozen=True)
class Discussion:
    """All that is said of a contribution, and the names of those who can be mentioned.

    What is open stands in the order of the text, what is resolved in that of time, newest first.
    `is_private` says that nobody but the author sees it so far.
    """

    open: tuple[Talk, ...]
    resolved: tuple[Talk, ...]
    names: tuple[str, ...]
    is_private: bool


def discussion_of(session: Session, contribution: Contribution) -> Discussion:
    """Give the discussion of a contribution, each passage looked up in the newest text."""
    chosen = (
        select(Thread)
        .where(Thread.contribution_id == contribution.id)
        .options(selectinload(Thread.messages))
        .order_by(Thread.id)
        .execution_options(populate_existing=True)
    )
    threads = list(session.scalars(chosen))
    people = people_of(session, contribution)
    names = tuple(each.name for each in people if each.name)
    text = WordyText(contribution.head.text if contribution.head else "")
    placed = [(thread, _find(thread, text)) for thread in threads]
    placed.sort(key=lambda each: _order(*each))
    resolved = [each for each in placed if each[0].resolved_at is not None]
    resolved.sort(key=lambda each: each[0].resolved_at or each[0].created_at, reverse=True)
    return Discussion(
        tuple(_talk(*each, text, names) for each in placed if each[0].resolved_at is None),
        tuple(_talk(*each, text, names) for each in resolved),
        names,
        not is_for_editors(contribution),
    )


def as_read(words: str) -> str:
    """Give words of a text without its marks, on one line."""
    return " ".join(plain_text(line) for line in words.split("\n")).strip()


def _find(thread: Thread, text: WordyText) -> Found:
    if not thread.quote:
        return Found(Fate.STANDS)
    return find_again(Anchor(thread.quote, thread.before, thread.after), text)


def _order(thread: Thread, found: Found) -> tuple[bool, int, int]:
    return found.fate is Fate.GONE, found.start, thread.id


def _talk(thread: Thread, found: Found, text: WordyText, names: Sequence[str]) -> Talk:
    return Talk(
        thread,
        as_read(thread.quote),
        found.fate,
        as_read(found.words),
        as_read(text.text[max(found.start - SHOWN_BEFORE, 0) : found.start]),
        tuple(Spoken(each, read_message(each.text, names)) for each in thread.messages),
    )


@dataclass(frozen=True)
class Attempt:
    """What somebody sent that can't be kept as it is, and why; their words stay in the form.

    `thread_id` is 0 where it was to begin a thread; `wrong_passage` says that it is the words of
    the text that are wrong, and not the message.
    """

    problem: str
    text: str
    thread_id: int = 0
    passage: str = ""
    wrong_passage: bool = False
