"""Proofs: one text's pages as pictures, from a press of this process that stays warm a while."""

from __future__ import annotations

import atexit
import base64
import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from flask import Flask, current_app
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from cookbook.errors import CookbookError
from cookbook.extensions import get_cache, get_settings, get_storage
from cookbook.manuscript import parse_book
from cookbook.models import Contribution, Volume, VolumeFile
from cookbook.press.alone import LoneText
from cookbook.press.caching import Cache
from cookbook.press.pagepreview import BookFrame, PagePreview, preview_pages, recall_pages
from cookbook.press.pandoc import warm_pandoc
from cookbook.press.proofing.album import Pictures
from cookbook.press.proofing.bench import PROOF_TERMS, PagesUnsetError, ProofBench, RecentCache
from cookbook.press.themes import find_theme
from cookbook.press.typesetting.crew import LocalCrew
from cookbook.press.warmpandoc import WarmPandoc

PROOFS_KEY = "cookbook-proofs"
REST_SECONDS = 300.0
"""A press that had no text for so long is ended, as the machine may want its memory."""
WAIT_SECONDS = 4.0
"""How long a text waits for its turn; one takes a tenth of a second, and a long chapter some."""
LEAVE_SECONDS = 1.0
FRAMES_KNOWN = 32
PNG = "data:image/png;base64,"


class Way(StrEnum):
    """How a text is shown before it is in a book."""

    WEB = "web"
    PAGES = "pages"


@dataclass(frozen=True)
class ShownPage:
    """A page for a web page: the address of its picture, which holds the picture, and its size."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class _Press:
    """What is kept warm: one worker, and one pandoc."""

    crew: LocalCrew
    pandoc: WarmPandoc
    ended: threading.Event = field(default_factory=threading.Event)

    def close(self) -> None:
        """End both."""
        self.ended.set()
        self.crew.close()
        self.pandoc.close()


class ProofRoom:
    """The one press for proofs that a process has; started when it is first wanted.

    Texts are set one after the other. What was made of them stays in memory, and goes with the
    press. `pictures` keeps pictures that were vetted.
    """

    def __init__(self, pictures: Cache) -> None:
        self.pictures = pictures
        self.recent = RecentCache()
        self.turn = threading.Lock()
        self.press: _Press | None = None
        self.newest: dict[str, object] = {}
        self.used = 0.0

    def pull(self, sheet: str, lone: LoneText, frame: BookFrame, pictures: Pictures) -> PagePreview:
        """Print a text as its book would. `sheet` names what is written on, and by whom.

        Raises what `preview_pages` raises, and PagesUnsetError where the press can't be had, or
        where a newer text of the same sheet has come meanwhile.
        """
        known = recall_pages(lone, frame, pictures, self.recent)
        if known is not None:
            return known
        ticket = self.newest[sheet] = object()
        try:
            with self._turn():
                if self.newest.get(sheet) is not ticket:
                    raise PagesUnsetError("A newer text is being set.")
                press = self._started()
                bench = ProofBench(press.crew, press.pandoc, self.recent, self.pictures)
                return preview_pages(lone, frame, pictures, bench)
        except OSError as err:
            raise PagesUnsetError("The press can't be had just now.") from err
        finally:
            if self.newest.get(sheet) is ticket:
                del self.newest[sheet]

    def close(self) -> None:
        """End the press, and forget what it made."""
        with self.turn:
            self._end()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.turn.acquire(timeout=WAIT_SECONDS):
            raise PagesUnsetError("The press is busy with other texts; try again in a moment.")
        try:
            yield
        finally:
            self.used = time.monotonic()
            self.turn.release()

    def _started(self) -> _Press:
        if self.press is None:
            pandoc = warm_pandoc()
            self.press = _Press(LocalCrew(1, terms=PROOF_TERMS), pandoc)
            self.used = time.monotonic()
            threading.Thread(target=self._rest, args=(self.press,), daemon=True).start()
            atexit.register(self._leave)
        return self.press

    def _rest(self, press: _Press) -> None:
        """End a press when it has had no text for long enough."""
        while not press.ended.wait(max(0.01, self.used + REST_SECONDS - time.monotonic())):
            with self.turn:
                if self.press is press and time.monotonic() - self.used >= REST_SECONDS:
                    self._end()

    def _leave(self) -> None:
        """End the press with this process, whatever it is at."""
        self.turn.acquire(timeout=LEAVE_SECONDS)
        self._end()

    def _end(self) -> None:
        press, self.press = self.press, None
        if press is not None:
            press.close()
            self.recent.clear()
            atexit.unregister(self._leave)


def bind_proofs(app: Flask) -> None:
    """Give the app its room for proofs; no press is started yet."""
    with app.app_context():
        app.extensions[PROOFS_KEY] = ProofRoom(get_cache())


def ways_to_show() -> tuple[Way, ...]:
    """Give the ways in which this site shows texts."""
    return tuple(Way) if get_settings().page_previews else (Way.WEB,)


def chosen_way(said: str) -> Way:
    """Give the way that somebody chose, or the usual one."""
    return next((way for way in ways_to_show() if way == said), Way.WEB)


def pull_pages(
    volume: Volume, lone: LoneText, *, sheet: str, part: str = "", pictures: dict[str, str]
) -> PagePreview:
    """Print a text of a volume as its book would; `pictures` gives digests by their paths.

    Raises what `ProofRoom.pull` raises.
    """
    room: ProofRoom = current_app.extensions[PROOFS_KEY]
    if Way.PAGES not in ways_to_show():
        raise PagesUnsetError("This site shows no printed pages while you write.")
    frame = _frame(volume.settings, part)
    return room.pull(sheet, lone, frame, Pictures(pictures, get_storage().read))


def show_pages(preview: PagePreview) -> tuple[ShownPage, ...]:
    """Give the pages of a preview as a web page shows them, with nothing to be fetched."""
    return tuple(
        ShownPage(f"{PNG}{base64.b64encode(page.png).decode()}", page.width, page.height)
        for page in preview.pages
    )


def say_why_not(err: CookbookError) -> str:
    """Say why a web page stands where pages were wished."""
    return f"{err.message[:1].upper()}{err.message[1:]} Here is the web page instead."


def place_of(contribution: Contribution | None) -> str:
    """Give the title of the part in which a contribution stands, for the foot of its pages."""
    entry = contribution.entry if contribution else None
    return entry.part.title if entry else ""


def picture_digests(
    session: Session, volume: Volume, contribution: Contribution | None
) -> dict[str, str]:
    """Give the digests by path of the volume's own pictures, and of those of a contribution."""
    mine: list[ColumnElement[bool]] = [VolumeFile.contribution_id.is_(None)]
    if contribution is not None:
        mine.append(VolumeFile.contribution_id == contribution.id)
    chosen = select(VolumeFile.path, VolumeFile.digest)
    rows = session.execute(chosen.where(VolumeFile.volume_id == volume.id, or_(*mine)))
    return {path: digest for path, digest in rows}  # noqa: C416 -- rows are not quite tuples


@lru_cache(maxsize=FRAMES_KNOWN)
def _frame(settings: str, part: str) -> BookFrame:
    book = parse_book(settings)
    return BookFrame(find_theme(book), book.title, book.language, book.kind, part, book.measures)
