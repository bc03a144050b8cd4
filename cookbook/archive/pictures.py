"""Bytes and their rows: blobs, and the files of a volume's book folder."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cookbook.models import Blob, Contribution, Person, Volume, VolumeFile
from cookbook.storage import Storage


def keep_blob(
    session: Session,
    storage: Storage,
    data: bytes | Path,
    media_type: str,
    *,
    size: tuple[int, int] | None = None,
) -> Blob:
    """Keep bytes (or a file's) in storage and give their row; `size` is a picture's, in pixels.

    The bytes are there before the row, so no row is ever without them.
    """
    stored = storage.put(data) if isinstance(data, bytes) else storage.put_file(data)
    known = session.get(Blob, stored.digest)
    if known is not None:
        return known
    width, height = size or (None, None)
    blob = Blob(
        digest=stored.digest,
        size=stored.size,
        media_type=media_type,
        width=width,
        height=height,
    )
    try:
        with session.begin_nested():
            session.add(blob)
    except IntegrityError:
        # Somebody else kept the same bytes at the same moment.
        return session.get_one(Blob, stored.digest)
    return blob


def add_file(  # noqa: PLR0913 -- what a file is, and where it came from
    session: Session,
    volume: Volume,
    path: str,
    blob: Blob,
    *,
    contribution: Contribution | None = None,
    person: Person | None = None,
) -> VolumeFile:
    """Give a volume a file at `path`, in the place of the one that was there."""
    file = find_file(session, volume, path)
    if file is None:
        file = VolumeFile(volume_id=volume.id, path=path, digest=blob.digest)
        session.add(file)
    file.digest = blob.digest
    file.contribution_id = contribution.id if contribution else file.contribution_id
    file.added_by_id = person.id if person else file.added_by_id
    session.flush()
    session.expire(volume, ["files"])
    return file


def find_file(session: Session, volume: Volume, path: str) -> VolumeFile | None:
    """Give a volume's file by its path, or None."""
    chosen = select(VolumeFile).where(VolumeFile.volume_id == volume.id, VolumeFile.path == path)
    return session.scalar(chosen)
