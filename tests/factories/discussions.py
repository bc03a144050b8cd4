"""Threads for tests, with a message in them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.contributing.discussing.talking import About, begin_thread
from cookbook.models import Contribution, Person, Thread


def make_thread(
    session: Session,
    contribution: Contribution,
    author: Person,
    text: str = "Why?",
    words: str = "",
) -> Thread:
    """A thread about all of a text, or about some words of it."""
    about = About(words, contribution.head)
    return begin_thread(session, contribution, text, about, author=author).message.thread
