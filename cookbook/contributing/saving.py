"""Saving a text: onto the head, merged with what others saved meanwhile, or beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import update
from sqlalchemy.orm import Session

from cookbook.archive.revisions import Origin, add_revision
from cookbook.contributing.problems import ForeignRevisionError, NotNowError, TooLongError
from cookbook.manuscript import compare_texts, merge_texts, summarise
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
    Revision,
    RevisionStanding,
    now,
)

MOST_CHARACTERS = {ContributionKind.RECIPE: 60_000, ContributionKind.CHAPTER: 300_000}
"""What one entry may have; a long recipe has about 10,000 characters, a long chapter 200,000."""
MOST_LINES = 10_000
FIRST_SUMMARY = "First draft"


class Outcome(Enum):
    """What became of a save."""

    UNCHANGED = auto()
    SAVED = auto()
    MERGED = auto()
    DIVERGED = auto()


@dataclass(frozen=True)
class Saved:
    """What became of a save: `revision` holds its text, or the text it was merged into.

    `others` are the people whose changes were met on the way, by name.
    """

    outcome: Outcome
    revision: Revision
    others: tuple[str, ...] = ()


def save_text(  # noqa: PLR0913 -- what is saved, onto what, by whom
    session: Session,
    contribution: Contribution,
    text: str,
    *,
    base: Revision | None,
    author: Person | None,
    author_name: str = "",
    summary: str = "",
) -> Saved:
    """Save a text that was written from the revision `base` (None: there was none yet).

    `author_name` is that of somebody without an account, who has no `author`.

    Where the head has moved on since, the two are merged; where they contradict each other, the
    text is kept beside the line and waits to be settled. Nothing is ever overwritten. Raises
    TooLongError, NotNowError for what was declined, ForeignRevisionError, and FrontMatterError for
    a text that can't be read.
    """
    refuse_long_text(text, contribution.kind)
    if base is not None and base.contribution_id != contribution.id:
        raise ForeignRevisionError("The text that you began from belongs to another entry.")
    take_turn(session, contribution)
    if contribution.state is ContributionState.DECLINED:
        raise NotNowError(
            f'"{contribution.title}" was declined, and is closed.',
            remedy="Your text stays yours; you can hand it in as a new one to another book.",
        )
    head = contribution.head
    if head is None or (base is not None and base.text == text):
        if head is not None:
            return Saved(Outcome.UNCHANGED, head)
        origin = Origin(author, author_name, summary or FIRST_SUMMARY)
        return Saved(Outcome.SAVED, add_revision(session, contribution, text, origin))
    if text == head.text:
        return Saved(Outcome.UNCHANGED, head)
    if base is None or base.id == head.id:
        summary = summary or summarise(compare_texts(head.text, text))
        origin = Origin(author, author_name, summary, parent=head)
        return Saved(Outcome.SAVED, add_revision(session, contribution, text, origin))
    return _bring_together(session, contribution, text, base, Origin(author, author_name, summary))


def take_turn(session: Session, contribution: Contribution) -> None:
    """Make whoever else saves this contribution wait until the present transaction has ended.

    A write takes the row, on every database; what is read after it is the newest.
    """
    session.flush()
    session.execute(
        update(Contribution)
        .where(Contribution.id == contribution.id)
        .values(changed_at=now())
        .execution_options(synchronize_session=False)
    )
    session.expire(contribution)


def refuse_long_text(text: str, kind: ContributionKind) -> None:
    """Raise TooLongError for a text that is longer than an entry of its kind may be."""
    most, lines = MOST_CHARACTERS[kind], text.count("\n")
    if len(text) > most or lines > MOST_LINES:
        has = f"{len(text):,} characters" if len(text) > most else f"{lines:,} lines"
        may = f"{most:,}" if len(text) > most else f"{MOST_LINES:,}"
        raise TooLongError(
            f"The text has {has}; one {kind.value} may have {may}.",
            remedy="Part it into several.",
        )


def author_of(revision: Revision) -> str:
    """Give the name of whoever wrote a revision."""
    return revision.author_name or (revision.author.name if revision.author else "") or "somebody"


def others_since(
    base: Revision, head: Revision, me: Person | None, my_name: str = ""
) -> tuple[str, ...]:
    """Give the names of the others whose revisions lie between two of one line.

    Somebody without an account is known by their name among those who have none.
    """
    mine = (me.id, "") if me else (None, my_name)
    names: list[str] = []
    each: Revision | None = head
    while each is not None and each.number > base.number:
        if (each.author_id, "" if each.author_id else each.author_name) != mine:
            names.append(author_of(each))
        each = each.parent
    return tuple(dict.fromkeys(reversed(names)))


def _bring_together(
    session: Session, contribution: Contribution, text: str, base: Revision, origin: Origin
) -> Saved:
    head = contribution.head
    if head is None:
        raise ForeignRevisionError("There is no text to bring yours together with.")
    others = others_since(base, head, origin.author, origin.author_name)
    what = summarise(compare_texts(base.text, text))
    merged = merge_texts(base.text, text, head.text).text
    standing = RevisionStanding.SETTLED if merged is not None else RevisionStanding.DIVERGENT
    mine = add_revision(
        session,
        contribution,
        text,
        Origin(origin.author, origin.author_name, origin.summary or what, parent=base),
        standing=standing,
    )
    if merged is None:
        return Saved(Outcome.DIVERGED, mine, others)
    names = " and ".join(others) or "another window"
    what = f"{what}; brought together with the changes of {names}"
    both = Origin(origin.author, origin.author_name, what, parent=head, merged=mine)
    return Saved(Outcome.MERGED, add_revision(session, contribution, merged, both), others)
