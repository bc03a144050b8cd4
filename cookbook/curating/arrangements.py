"""What stands where in a volume, as a value: rows -> groups of entries, with a version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from cookbook.curating.ordering import ASIDE, BACK, FRONT, Order, part_holder, under
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Entry,
    Matter,
    Part,
    Volume,
)

MATTER_HOLDERS = {Matter.FRONT: FRONT, Matter.BACK: BACK}
MATTER_TITLES = {Matter.FRONT: "Before the first part", Matter.BACK: "After the last part"}
# Front matter stands before the parts, whatever their numbers.
BEFORE_ALL = -1
BEHIND_ALL = 1_000_000


@dataclass(frozen=True)
class Placed:
    """A contribution as the page of arranging shows it; `ready` says that books can take it."""

    id: int
    title: str
    byline: str
    kind: ContributionKind
    state: ContributionState
    ready: bool
    pinned: bool = False
    depth: int = 1
    children: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class Group:
    """A part, or the matter before or after them, with what stands in it."""

    holder: str
    matter: Matter
    title: str
    part_id: int | None
    intro: str
    entries: tuple[Placed, ...]
    count: int


@dataclass(frozen=True)
class Arrangement:
    """A whole volume: its groups in the order of the book, what is aside, and its version."""

    version: str
    groups: tuple[Group, ...]
    aside: tuple[Placed, ...]

    @property
    def body(self) -> tuple[Group, ...]:
        """The parts between front and back matter."""
        return tuple(group for group in self.groups if group.matter is Matter.BODY)

    def walk(self) -> list[Placed]:
        """Give all that stands in the book, in reading order."""
        return [each for group in self.groups for top in group.entries for each in _all(top)]


@dataclass
class Rows:
    """What the tables say of a volume's arrangement."""

    parts: list[Part]
    places: list[Row[int, int, int | None, int, int]]
    contributions: dict[int, Row[int, str, str, ContributionKind, ContributionState, int | None]]
    pinned: set[int] = field(default_factory=set)

    def order(self) -> Order:
        """Give who stands where, by contribution."""
        of_entry = {row[0]: row[4] for row in self.places}
        holders = {part.id: holder_of_part(part) for part in self.parts}
        order = Order(_top_holders(self.parts), {})
        for _entry, part, parent, _position, contribution in self.places:
            holder = holders[part] if parent is None else under(of_entry[parent])
            order.of(holder).append(contribution)
        standing = set(of_entry.values())
        order.held[ASIDE] = [
            each.id
            for each in self.contributions.values()
            if each.id not in standing and each.state is ContributionState.ACCEPTED
        ]
        return order

    def version(self) -> str:
        """Give a word that changes with every change of places or of the parts' order."""
        told = (
            [(part.id, part.matter.value) for part in self.parts],
            [tuple(p) for p in self.places],
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def read_arrangement(session: Session, volume: Volume) -> Arrangement:
    """Give what stands where in a volume, in four queries."""
    rows = read_rows(session, volume)
    order = rows.order()

    def placed(contribution: int, depth: int) -> Placed:
        row = rows.contributions[contribution]
        below = order.held.get(under(contribution), [])
        return Placed(
            row.id,
            row.title,
            row.byline,
            row.kind,
            row.state,
            row.accepted_id is not None,
            row.id in rows.pinned,
            depth,
            tuple(placed(each, depth + 1) for each in below),
        )

    groups = []
    by_holder = {holder_of_part(part): part for part in rows.parts}
    for holder in order.holders:
        part = by_holder.get(holder)
        entries = tuple(placed(each, 1) for each in order.held.get(holder, []))
        matter = part.matter if part else Matter.FRONT if holder == FRONT else Matter.BACK
        groups.append(
            Group(
                holder,
                matter,
                MATTER_TITLES.get(matter) or (part.title if part else ""),
                part.id if part else None,
                part.intro if part else "",
                entries,
                sum(len(_all(each)) for each in entries),
            )
        )
    aside = sorted((placed(each, 1) for each in order.of(ASIDE)), key=lambda e: e.title.lower())
    return Arrangement(rows.version(), tuple(groups), tuple(aside))


def _all(top: Placed) -> list[Placed]:
    return [top, *(each for child in top.children for each in _all(child))]


def holder_of_part(part: Part) -> str:
    """Give the name of a part, or of the matter before or after them, as one that holds."""
    return MATTER_HOLDERS.get(part.matter) or part_holder(part.id)


def _top_holders(parts: list[Part]) -> tuple[str, ...]:
    body = [part_holder(part.id) for part in parts if part.matter is Matter.BODY]
    return (FRONT, *body, BACK)


def read_rows(session: Session, volume: Volume) -> Rows:
    """Read what the tables say now."""
    parts = session.scalars(
        select(Part)
        .where(Part.volume_id == volume.id)
        .order_by(Part.position, Part.id)
        .execution_options(populate_existing=True)
    ).all()
    places = session.execute(
        select(Entry.id, Entry.part_id, Entry.parent_id, Entry.position, Entry.contribution_id)
        .where(Entry.volume_id == volume.id)
        .order_by(Entry.position, Entry.id)
    ).all()
    pinned = session.scalars(
        select(Entry.contribution_id).where(
            Entry.volume_id == volume.id, Entry.pinned_revision_id.is_not(None)
        )
    )
    contributions = session.execute(
        select(
            Contribution.id,
            Contribution.title,
            Contribution.byline,
            Contribution.kind,
            Contribution.state,
            Contribution.accepted_id,
        )
        .where(
            Contribution.volume_id == volume.id,
            (Contribution.state == ContributionState.ACCEPTED)
            | Contribution.id.in_(
                select(Entry.contribution_id).where(Entry.volume_id == volume.id)
            ),
        )
        .order_by(Contribution.id)
    ).all()
    known = {row.id: row for row in contributions}
    return Rows(list(parts), list(places), known, set(pinned))
