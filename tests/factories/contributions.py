"""Contributions for tests, with revisions."""

from __future__ import annotations

import hashlib
from itertools import count

from sqlalchemy.orm import Session

from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
    Revision,
    Volume,
)

NUMBERS = count(1)


def recipe_text(title: str, by: str = "Ada Obi") -> str:
    """The text of a small recipe."""
    return (
        f"---\nkind: recipe\ntitle: {title}\nby: {by}\nyield: 4 bowls\n---\n"
        f"A story of {title}.\n\n"
        "## Ingredients\n\n- 500 g beans\n- 1 onion\n\n"
        "## Method\n\n1. Wash the beans.\n2. Simmer.\n"
    )


def chapter_text(title: str, by: str = "Ada Obi") -> str:
    """The text of a small chapter."""
    front = f"---\nkind: chapter\ntitle: {title}\nby: {by}\n---\n"
    return f"{front}A first paragraph.\n\n## A heading\n\nMore.\n"


def make_contribution(  # noqa: PLR0913 -- what a test may want to say of one
    session: Session,
    volume: Volume,
    author: Person | None = None,
    *,
    title: str = "",
    text: str = "",
    state: ContributionState = ContributionState.DRAFT,
    kind: ContributionKind = ContributionKind.RECIPE,
) -> Contribution:
    """A contribution with one revision, which is accepted if the state says so."""
    number = next(NUMBERS)
    title = title or f"Dish {number}"
    written = recipe_text if kind is ContributionKind.RECIPE else chapter_text
    contribution = Contribution(
        volume=volume,
        kind=kind,
        path=f"{kind.value}s/dish-{number}.md",
        author=author,
        title=title,
        byline=author.name if author else "Ada Obi",
    )
    session.add(contribution)
    session.flush()
    revision = add_revision(session, contribution, text or written(title), author)
    if state is ContributionState.ACCEPTED:
        contribution.accepted = revision
        session.flush()
    contribution.state = state
    session.flush()
    return contribution


def add_revision(
    session: Session, contribution: Contribution, text: str, author: Person | None = None
) -> Revision:
    """A revision at the head of a contribution."""
    revision = Revision(
        contribution=contribution,
        number=len(contribution.revisions) + 1,
        parent_id=contribution.head_id,
        author=author,
        author_name=author.name if author else "",
        summary="Wrote it",
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=contribution.title,
    )
    session.add(revision)
    session.flush()
    contribution.head = revision
    session.flush()
    return revision
