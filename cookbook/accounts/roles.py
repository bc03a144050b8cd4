"""Who may do what in a volume, and giving and taking it."""

from __future__ import annotations

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from cookbook.accounts.inserting import insert_if_new
from cookbook.errors import CookbookError
from cookbook.models import (
    Call,
    Contribution,
    ContributionState,
    Edition,
    EditionState,
    Person,
    Role,
    SiteRole,
    Volume,
    VolumeRole,
    VolumeRoleName,
    now,
    person_roles,
)

RUNS_THE_SITE = {"name": SiteRole.ADMINISTRATOR.value, "description": "Runs the site."}


class LastAdministratorError(CookbookError):
    """Nobody would be left to run the site."""


def is_editor(session: Session, volume: Volume, person: Person) -> bool:
    """Tell whether a person may edit a volume; who runs the site may edit all."""
    return person.runs_the_site or has_role(session, volume, person, VolumeRoleName.EDITOR)


def may_found_volume(session: Session, person: Person) -> bool:
    """Tell whether a person may found a volume: who runs the site, or edits a volume already.

    A volume is a public promise in the community's name, with a call and a shelf of its own; so it
    is founded by those whom somebody has already trusted with one.
    """
    edits = exists().where(
        VolumeRole.person_id == person.id, VolumeRole.role == VolumeRoleName.EDITOR
    )
    return person.runs_the_site or bool(session.scalar(select(edits)))


def has_role(session: Session, volume: Volume, person: Person, role: VolumeRoleName) -> bool:
    """Tell whether a person has this very role in a volume."""
    return session.get(VolumeRole, (volume.id, person.id, role)) is not None


def edits_anything(session: Session, person: Person) -> bool:
    """Tell whether a person has something to edit."""
    given = exists().where(
        VolumeRole.person_id == person.id, VolumeRole.role == VolumeRoleName.EDITOR
    )
    return person.runs_the_site or bool(session.scalar(select(given)))


def may_see_volume(session: Session, volume: Volume, person: Person | None) -> bool:
    """Tell whether a volume shows itself to a person, or (None) to a passer-by."""
    if is_public(session, volume):
        return True
    if person is None:
        return False
    works_on_it = select(
        exists().where(VolumeRole.volume_id == volume.id, VolumeRole.person_id == person.id)
        | exists().where(Contribution.volume_id == volume.id, Contribution.author_id == person.id)
    )
    return person.runs_the_site or bool(session.scalar(works_on_it))


def is_public(session: Session, volume: Volume) -> bool:
    """Tell whether a volume has a released edition or an open call."""
    released = exists().where(
        Edition.volume_id == volume.id, Edition.state == EditionState.RELEASED
    )
    moment = now()
    called = exists().where(
        Call.volume_id == volume.id,
        Call.opens_at <= moment,
        (Call.closes_at.is_(None)) | (Call.closes_at > moment),
    )
    return bool(session.scalar(select(released | called)))


def is_for_editors(contribution: Contribution) -> bool:
    """Tell whether a contribution was ever handed in: until then it is its author's alone."""
    if contribution.state is ContributionState.WITHDRAWN:
        return contribution.submitted_at is not None
    return contribution.state is not ContributionState.DRAFT


def editors_of(session: Session, volume: Volume) -> list[Person]:
    """Give the editors of a volume, by name."""
    chosen = (
        select(Person)
        .join(VolumeRole, VolumeRole.person_id == Person.id)
        .where(VolumeRole.volume_id == volume.id, VolumeRole.role == VolumeRoleName.EDITOR)
        .order_by(Person.name, Person.id)
    )
    return list(session.scalars(chosen))


def volumes_of_editor(session: Session, person: Person) -> list[Volume]:
    """Give the volumes that a person edits by their own role, by title."""
    chosen = (
        select(Volume)
        .join(VolumeRole, VolumeRole.volume_id == Volume.id)
        .where(VolumeRole.person_id == person.id, VolumeRole.role == VolumeRoleName.EDITOR)
        .order_by(Volume.title, Volume.id)
    )
    return list(session.scalars(chosen))


def give_role(session: Session, volume: Volume, person: Person, role: VolumeRoleName) -> None:
    """Give a person a role in a volume; giving it twice changes nothing."""
    if not has_role(session, volume, person, role):
        session.add(VolumeRole(volume_id=volume.id, person_id=person.id, role=role))
        session.flush()


def take_role(session: Session, volume: Volume, person: Person, role: VolumeRoleName) -> None:
    """Take a role in a volume from a person; taking one that isn't there changes nothing."""
    given = session.get(VolumeRole, (volume.id, person.id, role))
    if given is not None:
        session.delete(given)
        session.flush()


def make_administrator(session: Session, person: Person) -> None:
    """Have a person run the site."""
    insert_if_new(session, Role, RUNS_THE_SITE)
    role = session.scalars(select(Role).where(Role.name == SiteRole.ADMINISTRATOR)).one()
    if role not in person.roles:
        person.roles.append(role)
    session.flush()


def make_first_administrator(session: Session, person: Person) -> bool:
    """Have a person run the site if nobody ever did; of two at once, one comes to do so."""
    # Whose transaction makes the role is the first: the database lets only one make it.
    is_first = insert_if_new(session, Role, RUNS_THE_SITE)
    if is_first:
        make_administrator(session, person)
    return is_first


def take_administrator(session: Session, person: Person) -> None:
    """Have a person run the site no more. Raises LastAdministratorError."""
    refuse_if_last_administrator(session, person)
    person.roles = [role for role in person.roles if role.name != SiteRole.ADMINISTRATOR]
    session.flush()


def refuse_if_last_administrator(session: Session, person: Person) -> None:
    """Raise LastAdministratorError if nobody else runs the site who may sign in."""
    if not person.runs_the_site:
        return
    # Two who let each other go at once would leave nobody: the second waits here for the first.
    is_ours = Role.name == SiteRole.ADMINISTRATOR
    session.execute(update(Role).where(is_ours).values(description=RUNS_THE_SITE["description"]))
    others = (
        select(func.count(Person.id))
        .join(person_roles, person_roles.c.person_id == Person.id)
        .join(Role, person_roles.c.role_id == Role.id)
        .where(is_ours, Person.active, Person.id != person.id)
    )
    if not session.scalar(others):
        raise LastAdministratorError(
            f"{person.name} is the only one who runs this site.",
            remedy="Have somebody else run it too, first.",
        )
