"""What the press made -> storage and rows: an edition on the shelf, a preview for its editors."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from cookbook.models import (
    Blob,
    Build,
    BuildFile,
    BuildPurpose,
    BuildState,
    Edition,
    EditionFile,
    EditionState,
    now,
)
from cookbook.press.report import REPORT_JSON, REPORT_TEXT
from cookbook.publishing.builds import ACTIVE_STATES
from cookbook.publishing.editions import refuse_withdrawn
from cookbook.publishing.indexing import EntryRecord, index_entries
from cookbook.publishing.leases import Claim, end_build
from cookbook.publishing.problems import LostBuildError
from cookbook.publishing.statements import change_rows, insert_what_is_new
from cookbook.storage import Storage

PREVIEWS_KEPT = 20
"""How many previews of a volume keep their reports and logs."""
MEDIA_TYPES = {
    ".css": "text/css",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


@dataclass(frozen=True)
class MadeFile:
    """A file that the press made: its path in the folder of the build, and its bytes' facts."""

    path: str
    digest: str
    size: int
    media_type: str


def media_type_of(path: str) -> str:
    """Give the media type of a file that the press makes, by its name."""
    ending = Path(path).suffix.lower()
    return MEDIA_TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def keep_files(storage: Storage, out: Path, on_file: Callable[[int, int], None]) -> list[MadeFile]:
    """Keep all that the press made in `out` but its report; `on_file` hears how many of how many.

    Bytes that storage holds already, as most pictures of a second edition, are not written again.
    """
    paths = sorted(_made(out))
    files = []
    for number, path in enumerate(paths, start=1):
        files.append(_keep(storage, out, path))
        on_file(number, len(paths))
    return files


def shelve_preview(
    session: Session, claim: Claim, files: Sequence[MadeFile], report: Mapping[str, Any], log: str
) -> None:
    """End a preview's build well: its files take the place of those of the volume's earlier ones.

    Raises LostBuildError, with nothing done, where the worker holds the build no longer.
    """
    _succeed(session, claim, report, log)
    _insert_blobs(session, files)
    rows = [
        {"build_id": claim.build_id, "path": each.path, "digest": each.digest} for each in files
    ]
    session.execute(insert(BuildFile), rows)
    _forget_older_previews(session, claim.build_id)


def shelve_edition(  # noqa: PLR0913, PLR0917 -- all that becomes rows in one transaction
    session: Session,
    claim: Claim,
    files: Sequence[MadeFile],
    records: Sequence[EntryRecord],
    report: Mapping[str, Any],
    log: str,
) -> None:
    """End an edition's build well: its files, entries and words come in, and it is released.

    Raises LostBuildError, with nothing done, where the worker holds the build no longer, and
    EditionStateError where one of its texts was withdrawn.
    """
    _succeed(session, claim, report, log)
    chosen = select(Edition).join(Build).where(Build.id == claim.build_id)
    edition = session.scalars(chosen).one()
    # Who withdraws a text and who releases the book may have done so at the same moment.
    refuse_withdrawn(session, edition)
    _insert_blobs(session, files)
    rows = [{"edition_id": edition.id, "path": each.path, "digest": each.digest} for each in files]
    session.execute(insert(EditionFile), rows)
    index_entries(session, edition, records)
    released = change_rows(
        session,
        Edition,
        Edition.id == edition.id,
        Edition.state == EditionState.PRESSING,
        state=EditionState.RELEASED,
        released_at=now(),
        facts=dict(report),
    )
    if not released:
        raise LostBuildError("the edition is being pressed no longer.")


def _made(out: Path) -> Iterator[str]:
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name not in (REPORT_JSON, REPORT_TEXT):
            yield name


def _keep(storage: Storage, out: Path, path: str) -> MadeFile:
    file = out / path
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if not storage.holds(digest):
        storage.put_file(file)
    return MadeFile(path, digest, file.stat().st_size, media_type_of(path))


def _succeed(session: Session, claim: Claim, report: Mapping[str, Any], log: str) -> None:
    end_build(
        session,
        claim,
        BuildState.SUCCEEDED,
        report=dict(report),
        log=log,
        stage="",
        problem="",
        problem_place="",
        remedy="",
    )


def _insert_blobs(session: Session, files: Sequence[MadeFile]) -> None:
    # In one order, so that two builds that bring the same bytes at once don't wait for each other.
    by_digest = {each.digest: each for each in sorted(files, key=lambda each: each.digest)}
    rows = [
        {"digest": each.digest, "size": each.size, "media_type": each.media_type}
        for each in by_digest.values()
    ]
    insert_what_is_new(session, Blob, rows)


def _forget_older_previews(session: Session, build_id: int) -> None:
    """Let go of the files and sources of earlier previews, and of the oldest previews wholly."""
    volume = select(Build.volume_id).where(Build.id == build_id).scalar_subquery()
    older = (
        Build.volume_id == volume,
        Build.purpose == BuildPurpose.PREVIEW,
        Build.state.not_in(ACTIVE_STATES),
        Build.id < build_id,
    )
    unbound = {"synchronize_session": False}
    theirs = delete(BuildFile).where(BuildFile.build_id.in_(select(Build.id).where(*older)))
    session.execute(theirs.execution_options(**unbound))
    session.execute(update(Build).where(*older).values(source={}).execution_options(**unbound))
    kept = select(Build.id).where(*older).order_by(Build.id.desc()).limit(PREVIEWS_KEPT)
    oldest = [*session.scalars(kept)][-1:]
    if oldest:
        gone = delete(Build).where(*older, Build.id < oldest[0])
        session.execute(gone.execution_options(**unbound))
