"""Who edits a volume: giving the role and taking it, so that one editor always stays."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.accounts.roles import editors_of, give_role, has_role, take_role
from cookbook.archive.records import record
from cookbook.curating.problems import RoleError
from cookbook.curating.volumes import lock_volume, subject_of
from cookbook.models import Person, Volume, VolumeRoleName


def add_editor(session: Session, volume: Volume, email: str, *, by: Person) -> Person:
    """Have the account with this address edit a volume; give the person.

    Raises RoleError where there is no such account, or it edits the volume already.
    """
    address = email.strip().lower()
    chosen = select(Person).where(func.lower(Person.email) == address, Person.active)
    person = session.scalars(chosen).first()
    if person is None:
        raise RoleError(
            f"Nobody has an account here with the address {address}.",
            remedy="Ask them to register first, or look whether the address is spelled right.",
        )
    if has_role(session, volume, person, VolumeRoleName.EDITOR):
        raise RoleError(f"{person.name} edits this volume already.")
    give_role(session, volume, person, VolumeRoleName.EDITOR)
    record(session, by, "made an editor", subject_of(volume), person.email)
    return person


def remove_editor(session: Session, volume: Volume, person: Person, *, by: Person) -> None:
    """Take the editors' role from a person; raises RoleError for the last one."""
    # Two who each take the other's role must not both find one left.
    lock_volume(session, volume)
    others = [each for each in editors_of(session, volume) if each.id != person.id]
    if not others:
        raise RoleError(
            f"{person.name} is the only editor of this volume.",
            remedy="Add another editor first; a volume without one would be nobody's.",
        )
    take_role(session, volume, person, VolumeRoleName.EDITOR)
    record(session, by, "took an editor's role", subject_of(volume), person.email)
