"""The editors' desk: the volumes on it, and what waits in each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_settings
from cookbook.curating.queueing import Shelf, shelf_counts
from cookbook.models import (
    Build,
    Contribution,
    ContributionState,
    Edition,
    EditionState,
    Person,
    Volume,
    VolumeRole,
    VolumeRoleName,
    now,
)

NEWS_DAYS = 14
NEWS_LENGTH = 10


@dataclass(frozen=True)
class VolumeOnDesk:
    """A volume with what waits in it, its last build and its last released edition."""

    volume: Volume
    counts: dict[Shelf, int]
    last_build: Build | None
    last_edition: Edition | None
    has_cover: bool

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing waits for an editor."""
        asking = (Shelf.WAITING, Shelf.CHANGES_REQUESTED, Shelf.UNPLACED, Shelf.CONFLICTS)
        return not any(self.counts[shelf] for shelf in asking)


def volumes_on_desk(session: Session, person: Person) -> list[VolumeOnDesk]:
    """Give the volumes that a person edits, those with most to review first.

    Who runs the site edits all.
    """
    chosen = select(Volume).order_by(Volume.title)
    if not person.runs_the_site:
        chosen = chosen.join(VolumeRole).where(
            VolumeRole.person_id == person.id, VolumeRole.role == VolumeRoleName.EDITOR
        )
    lines = [look_at(session, volume) for volume in session.scalars(chosen)]
    return sorted(lines, key=lambda line: -line.counts[Shelf.WAITING])


def look_at(session: Session, volume: Volume) -> VolumeOnDesk:
    """Give a volume as the desk shows it."""
    return VolumeOnDesk(
        volume,
        shelf_counts(session, volume),
        last_build(session, volume),
        last_edition(session, volume),
        bool(volume_settings(volume).cover),
    )


def last_build(session: Session, volume: Volume) -> Build | None:
    """Give the build of a volume that was asked for last, or None."""
    chosen = select(Build).where(Build.volume_id == volume.id).order_by(Build.id.desc())
    return session.scalars(chosen.limit(1)).first()


def recent_builds(session: Session, volume: Volume, count: int = 8) -> list[Build]:
    """Give the last builds of a volume, the newest first."""
    chosen = select(Build).where(Build.volume_id == volume.id).order_by(Build.id.desc())
    return list(session.scalars(chosen.limit(count)))


def last_edition(session: Session, volume: Volume) -> Edition | None:
    """Give the released edition of a volume with the highest number, or None."""
    chosen = (
        select(Edition)
        .where(Edition.volume_id == volume.id, Edition.state == EditionState.RELEASED)
        .order_by(Edition.number.desc())
    )
    return session.scalars(chosen.limit(1)).first()


def editions_of(session: Session, volume: Volume) -> list[Edition]:
    """Give all editions of a volume, the newest first."""
    chosen = select(Edition).where(Edition.volume_id == volume.id).order_by(Edition.number.desc())
    return list(session.scalars(chosen))


def lately_withdrawn(session: Session, volume: Volume) -> list[Contribution]:
    """Give what its authors have withdrawn in the last days, which editors may have counted on."""
    since = now() - dt.timedelta(days=NEWS_DAYS)
    chosen = (
        select(Contribution)
        .where(
            Contribution.volume_id == volume.id,
            Contribution.state == ContributionState.WITHDRAWN,
            Contribution.submitted_at.is_not(None),
            Contribution.changed_at >= since,
        )
        .order_by(Contribution.changed_at.desc())
        .limit(NEWS_LENGTH)
    )
    return list(session.scalars(chosen))
