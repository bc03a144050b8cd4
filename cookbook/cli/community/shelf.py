"""Presses what the demo's story asked for, and lays copies of its books where people find them."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.cli.community.past import date_release
from cookbook.models import Build, BuildState, Edition, EditionState, Volume
from cookbook.publishing.builds import ACTIVE_STATES
from cookbook.publishing.editions import retry_edition
from cookbook.publishing.leases import reap_builds
from cookbook.publishing.problems import PressFailedError
from cookbook.publishing.running import Desk, run_build
from cookbook.storage import Storage

AT_ONCE = 2
LOOK_SECONDS = 1.0
STAMP = ".edition"
PAGE_FOLDER = "web/"
# On the site a page leads home to its edition's; a copy in a folder is at home in itself.
WAY_HOME = re.compile(rb'<a class="home" href="[^"]*"')
HOME_HERE = b'<a class="home" href="index.html"'


def waiting_builds(session: Session) -> list[Build]:
    """Give the builds that are asked for and not done; those of lost workers wait again."""
    reap_builds(session)
    chosen = select(Build).where(Build.state.in_(ACTIVE_STATES)).order_by(Build.id)
    return list(session.scalars(chosen.execution_options(populate_existing=True)))


def retry_failed(session: Session) -> None:
    """Ask once more for editions that failed, as they do where the demo was interrupted."""
    chosen = select(Edition).where(Edition.state == EditionState.FAILED)
    for edition in session.scalars(chosen).all():
        retry_edition(session, edition, person=None)


def press_all(session: Session, desk: Desk) -> None:
    """Run all builds that wait, two at once; commits. Raises PressFailedError."""
    seen: set[int] = set()
    while builds := waiting_builds(session):
        ids = [build.id for build in builds]
        seen.update(ids)
        session.commit()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda build_id: run_build(desk, build_id), ids))
        # What a worker of the site took before us is its to finish.
        if waiting_builds(session):
            session.commit()
            time.sleep(LOOK_SECONDS)
    failed = select(Build).where(Build.id.in_(seen), Build.state == BuildState.FAILED)
    build = session.scalars(failed).first()
    session.commit()
    if build is not None:
        raise PressFailedError(
            f"“{build.volume.title}” was not pressed: {build.problem}",
            where=build.problem_place,
            remedy=build.remedy,
        )


def date_editions(session: Session, moments: Mapping[tuple[str, int], dt.datetime]) -> None:
    """Put the releases of editions, by slug and number, where the story has them."""
    chosen = select(Edition).where(Edition.state == EditionState.RELEASED)
    for edition in session.scalars(chosen).all():
        moment = moments.get((edition.volume.slug, edition.number))
        if moment is not None:
            date_release(session, edition, moment)


def copy_books(
    session: Session, storage: Storage, folder: Path, slugs: Sequence[str]
) -> list[tuple[str, list[Path]]]:
    """Lay the files of each volume's newest edition into folder/SLUG, unless they lie there.

    Gives slugs with the files that a reader opens.
    """
    found = []
    chosen = select(Volume).where(Volume.slug.in_(slugs)).order_by(Volume.slug)
    for volume in session.scalars(chosen):
        newest = session.scalars(
            select(Edition)
            .where(Edition.volume_id == volume.id, Edition.state == EditionState.RELEASED)
            .order_by(Edition.number.desc())
        ).first()
        if newest is not None:
            out = folder / volume.slug
            _copy(storage, newest, out)
            found.append((volume.slug, _to_open(out)))
    return found


def _copy(storage: Storage, edition: Edition, out: Path) -> None:
    stamp = out / STAMP
    name = f"{edition.volume.slug} {edition.number} {edition.released_at}\n"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == name and _to_open(out):
        return
    shutil.rmtree(out, ignore_errors=True)
    for file in edition.files:
        target = out / file.path
        storage.copy_to(file.digest, target)
        if file.path.startswith(PAGE_FOLDER) and target.suffix == ".html":
            target.write_bytes(WAY_HOME.sub(HOME_HERE, target.read_bytes()))
    stamp.write_text(name, encoding="utf-8")


def _to_open(out: Path) -> list[Path]:
    return [*sorted(out.glob("*.epub")), *sorted(out.glob("*.pdf")), *out.glob("*/index.html")]
