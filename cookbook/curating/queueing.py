"""The queue: which contributions of a volume wait for what, by filters, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Entry,
    Revision,
    RevisionStanding,
    Volume,
)

PAGE_LENGTH = 30
TEXT_MAX_LENGTH = 100


class Shelf(StrEnum):
    """What of a volume's contributions is looked at. Drafts are their authors' own."""

    WAITING = "waiting"
    CHANGES_REQUESTED = "changes"
    UNPLACED = "unplaced"
    ACCEPTED = "accepted"
    CONFLICTS = "conflicts"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ALL = "all"


class Sorting(StrEnum):
    """What comes first."""

    LONGEST = "longest"
    NEWEST = "newest"
    TITLE = "title"


@dataclass(frozen=True)
class Filters:
    """What of the queue is shown, and in what order; `text` is looked for in titles and bylines."""

    shelf: Shelf = Shelf.WAITING
    kind: ContributionKind | None = None
    text: str = ""
    sorting: Sorting = Sorting.LONGEST

    @property
    def narrowed(self) -> bool:
        """Tell whether more than the shelf was chosen."""
        return bool(self.kind or self.text)


@dataclass(frozen=True)
class Page:
    """A page of the queue, `number` from 1, and how much there is in all."""

    contributions: tuple[Contribution, ...]
    number: int
    total: int

    @property
    def first(self) -> int:
        """The place of the page's first contribution, from 1."""
        return (self.number - 1) * PAGE_LENGTH + 1

    @property
    def last(self) -> int:
        """The place of the page's last contribution."""
        return self.first + len(self.contributions) - 1

    @property
    def has_next(self) -> bool:
        """Tell whether there is a page after this one."""
        return self.last < self.total


@dataclass(frozen=True)
class Spot:
    """Where a contribution stands in the queue: its neighbours, its place, of how many."""

    before: Contribution | None
    after: Contribution | None
    place: int
    total: int


def is_seen_by_editors(contribution: Contribution) -> bool:
    """Tell whether a contribution was ever handed in, or came with an import."""
    if contribution.state is ContributionState.WITHDRAWN:
        return contribution.submitted_at is not None
    return contribution.state is not ContributionState.DRAFT


def queue_page(session: Session, volume: Volume, filters: Filters, number: int = 1) -> Page:
    """Give a page of a volume's queue; a number behind the end gives the last page."""
    chosen = _chosen(volume, filters)
    total = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    last = max(1, -(-total // PAGE_LENGTH))
    number = min(max(1, number), last)
    rows = session.scalars(
        _sorted(chosen, filters)
        .options(selectinload(Contribution.author), selectinload(Contribution.entry))
        .limit(PAGE_LENGTH)
        .offset((number - 1) * PAGE_LENGTH)
    )
    return Page(tuple(rows), number, total)


def spot_in_queue(session: Session, contribution: Contribution, filters: Filters) -> Spot:
    """Give a contribution's neighbours in the queue; one that has left it stands before all."""
    chosen = _sorted(_chosen(contribution.volume, filters), filters)
    ids = list(session.scalars(chosen.with_only_columns(Contribution.id)))
    place = ids.index(contribution.id) + 1 if contribution.id in ids else 0
    before = session.get(Contribution, ids[place - 2]) if place > 1 else None
    after = session.get(Contribution, ids[place]) if place < len(ids) else None
    return Spot(before, after, place, len(ids))


def shelf_counts(session: Session, volume: Volume) -> dict[Shelf, int]:
    """Give how many contributions stand on each shelf of a volume."""
    shelves = [shelf for shelf in Shelf if shelf is not Shelf.ALL]
    counted = [func.count().filter(_on_shelf(shelf)).label(shelf.name.lower()) for shelf in shelves]
    row = session.execute(
        select(func.count().filter(_on_shelf(Shelf.ALL)), *counted)
        .select_from(Contribution)
        .where(Contribution.volume_id == volume.id)
    ).one()
    return dict(zip((Shelf.ALL, *shelves), row, strict=True))


def _on_shelf(shelf: Shelf) -> ColumnElement[bool]:
    state = Contribution.state
    # What its author withdrew before any editor saw it stays the author's own, like a draft.
    seen = (state != ContributionState.DRAFT) & (
        (state != ContributionState.WITHDRAWN) | Contribution.submitted_at.is_not(None)
    )
    placed = exists().where(Entry.contribution_id == Contribution.id)
    split = exists().where(
        Revision.contribution_id == Contribution.id,
        Revision.standing == RevisionStanding.DIVERGENT,
    )
    conditions: dict[Shelf, ColumnElement[bool]] = {
        Shelf.WAITING: state.in_((ContributionState.SUBMITTED, ContributionState.IN_REVIEW)),
        Shelf.CHANGES_REQUESTED: state == ContributionState.CHANGES_REQUESTED,
        Shelf.UNPLACED: (state == ContributionState.ACCEPTED) & ~placed,
        Shelf.ACCEPTED: state == ContributionState.ACCEPTED,
        Shelf.CONFLICTS: seen & split,
        Shelf.DECLINED: state == ContributionState.DECLINED,
        Shelf.WITHDRAWN: seen & (state == ContributionState.WITHDRAWN),
        Shelf.ALL: seen,
    }
    return conditions[shelf]


def _chosen(volume: Volume, filters: Filters) -> Select[Contribution]:
    chosen = select(Contribution).where(
        Contribution.volume_id == volume.id, _on_shelf(filters.shelf)
    )
    if filters.kind is not None:
        chosen = chosen.where(Contribution.kind == filters.kind)
    for word in filters.text[:TEXT_MAX_LENGTH].split():
        chosen = chosen.where(
            or_(
                Contribution.title.icontains(word, autoescape=True),
                Contribution.byline.icontains(word, autoescape=True),
            )
        )
    return chosen


def _sorted(chosen: Select[Contribution], filters: Filters) -> Select[Contribution]:
    moment = func.coalesce(Contribution.submitted_at, Contribution.changed_at)
    if filters.sorting is Sorting.TITLE:
        return chosen.order_by(func.lower(Contribution.title), Contribution.id)
    if filters.sorting is Sorting.NEWEST:
        return chosen.order_by(moment.desc(), Contribution.id.desc())
    return chosen.order_by(moment, Contribution.id)
