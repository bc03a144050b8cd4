"""People for tests."""

from __future__ import annotations

import secrets
from itertools import count

from sqlalchemy.orm import Session

from cookbook.accounts.roles import give_role, make_administrator
from cookbook.models import Person, Volume, VolumeRoleName, now

NUMBERS = count(1)


def make_person(session: Session, name: str = "", **values: object) -> Person:
    """A person whose address is confirmed; nobody knows the password."""
    number = next(NUMBERS)
    given: dict[str, object] = {
        "email": f"person{number}@example.org",
        "name": name or f"Person {number}",
        "town": "Almeirim",
        "active": True,
        "confirmed_at": now(),
        "fs_uniquifier": secrets.token_hex(16),
        **values,
    }
    person = Person(**given)
    session.add(person)
    session.flush()
    return person


def make_editor(session: Session, volume: Volume, name: str = "", **values: object) -> Person:
    """A person who edits a volume."""
    person = make_person(session, name, **values)
    give_role(session, volume, person, VolumeRoleName.EDITOR)
    return person


def make_admin(session: Session, name: str = "", **values: object) -> Person:
    """A person who runs the site."""
    person = make_person(session, name, **values)
    make_administrator(session, person)
    return person
