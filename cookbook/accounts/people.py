"""People with an account: making them, finding them, their profile, letting go and taking back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cookbook.accounts.addresses import plain_email
from cookbook.accounts.roles import refuse_if_last_administrator
from cookbook.archive.records import record
from cookbook.errors import CookbookError
from cookbook.models import Person, now

PEOPLE_ON_A_PAGE = 50


class PersonError(CookbookError):
    """What was asked about a person cannot be."""


class AddressTakenError(PersonError):
    """Somebody has this e-mail address already."""


class NobodyError(PersonError):
    """There is nobody with this e-mail address."""


@dataclass(frozen=True)
class PageOfPeople:
    """Some of the people, by name, and how many there are of them."""

    people: list[Person]
    count: int
    number: int

    @property
    def is_last(self) -> bool:
        """Tell whether nobody follows."""
        return self.number * PEOPLE_ON_A_PAGE >= self.count


def create_person(session: Session, email: str, name: str, *, by: Person | None) -> Person:
    """Make an account for somebody whose address is known to be theirs; it has no password yet.

    Raises EmailError and AddressTakenError.
    """
    address = plain_email(email)
    if _with_address(session, address) is not None:
        raise _taken(address)
    person = Person(
        email=address,
        name=name,
        active=True,
        confirmed_at=now(),
        fs_uniquifier=secrets.token_hex(32),
    )
    session.add(person)
    try:
        session.flush()
    except IntegrityError as err:
        raise _taken(address) from err
    record(session, by, "made an account", address)
    return person


def find_person(session: Session, email: str) -> Person:
    """Give the person with an e-mail address. Raises EmailError and NobodyError."""
    address = plain_email(email)
    person = _with_address(session, address)
    if person is None:
        raise NobodyError(
            f"Nobody here has the address {address}.",
            remedy="`cookbook user list` shows who is here.",
        )
    return person


def list_people(session: Session, wanted: str = "", number: int = 1) -> PageOfPeople:
    """Give a page of the people whose name, town or address has `wanted` in it, by name."""
    found: list[ColumnElement[bool]] = []
    if wanted:
        fields = (Person.name, Person.email, Person.town)
        found.append(or_(*(each.icontains(wanted, autoescape=True) for each in fields)))
    chosen = (
        select(Person)
        .where(*found)
        .order_by(func.lower(Person.name), Person.id)
        .limit(PEOPLE_ON_A_PAGE)
        .offset((number - 1) * PEOPLE_ON_A_PAGE)
    )
    count = session.scalar(select(func.count(Person.id)).where(*found)) or 0
    return PageOfPeople(list(session.scalars(chosen)), count, number)


def change_profile(session: Session, person: Person, *, name: str, town: str, life: str) -> None:
    """Change what books say of a person."""
    person.name, person.town, person.life = name, town, life
    session.flush()


def change_address(session: Session, person: Person, email: str) -> str:
    """Give a person a new address that is confirmed to be theirs; returns the old one.

    Raises AddressTakenError where somebody else has come by it meanwhile.
    """
    old, address = person.email, plain_email(email)
    if _with_address(session, address) is not None:
        raise _taken(address)
    person.email, person.confirmed_at = address, now()
    try:
        session.flush()
    except IntegrityError as err:
        raise _taken(address) from err
    record(session, person, "changed their address", address, f"was {old}")
    return old


def is_taken(session: Session, email: str) -> bool:
    """Tell whether somebody has an e-mail address."""
    return _with_address(session, email) is not None


def confirm_person(session: Session, person: Person) -> None:
    """Hold a person's address for theirs from now on; doing it twice changes nothing."""
    if person.confirmed_at is None:
        person.confirmed_at = now()
        session.flush()


def deactivate_person(session: Session, person: Person, *, by: Person) -> None:
    """Let a person in no more; what they wrote stays. Raises LastAdministratorError."""
    refuse_if_last_administrator(session, person)
    person.active = False
    # Whoever is let in again begins anew: no session of before comes back to life.
    person.fs_uniquifier = secrets.token_hex(32)
    record(session, by, "closed an account", person.email)


def activate_person(session: Session, person: Person, *, by: Person) -> None:
    """Let a person in again."""
    person.active = True
    record(session, by, "opened an account again", person.email)


def _with_address(session: Session, address: str) -> Person | None:
    return session.scalar(select(Person).where(func.lower(Person.email) == address))


def _taken(address: str) -> AddressTakenError:
    return AddressTakenError(
        f"Somebody here has the address {address} already.",
        remedy="If it is you, sign in with it.",
    )
