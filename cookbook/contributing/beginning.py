"""Beginning a contribution: who may, in which book, and its first revision."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_settings
from cookbook.archive.revisions import new_contribution
from cookbook.contributing.problems import NotAskedError
from cookbook.contributing.saving import Saved, refuse_long_text, save_text
from cookbook.manuscript import parse_entry
from cookbook.models import (
    Call,
    ContributionKind,
    Person,
    Volume,
    VolumeRole,
    now,
)


def open_calls(session: Session) -> list[Call]:
    """Give the calls that are open now, those that close first before the others."""
    moment = now()
    chosen = (
        select(Call)
        .where(Call.opens_at <= moment, Call.closes_at.is_(None) | (Call.closes_at > moment))
        .order_by(Call.closes_at.is_(None), Call.closes_at, Call.id)
    )
    return list(session.scalars(chosen))


def call_of(volume: Volume) -> Call | None:
    """Give the open call of a volume, the newest where there are several."""
    moment = now()
    return next((call for call in reversed(volume.calls) if call.is_open(moment)), None)


def may_contribute(session: Session, volume: Volume, person: Person) -> bool:
    """Tell whether a volume takes something new of a person: by an open call, or by a role."""
    if call_of(volume) is not None or person.runs_the_site:
        return True
    works = exists().where(VolumeRole.volume_id == volume.id, VolumeRole.person_id == person.id)
    return bool(session.scalar(select(works)))


def default_licence(volume: Volume) -> str:
    """Give the licence under which a volume's texts stand."""
    return volume_settings(volume).licence


def begin_recipe(session: Session, volume: Volume, text: str, *, author: Person) -> Saved:
    """Keep the first text of a new recipe. Raises as `save_text` does, and NotAskedError."""
    return _begin(session, volume, ContributionKind.RECIPE, text, author)


def begin_chapter(session: Session, volume: Volume, text: str, *, author: Person) -> Saved:
    """Keep the first text of a new chapter. Raises as `save_text` does, and NotAskedError."""
    return _begin(session, volume, ContributionKind.CHAPTER, text, author)


def _begin(
    session: Session, volume: Volume, kind: ContributionKind, text: str, author: Person
) -> Saved:
    if not may_contribute(session, volume, author):
        raise NotAskedError(
            f'"{volume.title}" is not asking for contributions at the moment.',
            remedy="Your desk shows the books that do.",
        )
    refuse_long_text(text, kind)
    title = parse_entry(text, f"{kind.value}s/new.md").title
    contribution = new_contribution(session, volume, kind, title=title, author=author)
    return save_text(session, contribution, text, base=None, author=author)
