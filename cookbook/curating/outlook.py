"""What a release would freeze: each entry's version, what changed, what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from cookbook.curating.arrangements import read_arrangement
from cookbook.curating.tables import last_edition
from cookbook.models import (
    Contribution,
    ContributionKind,
    Credit,
    Edition,
    Entry,
    Revision,
    RevisionStanding,
    Volume,
)


class Change(StrEnum):
    """What became of an entry since the last edition."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Frozen:
    """An entry as it would be frozen; `number` is None where there is no accepted text."""

    contribution_id: int
    path: str
    title: str
    byline: str
    kind: ContributionKind
    number: int | None
    newest: int
    pinned: bool
    change: Change
    credited: bool
    split: bool

    @property
    def is_behind(self) -> bool:
        """Tell whether its author has written more than the book would take."""
        return self.number is not None and self.newest > self.number


@dataclass(frozen=True)
class Outlook:
    """What would be frozen, in reading order, and what left the book since the last edition."""

    entries: tuple[Frozen, ...]
    gone: tuple[str, ...]
    last: Edition | None
    aside: int
    next_number: int

    @property
    def missing(self) -> list[Frozen]:
        """Entries without an accepted text, which stand in the way."""
        return [each for each in self.entries if each.number is None]

    @property
    def split(self) -> list[Frozen]:
        """Entries with two versions that nobody has settled."""
        return [each for each in self.entries if each.split]

    @property
    def uncredited(self) -> list[Frozen]:
        """Entries that name nobody."""
        return [each for each in self.entries if not each.credited]

    @property
    def can_be_released(self) -> bool:
        """Tell whether there is something to freeze, and all of it has an accepted text."""
        return bool(self.entries) and not self.missing

    def count(self, change: str) -> int:
        """Give how many entries are new, changed or the same."""
        return sum(each.change == change for each in self.entries)


def look_ahead(session: Session, volume: Volume) -> Outlook:
    """Give what a release of this volume would freeze now."""
    arrangement = read_arrangement(session, volume)
    last = last_edition(session, volume)
    before: Mapping[str, Any] = last.manifest if last else {}
    rows = _rows(session, volume, before, first=last is None)
    entries = tuple(rows[each.id] for each in arrangement.walk())
    paths = {each.path for each in entries}
    gone = tuple(path for path, held in before.items() if "revision" in held and path not in paths)
    return Outlook(
        entries,
        _titles(session, volume, gone),
        last,
        len(arrangement.aside),
        # One that failed gives its number free.
        (last.number if last else 0) + 1,
    )


def _rows(
    session: Session, volume: Volume, before: Mapping[str, Any], *, first: bool
) -> dict[int, Frozen]:
    taken, head = aliased(Revision), aliased(Revision)
    split = exists().where(
        Revision.contribution_id == Contribution.id,
        Revision.standing == RevisionStanding.DIVERGENT,
    )
    credited = exists().where(Credit.volume_id == volume.id, Credit.path == Contribution.path)
    chosen = (
        select(
            Contribution, Entry.pinned_revision_id, taken.id, taken.number, taken.digest,
            head.number, split, credited,
        )
        .join(Entry, Entry.contribution_id == Contribution.id)
        .outerjoin(
            taken,
            (taken.id == Entry.pinned_revision_id)
            | (Entry.pinned_revision_id.is_(None) & (taken.id == Contribution.accepted_id)),
        )
        .outerjoin(head, head.id == Contribution.head_id)
        .where(Entry.volume_id == volume.id)
    )  # fmt: skip
    found = {}
    for contribution, pin, _id, number, digest, newest, is_split, is_credited in session.execute(
        chosen
    ):
        held = before.get(contribution.path)
        change = Change.NEW if first or held is None else Change.SAME
        if held is not None and held.get("digest") != digest:
            change = Change.CHANGED
        found[contribution.id] = Frozen(
            contribution.id,
            contribution.path,
            contribution.title,
            contribution.byline,
            contribution.kind,
            number,
            newest or 0,
            pin is not None,
            change,
            bool(contribution.byline or contribution.author_id or is_credited),
            bool(is_split),
        )
    return found


def _titles(session: Session, volume: Volume, paths: tuple[str, ...]) -> tuple[str, ...]:
    chosen = select(Contribution.path, Contribution.title).where(
        Contribution.volume_id == volume.id, Contribution.path.in_(paths)
    )
    known = {row.path: row.title for row in session.execute(chosen)}
    return tuple(known.get(path) or path for path in paths)
