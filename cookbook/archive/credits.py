"""The index of a volume's credits: of credits.yaml, and of what its entries say themselves."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cookbook.manuscript import Credits, parse_credits, parse_entry
from cookbook.manuscript.credits import AUTHOR
from cookbook.models import Contribution, Credit, Entry, Volume
from cookbook.models.base import NAME_MAX_LENGTH

MAKER = "maker"
"""The role of whoever made a picture."""


def volume_credits(volume: Volume) -> Credits:
    """Give the values of a volume's credits.yaml; empty ones where it has none."""
    return parse_credits(volume.credits) if volume.credits else Credits()


def index_credits(session: Session, volume: Volume) -> None:
    """Make the rows of credits anew: of the volume, of what stands in it, and of its pictures."""
    session.execute(delete(Credit).where(Credit.volume_id == volume.id))
    written = volume_credits(volume)
    placed = session.scalars(
        select(Contribution)
        .join(Entry, Entry.contribution_id == Contribution.id)
        .where(Contribution.volume_id == volume.id)
        .order_by(Contribution.path)
    )
    rows = [*_of_file(written)]
    named = {(path, name) for path, name, _town, _role in rows}
    for contribution in placed:
        rows += [each for each in _of_entry(contribution) if each[:2] not in named]
        rows += [each for each in _of_pictures(contribution) if each[0] not in written.images]
    session.add_all(
        Credit(
            volume_id=volume.id,
            path=path,
            name=name[:NAME_MAX_LENGTH],
            town=town[:NAME_MAX_LENGTH],
            role=role,
            position=position,
        )
        for position, (path, name, town, role) in enumerate(rows)
    )
    session.flush()


def _of_file(written: Credits) -> Iterator[tuple[str, str, str, str]]:
    for path, roles in (("", written.book), *written.entries.items()):
        for role, identifiers in roles.items():
            for each in identifiers:
                person = written.person(each)
                yield path, person.name, person.town, role
    for path, image in written.images.items():
        for each in image.by:
            person = written.person(each)
            yield path, person.name, person.town, MAKER


def _of_entry(contribution: Contribution) -> Iterator[tuple[str, str, str, str]]:
    revision = contribution.accepted or contribution.head
    if revision is None:
        return
    entry = parse_entry(revision.text, contribution.path)
    for name in entry.by:
        yield contribution.path, name, entry.town, AUTHOR


def _of_pictures(contribution: Contribution) -> Iterator[tuple[str, str, str, str]]:
    """Give who made the pictures that a contribution names, as was said when they came in."""
    revision = contribution.accepted or contribution.head
    for file in sorted(contribution.files, key=lambda each: each.path):
        if revision is not None and file.maker and file.path in revision.text:
            yield file.path, file.maker, "", MAKER
