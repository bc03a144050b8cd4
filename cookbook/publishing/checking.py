"""A build's last step: what tools find in its finished books, kept with what the press reported.

The files are there already, and people read them: nobody waits for the checks, and no book is held
back by them.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from cookbook.errors import CookbookError
from cookbook.models import Build
from cookbook.press.bounded import no_longer_than
from cookbook.press.checks import check_book
from cookbook.press.report import REPORT_JSON, finished_books
from cookbook.press.workshop import scratch_folder
from cookbook.publishing.verdicts import CHECKS

SECONDS = 900.0
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Books:
    """Copies of what a build made, in a folder that is nobody else's."""

    epub: Path | None
    pdf: Path | None


@contextlib.contextmanager
def set_aside(out: Path) -> Iterator[Books]:
    """Copy the books that the press made in `out`, which may go away meanwhile."""
    with scratch_folder() as folder:
        epub, pdf = finished_books(path.name for path in out.iterdir())
        for name in filter(None, (epub, pdf, REPORT_JSON)):
            shutil.copyfile(out / name, folder / name)
        yield Books(folder / epub if epub else None, folder / pdf if pdf else None)


def check_made(
    sessions: Callable[[], AbstractContextManager[Session]], build_id: int, books: Books
) -> None:
    """Check a build's books, and keep what was found; what goes wrong here is only logged."""
    if books.epub is None and books.pdf is None:
        return
    try:
        with no_longer_than(SECONDS):
            found = json.loads(check_book(books.epub, books.pdf).as_json())
    except CookbookError as err:
        LOGGER.warning("Build %d could not be checked: %s", build_id, err)
        return
    with sessions() as session:
        _keep(session, build_id, found)
        session.commit()
    LOGGER.info("Build %d is checked: %s", build_id, found["counts"])


def _keep(session: Session, build_id: int, found: Mapping[str, Any]) -> None:
    build = session.get(Build, build_id)
    # A preview may have been forgotten for newer ones while it was checked.
    if build is None:
        return
    build.report = {**build.report, CHECKS: found}
    if build.edition is not None:
        build.edition.facts = {**build.edition.facts, CHECKS: found}
