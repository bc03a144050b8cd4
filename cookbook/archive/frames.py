"""A volume's frame: settings, parts and places <-> the values of book.yaml."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cookbook.errors import CookbookError
from cookbook.manuscript import Book, EntryRef, parse_book, write_book
from cookbook.manuscript import Part as BookPart
from cookbook.manuscript.measures import MeasureStyle
from cookbook.models import (
    Contribution,
    Entry,
    Matter,
    Part,
    Person,
    Volume,
    VolumeRole,
    VolumeRoleName,
)
from cookbook.models.base import TITLE_MAX_LENGTH


class FrameError(CookbookError):
    """A frame that can't be: a slug that is taken, or a place for what isn't in the volume."""


def create_volume(
    session: Session, *, slug: str, book: Book, editor: Person | None = None
) -> Volume:
    """Make a volume with the settings of a book and its parts, as yet without entries.

    Raises FrameError where the slug is taken.
    """
    volume = Volume(slug=slug, title=book.title[:TITLE_MAX_LENGTH], settings="")
    set_settings(volume, book)
    try:
        with session.begin_nested():
            session.add(volume)
    except IntegrityError as err:
        raise FrameError(
            f'there is a volume "{slug}" already.', remedy="Choose another short name."
        ) from err
    empty = dataclasses.replace(
        book,
        front=(),
        parts=tuple(dataclasses.replace(part, entries=()) for part in book.parts) or (BookPart(),),
        back=(),
    )
    set_volume_book(session, volume, empty)
    if editor is not None:
        session.add(VolumeRole(volume=volume, person=editor, role=VolumeRoleName.EDITOR))
        session.flush()
    return volume


def set_settings(volume: Volume, book: Book) -> None:
    """Take over a book's settings; its places are left out of account."""
    volume.settings = write_book(dataclasses.replace(book, front=(), parts=(), back=()))
    volume.title = book.title[:TITLE_MAX_LENGTH]
    volume.subtitle = book.subtitle
    volume.kind = book.kind.value
    volume.language = book.language


def volume_settings(volume: Volume) -> Book:
    """Give a volume's settings as a book without places."""
    return parse_book(volume.settings)


def volume_style(volume: Volume) -> MeasureStyle:
    """Give how a volume's book says amounts."""
    book = volume_settings(volume)
    return MeasureStyle(book.measures, book.language)


def volume_book(session: Session, volume: Volume) -> Book:
    """Give a volume's whole frame, as book.yaml has it."""
    chosen = (
        select(Entry, Contribution.path)
        .join(Contribution, Entry.contribution_id == Contribution.id)
        .where(Entry.volume_id == volume.id)
        .order_by(Entry.position, Entry.id)
    )
    by_holder: dict[tuple[int, int | None], list[tuple[Entry, str]]] = {}
    for entry, path in session.execute(chosen):
        by_holder.setdefault((entry.part_id, entry.parent_id), []).append((entry, path))

    def refs(part: int, parent: int | None) -> tuple[EntryRef, ...]:
        held = by_holder.get((part, parent), [])
        return tuple(
            EntryRef(path, refs(part, entry.id), _tuples(entry.extra)) for entry, path in held
        )

    parts = session.scalars(
        select(Part).where(Part.volume_id == volume.id).order_by(Part.position, Part.id)
    ).all()
    by_matter = {part.matter: refs(part.id, None) for part in parts if part.matter != Matter.BODY}
    return dataclasses.replace(
        volume_settings(volume),
        front=by_matter.get(Matter.FRONT, ()),
        parts=tuple(
            BookPart(
                title=part.title,
                intro=part.intro,
                image=part.image,
                image_alt=part.image_alt,
                entries=refs(part.id, None),
                extra=_tuples(part.extra),
            )
            for part in parts
            if part.matter == Matter.BODY
        ),
        back=by_matter.get(Matter.BACK, ()),
    )


