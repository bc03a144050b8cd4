"""The parts of a volume: adding, naming, ordering and taking them away."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.archive.records import record
from cookbook.curating.problems import ArrangementError, PartChangedError, PartNotEmptyError
from cookbook.curating.volumes import lock_volume, subject_of
from cookbook.models import Entry, Matter, Part, Person, Volume


def find_part(session: Session, volume: Volume, number: int) -> Part | None:
    """Give a part between front and back matter by its id, or None."""
    part = session.get(Part, number)
    if part is None or part.volume_id != volume.id or part.matter is not Matter.BODY:
        return None
    return part


def body_parts(session: Session, volume: Volume) -> list[Part]:
    """Give the parts between front and back matter, in their order."""
    chosen = (
        select(Part)
        .where(Part.volume_id == volume.id, Part.matter == Matter.BODY)
        .order_by(Part.position, Part.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(chosen))


def add_part(session: Session, volume: Volume, title: str, *, person: Person) -> Part:
    """Add a part behind all others."""
    lock_volume(session, volume)
    parts = body_parts(session, volume)
    part = Part(
        volume_id=volume.id,
        matter=Matter.BODY,
        position=max((each.position for each in parts), default=-1) + 1,
        title=" ".join(title.split()),
    )
    session.add(part)
    session.flush()
    record(session, person, "added a part", subject_of(volume), part.title)
    return part


def part_version(part: Part) -> str:
    """Give a word that changes whenever a part's title or introduction do."""
    return hashlib.sha256(repr((part.title, part.intro)).encode()).hexdigest()[:16]


def name_part(  # noqa: PLR0913 -- all but the part are named by the caller
    session: Session, part: Part, *, title: str, intro: str, seen: str, person: Person
) -> None:
    """Give a part a title and an introduction; raises PartChangedError for an outdated `seen`."""
    lock_volume(session, part.volume)
    session.refresh(part)
    if part_version(part) != seen:
        raise PartChangedError(
            "Somebody else changed this part while you did.",
            remedy="Yours is still in the form; what they wrote stands below it. "
            "Save again to have yours.",
        )
    part.title = " ".join(title.split())
    part.intro = intro.strip()
    session.flush()
    record(session, person, "named a part", subject_of(part.volume), part.title)


def move_part(session: Session, part: Part, direction: str, *, person: Person) -> None:
    """Move a part one place "up" or "down" among the parts; at the end it stays."""
    lock_volume(session, part.volume)
    parts = body_parts(session, part.volume)
    at = parts.index(part)
    to = at + (-1 if direction == "up" else 1)
    if not 0 <= to < len(parts):
        return
    parts[at], parts[to] = parts[to], parts[at]
    for position, each in enumerate(parts):
        each.position = position
    session.flush()
    record(session, person, "moved a part", subject_of(part.volume), part.title)


def delete_part(
    session: Session, part: Part, *, entries_to: Part | None = None, person: Person
) -> None:
    """Take a part away; what stands in it goes to the end of another one.

    Raises PartNotEmptyError where there is something in it and no other part is named, and
    ArrangementError for the only part.
    """
    volume = part.volume
    lock_volume(session, volume)
    if len(body_parts(session, volume)) == 1:
        raise ArrangementError(
            "This is the only part of the book.", remedy="Add another part before."
        )
    entries = _entries(session, part)
    if entries and (entries_to is None or entries_to.id == part.id):
        raise PartNotEmptyError(
            f'"{part.title or "This part"}" still holds {len(entries)} '
            f"{'entry' if len(entries) == 1 else 'entries'}.",
            remedy="Say to which part they are to move.",
        )
    if entries_to is not None:
        _move_entries(session, entries, entries_to)
    session.flush()
    session.expire(part)
    session.delete(part)
    session.flush()
    session.expire(volume)
    record(session, person, "took a part away", subject_of(volume))


def _entries(session: Session, part: Part) -> list[Entry]:
    chosen = select(Entry).where(Entry.part_id == part.id).order_by(Entry.position, Entry.id)
    return list(session.scalars(chosen))


def _move_entries(session: Session, entries: list[Entry], target: Part) -> None:
    highest = session.scalar(
        select(func.max(Entry.position)).where(
            Entry.part_id == target.id, Entry.parent_id.is_(None)
        )
    )
    place = -1 if highest is None else highest
    for entry in entries:
        entry.part_id = target.id
        if entry.parent_id is None:
            place += 1
            entry.position = place
