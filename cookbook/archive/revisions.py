"""Contributions and their revisions: each text is kept for good, and no head moves unseen."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cookbook.errors import CookbookError
from cookbook.manuscript import parse_entry
from cookbook.models import (
    Contribution,
    ContributionKind,
    Person,
    Revision,
    RevisionStanding,
    Volume,
    now,
)
from cookbook.models.base import NAME_MAX_LENGTH, TITLE_MAX_LENGTH
from cookbook.models.contributions import SUMMARY_MAX_LENGTH

STEM_MAX_LENGTH = 80
TRIES = 5
NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class HeadMovedError(CookbookError):
    """Somebody else saved a contribution meanwhile; what was to be saved is not in."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(
            f'"{contribution.title}" was changed by somebody else meanwhile.',
            remedy="Bring the two together and save again.",
        )
        self.contribution = contribution


@dataclass(frozen=True)
class Origin:
    """Where a revision comes from: its author, what they say of it, and what it stands on.

    `parent` is the revision that the author began from, `merged` one that was brought in.
    """

    author: Person | None = None
    author_name: str = ""
    summary: str = ""
    parent: Revision | None = None
    merged: Revision | None = None


def new_contribution(  # noqa: PLR0913 -- what a contribution is from its first day
    session: Session,
    volume: Volume,
    kind: ContributionKind,
    *,
    title: str,
    author: Person | None = None,
    path: str = "",
) -> Contribution:
    """Make a contribution without a text, at `path` or at a free path made from its title.

    Raises IntegrityError where a given path is taken.
    """
    contribution = Contribution(
        volume=volume,
        kind=kind,
        path=path or free_path(session, volume, kind, title),
        author=author,
        title=title[:TITLE_MAX_LENGTH],
    )
    session.add(contribution)
    session.flush()
    return contribution


def free_path(session: Session, volume: Volume, kind: ContributionKind, title: str) -> str:
    """Give a path such as recipes/stone-soup.md that no contribution of the volume has."""
    stem = _plain(title)[:STEM_MAX_LENGTH].strip("-") or kind.value
    folder = f"{kind.value}s"
    like = f"{folder}/{stem}%"
    chosen = select(Contribution.path).where(
        Contribution.volume_id == volume.id, Contribution.path.like(like)
    )
    taken = set(session.scalars(chosen))
    number = 1
    path = f"{folder}/{stem}.md"
    while path in taken:
        number += 1
        path = f"{folder}/{stem}-{number}.md"
    return path


def add_revision(
    session: Session,
    contribution: Contribution,
    text: str,
    origin: Origin,
    *,
    standing: RevisionStanding = RevisionStanding.IN_LINE,
) -> Revision:
    """Keep a text of a contribution; one that is in line becomes its head.

    The head moves only from `origin.parent`; if it stands elsewhere by now, HeadMovedError is
    raised and nothing is kept. A text that is not in line leaves the head alone. Raises
    FrontMatterError where the text can't be read.
    """
    entry = parse_entry(text, contribution.path)
    revision = _insert(session, contribution, text, entry.title, origin, standing)
    if standing is RevisionStanding.IN_LINE:
        _move_head(session, contribution, revision, origin.parent)
        contribution.title = entry.title[:TITLE_MAX_LENGTH]
        contribution.byline = ", ".join(entry.by)
        contribution.changed_at = now()
        session.flush()
    return revision


def text_digest(text: str) -> str:
    """Give the digest under which a text is known: SHA-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def _insert(  # noqa: PLR0913, PLR0917 -- the fields of a row
    session: Session,
    contribution: Contribution,
    text: str,
    title: str,
    origin: Origin,
    standing: RevisionStanding,
) -> Revision:
    """Insert a revision under the next free number, which another save may take first."""
    name = origin.author_name or (origin.author.name if origin.author else "")
    for _ in range(TRIES):
        highest = select(func.max(Revision.number)).where(
            Revision.contribution_id == contribution.id
        )
        revision = Revision(
            contribution_id=contribution.id,
            number=(session.scalar(highest) or 0) + 1,
            parent_id=origin.parent.id if origin.parent else None,
            merged_id=origin.merged.id if origin.merged else None,
            standing=standing,
            author_id=origin.author.id if origin.author else None,
            author_name=name[:NAME_MAX_LENGTH],
            summary=origin.summary[:SUMMARY_MAX_LENGTH],
            text=text,
            digest=text_digest(text),
            title=title[:TITLE_MAX_LENGTH],
        )
        try:
            with session.begin_nested():
                session.add(revision)
        except IntegrityError:
            continue
        return revision
    raise HeadMovedError(contribution)


def _move_head(
    session: Session, contribution: Contribution, revision: Revision, parent: Revision | None
) -> None:
    """Move the head in one statement, which a save at the same moment can't pass by."""
    stands = Contribution.head_id.is_(None) if parent is None else Contribution.head_id == parent.id
    moved = session.execute(
        update(Contribution)
        .where(Contribution.id == contribution.id, stands)
        .values(head_id=revision.id)
        .execution_options(synchronize_session=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        session.delete(revision)
        session.flush()
        session.expire(contribution)
        raise HeadMovedError(contribution)
    session.expire(contribution, ["head", "head_id", "revisions"])


def _plain(title: str) -> str:
    decomposed = unicodedata.normalize("NFKD", title)
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return NOT_PLAIN.sub("-", letters.lower()).strip("-")