def set_volume_book(session: Session, volume: Volume, book: Book) -> None:
    """Bring settings, parts and places to what a book says; pins of entries that stay are kept.

    Raises FrameError, naming the path, for an entry that is no contribution of the volume.
    """
    set_settings(volume, book)
    chosen = select(Contribution.path, Contribution.id).where(Contribution.volume_id == volume.id)
    known = {row.path: row.id for row in session.execute(chosen)}
    missing = next((ref.path for ref in book.places() if ref.path not in known), None)
    if missing is not None:
        raise FrameError(
            f"{missing} is to stand in the book, but it is not in the volume.",
            remedy="Bring it in first, or leave it out of the book.",
        )
    pins = {
        entry.contribution_id: entry.pinned_revision_id
        for entry in session.scalars(select(Entry).where(Entry.volume_id == volume.id))
    }
    session.expire(volume, ["parts", "entries"])
    volume.entries.clear()
    volume.parts.clear()
    session.flush()
    layout: list[tuple[Matter, BookPart]] = []
    if book.front:
        layout.append((Matter.FRONT, BookPart(entries=book.front)))
    layout += [(Matter.BODY, part) for part in book.parts or (BookPart(),)]
    if book.back:
        layout.append((Matter.BACK, BookPart(entries=book.back)))
    for position, (matter, part) in enumerate(layout):
        row = Part(
            volume_id=volume.id,
            matter=matter,
            position=position,
            title=part.title,
            intro=part.intro,
            image=part.image,
            image_alt=part.image_alt,
            extra=dict(part.extra),
        )
        session.add(row)
        session.flush()
        _add_entries(session, row, None, part.entries, known, pins)
    session.expire(volume, ["parts", "entries"])


def place_contribution(
    session: Session, contribution: Contribution, part: Part, *, parent: Entry | None = None
) -> Entry:
    """Put a contribution at the end of a part, or under an entry of it.

    Raises FrameError where it stands in the book already, or the part is of another volume.
    """
    if part.volume_id != contribution.volume_id:
        raise FrameError(f'"{contribution.title}" is not in this volume.')
    last = session.scalars(
        select(Entry.position)
        .where(
            Entry.part_id == part.id,
            Entry.parent_id.is_(None) if parent is None else Entry.parent_id == parent.id,
        )
        .order_by(Entry.position.desc())
    ).first()
    entry = Entry(
        volume_id=part.volume_id,
        part_id=part.id,
        parent_id=parent.id if parent else None,
        position=0 if last is None else last + 1,
        contribution_id=contribution.id,
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError as err:
        raise FrameError(f'"{contribution.title}" stands in the book already.') from err
    session.expire(contribution, ["entry"])
    session.expire(part, ["entries"])
    return entry


def take_from_book(session: Session, contribution: Contribution) -> None:
    """Take a contribution's place away; entries under it move up to where it stood."""
    entry = session.scalar(select(Entry).where(Entry.contribution_id == contribution.id))
    if entry is None:
        return
    children = session.scalars(select(Entry).where(Entry.parent_id == entry.id)).all()
    following = session.scalars(
        select(Entry).where(
            Entry.part_id == entry.part_id,
            Entry.parent_id.is_(None)
            if entry.parent_id is None
            else Entry.parent_id == entry.parent_id,
            Entry.position > entry.position,
        )
    ).all()
    for each in following:
        each.position += len(children)
    for number, child in enumerate(sorted(children, key=lambda each: each.position)):
        child.parent_id = entry.parent_id
        child.position = entry.position + number
    session.flush()
    session.delete(entry)
    session.flush()
    session.expire(contribution, ["entry"])


def _add_entries(  # noqa: PLR0913, PLR0917 -- where it stands, what it is, and two tables to look in
    session: Session,
    part: Part,
    parent: int | None,
    refs: Sequence[EntryRef],
    known: Mapping[str, int],
    pins: Mapping[int, int | None],
) -> None:
    rows = [
        Entry(
            volume_id=part.volume_id,
            part_id=part.id,
            parent_id=parent,
            position=position,
            contribution_id=known[ref.path],
            pinned_revision_id=pins.get(known[ref.path]),
            extra=dict(ref.extra),
        )
        for position, ref in enumerate(refs)
    ]
    session.add_all(rows)
    session.flush()
    for row, ref in zip(rows, refs, strict=True):
        if ref.entries:
            _add_entries(session, part, row.id, ref.entries, known, pins)


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give back what JSON made lists of: the values of front matter hold tuples."""
    return {key: _tuple(value) for key, value in values.items()}


def _tuple(value: Any) -> Any:  # noqa: ANN401 -- whatever YAML can say
    if isinstance(value, Mapping):
        return _tuples(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(_tuple(each) for each in value)
    return value
