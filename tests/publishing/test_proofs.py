"""The one press for proofs that a process has."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from cookbook.manuscript import Book
from cookbook.press.alone import LoneText
from cookbook.press.caching import MemoryCache
from cookbook.press.pagepreview import BookFrame, PagePreview
from cookbook.press.proofing.album import Pictures
from cookbook.press.proofing.bench import PagesUnsetError
from cookbook.press.themes import find_theme
from cookbook.publishing import proofs
from cookbook.publishing.proofs import ProofRoom, Way, chosen_way
from tests.press.making import recipe

SOON = 20.0


@pytest.fixture
def room() -> Iterator[ProofRoom]:
    room = ProofRoom(MemoryCache())
    yield room
    room.close()


def pull(room: ProofRoom, title: str = "Soup", sheet: str = "a sheet") -> PagePreview:
    book = Book(title="Under One Roof")
    lone = LoneText(recipe(title, "Words."), "recipes/soup.md")
    return room.pull(sheet, lone, BookFrame(find_theme(book), book.title), Pictures())


class TestProofRoom:
    def test_its_press_is_started_once_and_is_warm_from_then_on(self, room: ProofRoom) -> None:
        assert room.press is None
        assert pull(room).count == 1
        first = room.press
        assert pull(room, "Stew").title == "Stew"
        assert room.press is first is not None

    def test_its_press_is_ended_when_it_has_rested_and_nothing_is_remembered(
        self, room: ProofRoom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proofs, "REST_SECONDS", 0.2)
        pull(room)
        press = room.press
        assert press is not None
        (worker,) = (each.process for each in press.crew.resting)
        pandoc = press.pandoc.process
        until = time.monotonic() + SOON
        while room.press is not None and time.monotonic() < until:
            time.sleep(0.05)
        assert room.press is None
        assert pandoc is not None
        worker.wait(SOON)
        pandoc.wait(SOON)
        assert room.recent.size == 0
        assert pull(room).count == 1

    def test_what_is_remembered_needs_no_press_and_no_turn(self, room: ProofRoom) -> None:
        first = pull(room)
        with room.turn:
            assert pull(room) == first

    def test_who_waits_too_long_is_sent_away(
        self, room: ProofRoom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proofs, "WAIT_SECONDS", 0.01)
        with room.turn, pytest.raises(PagesUnsetError, match="busy"):
            pull(room)

    def test_of_texts_of_one_sheet_that_wait_the_newest_is_set(self, room: ProofRoom) -> None:
        told: dict[str, str] = {}

        def ask(title: str, sheet: str) -> None:
            try:
                told[title] = pull(room, title, sheet).title
            except PagesUnsetError as err:
                told[title] = err.message

        with room.turn:
            for number, (title, sheet) in enumerate([("Old", "a"), ("Other", "b"), ("New", "a")]):
                threading.Thread(target=ask, args=(title, sheet)).start()
                _wait_for(lambda: len(room.newest) == min(number + 1, 2))  # noqa: B023 -- at once
                time.sleep(0.1)
        _wait_for(lambda: len(told) == 3)
        assert told == {"Old": "A newer text is being set.", "Other": "Other", "New": "New"}

    def test_where_no_press_can_be_had_it_is_said(
        self, room: ProofRoom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse() -> None:
            raise OSError("no processes left")

        monkeypatch.setattr(proofs, "warm_pandoc", refuse)
        with pytest.raises(PagesUnsetError, match="can't be had"):
            pull(room)
        monkeypatch.undo()
        assert pull(room).count == 1


class TestChosenWay:
    def test_what_is_no_way_is_the_usual_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(proofs, "ways_to_show", lambda: tuple(Way))
        assert [chosen_way(each) for each in ("pages", "web", "", "else")] == [
            Way.PAGES,
            *[Way.WEB] * 3,
        ]


def _wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)
