"""Arranging: changing what stands where, so that of two editors at once neither loses a move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.records import record
from cookbook.curating.arrangements import Rows, holder_of_part, read_rows
from cookbook.curating.ordering import ASIDE, FRONT, Order, check_order
from cookbook.curating.problems import ArrangementChangedError
from cookbook.curating.volumes import lock_volume, subject_of
from cookbook.models import Entry, Matter, Part, Person, Volume

# Front matter stands before the parts, whatever their numbers.
BEFORE_ALL = -1
BEHIND_ALL = 1_000_000


def change_order(
    session: Session,
    volume: Volume,
    change: Callable[[Order], Order],
    *,
    seen: str,
    person: Person,
) -> str:
    """Change who stands where, from the version that the person saw; give the new version.

    `change` gives the wanted order of the one that stands. Raises ArrangementChangedError where
    somebody else was quicker, and ArrangementError for an order that can't be; then nothing is
    changed.
    """
    lock_volume(session, volume)
    rows = read_rows(session, volume)
    if rows.version() != seen:
        raise ArrangementChangedError
    present = rows.order()
    wanted = change(present)
    check_order(wanted, {row.id: row.title for row in rows.contributions.values()})
    _write(session, volume, rows, wanted)
    version = read_rows(session, volume).version()
    if version != seen:
        record(session, person, "changed the order", subject_of(volume))
    return version


def told_order(told: Mapping[str, list[int]]) -> Callable[[Order], Order]:
    """Give the change to an order that is told whole, holder by holder.

    What the page didn't know of stays aside; what stands in the book and isn't told of is an error
    of the page, and raises ArrangementChangedError.
    """

    def change(present: Order) -> Order:
        wanted = Order(present.holders, {holder: list(ids) for holder, ids in told.items()})
        mentioned = {each for ids in told.values() for each in ids}
        if any(each not in mentioned for each, _, _ in present.placed()):
            raise ArrangementChangedError
        # Nobody moved what the page had aside and what is aside no more: it was withdrawn.
        accepted = set(present.of(ASIDE)) | {each for each, _, _ in present.placed()}
        wanted.held[ASIDE] = [each for each in wanted.of(ASIDE) if each in accepted]
        return wanted

    return change


def _write(session: Session, volume: Volume, rows: Rows, wanted: Order) -> None:
    """Bring the entries to an order: new rows first, then everybody's place, then what goes."""
    parts = {holder_of_part(part): part for part in rows.parts}
    places = list(_places(wanted))
    for top in {top for _, top, _, _ in places} - set(parts):
        parts[top] = _make_matter(session, volume, top)
    entries = _entries(session, volume)
    for contribution, top, _, position in places:
        if contribution not in entries:
            entries[contribution] = Entry(
                volume_id=volume.id,
                part_id=parts[top].id,
                position=position,
                contribution_id=contribution,
            )
            session.add(entries[contribution])
    session.flush()
    for contribution, top, holder, position in places:
        entry = entries[contribution]
        entry.part_id = parts[top].id
        entry.parent_id = None if holder == top else entries[int(holder[1:])].id
        entry.position = position
    session.flush()
    for contribution in set(entries) - {contribution for contribution, *_ in places}:
        session.delete(entries[contribution])
    session.flush()
    session.expire_all()


def _places(wanted: Order) -> Iterator[tuple[int, str, str, int]]:
    """Give who stands where: contribution, the holder at the top, the one it is in, its place."""
    for top in wanted.holders:
        counts: dict[str, int] = {}
        for contribution, holder, _ in wanted.walk(top):
            counts[holder] = counts.get(holder, -1) + 1
            yield contribution, top, holder, counts[holder]


def _entries(session: Session, volume: Volume) -> dict[int, Entry]:
    chosen = (
        select(Entry).where(Entry.volume_id == volume.id).execution_options(populate_existing=True)
    )
    return {entry.contribution_id: entry for entry in session.scalars(chosen)}


def _make_matter(session: Session, volume: Volume, holder: str) -> Part:
    matter = Matter.FRONT if holder == FRONT else Matter.BACK
    position = BEFORE_ALL if matter is Matter.FRONT else BEHIND_ALL
    part = Part(volume_id=volume.id, matter=matter, position=position)
    session.add(part)
    session.flush()
    return part
