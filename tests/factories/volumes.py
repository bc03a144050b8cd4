"""Volumes for tests, with calls, parts and places."""

from __future__ import annotations

import datetime as dt
from itertools import count

from sqlalchemy.orm import Session

from cookbook.manuscript import Book, write_book
from cookbook.models import Call, Contribution, Entry, Matter, Part, Volume, now

NUMBERS = count(1)


def make_volume(session: Session, title: str = "", **values: object) -> Volume:
    """A volume with one part and nothing in it."""
    number = next(NUMBERS)
    title = title or f"Volume {number}"
    settings = write_book(Book(title=title, licence="CC-BY-4.0"))
    volume = Volume(**{"slug": f"volume-{number}", "title": title, "settings": settings, **values})
    volume.parts.append(Part(matter=Matter.BODY, position=0))
    session.add(volume)
    session.flush()
    return volume


def make_call(session: Session, volume: Volume, **values: object) -> Call:
    """An open call."""
    call = Call(
        **{
            "volume": volume,
            "title": f"Recipes for {volume.title}",
            "opens_at": now() - dt.timedelta(days=1),
            **values,
        }
    )
    session.add(call)
    session.flush()
    return call


def place(session: Session, contribution: Contribution) -> Entry:
    """Put a contribution at the end of its volume's first part."""
    part = contribution.volume.parts[0]
    entry = Entry(
        volume=contribution.volume,
        part=part,
        contribution=contribution,
        position=len(part.entries),
    )
    session.add(entry)
    session.flush()
    return entry
