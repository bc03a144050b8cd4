"""The demo's first day: accounts, the sample books as volumes, and who works on which."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.people import change_profile, create_person
from cookbook.accounts.roles import give_role, make_administrator
from cookbook.archive.credits import volume_credits
from cookbook.archive.records import record
from cookbook.cli.community.past import Past, date_contribution
from cookbook.cli.community.story import Community
from cookbook.errors import CookbookError
from cookbook.exchange.importing import import_collection
from cookbook.exchange.volumes import Archive
from cookbook.manuscript.credits import AUTHOR
from cookbook.models import AuditRecord, Contribution, Person, Volume, VolumeRoleName
from cookbook.storage import Storage

DEMO_ACTION = "demo"
"""The action of the audit's records by which the demo knows its own, and how far its story is."""
DAYS_BEFORE = 30
"""How long before the story's first deed its people came together."""


class ForeignInstanceError(CookbookError):
    """An instance that holds what isn't the demo's."""


def story_position(session: Session) -> int | None:
    """Tell how many deeds of the story have been played; None where it has not begun."""
    chosen = (
        select(AuditRecord.detail)
        .where(AuditRecord.action == DEMO_ACTION)
        .order_by(AuditRecord.id.desc())
    )
    detail = session.scalars(chosen).first()
    return None if detail is None else int(detail)


def note_position(session: Session, position: int) -> None:
    """Remember how many deeds have been played."""
    record(session, None, DEMO_ACTION, "story", str(position))


def refuse_others(session: Session, place: Path) -> None:
    """Raise ForeignInstanceError where there is anybody or anything that the demo did not make."""
    if session.scalars(select(Person.id)).first() or session.scalars(select(Volume.id)).first():
        raise ForeignInstanceError(
            "holds a community already, and the demo goes only into an empty place.",
            place=place,
            remedy="Choose another folder, by COOKBOOK_INSTANCE=FOLDER before the command.",
        )


def found_community(
    session: Session, storage: Storage, samples: Path, community: Community, start: dt.datetime
) -> None:
    """Make the accounts, import the sample books, and give everybody their roles and texts."""
    first = max(deed.ago for deed in community.deeds) + DAYS_BEFORE
    moment = start - dt.timedelta(days=first)
    with Past(session, moment):
        people = _let_in(session, community, moment)
        for slug, staff in community.volumes.items():
            archive = Archive(session, storage)
            import_collection(samples / slug, slug=slug, title=None, archive=archive)
            volume = session.scalars(select(Volume).where(Volume.slug == slug)).one()
            for key in staff.editors:
                give_role(session, volume, people[key], VolumeRoleName.EDITOR)
            for key in staff.contributors:
                give_role(session, volume, people[key], VolumeRoleName.CONTRIBUTOR)
            _sign(session, volume, people)
            for contribution in volume.contributions:
                date_contribution(session, contribution, moment)


def _let_in(session: Session, community: Community, moment: dt.datetime) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for key, each in community.residents.items():
        people[key] = create_person(session, each.email, each.name, by=None)
        change_profile(session, people[key], name=each.name, town=each.town, life=each.life)
        people[key].confirmed_at = moment
    make_administrator(session, people[community.administrator])
    return people


def _sign(session: Session, volume: Volume, people: dict[str, Person]) -> None:
    """Give imported texts to the accounts of those whom the credits name as their authors."""
    entries = volume_credits(volume).entries
    chosen = select(Contribution).where(Contribution.volume_id == volume.id)
    for contribution in session.scalars(chosen):
        keys = entries.get(contribution.path, {}).get(AUTHOR, ())
        author = next((people[key] for key in keys if key in people), None)
        if author is not None:
            contribution.author = author
    session.flush()
