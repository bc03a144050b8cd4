from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cookbook.config import BucketSettings, BuildSettings, CacheSettings
from cookbook.publishing import pressroom
from cookbook.publishing.orders import Means, PressOrder
from cookbook.publishing.pressroom import Pressroom, press_environment
from cookbook.publishing.problems import CancelledError, PressFailedError

TINY = Path(__file__).parents[1] / "books" / "tiny"


class Silent:
    """Hears of a press and lets it go on."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def stage(self, name: str, total: int | None) -> None:
        assert total is None or total >= 0
        self.stages.append(name)

    def step(self, done: int) -> None:
        assert done >= 0

    def beat(self) -> None:
        return


class Cancelling(Silent):
    def beat(self) -> None:
        if self.stages:
            raise CancelledError("enough")


@pytest.fixture
def order(tmp_path: Path) -> PressOrder:
    """The order to press a small book, of which the PDF alone is wanted."""
    shutil.copytree(TINY, tmp_path / "book")
    return PressOrder(tmp_path / "book", tmp_path / "out", formats=("pdf",))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Pressroom]:
    with room_with(tmp_path, BuildSettings(processes=1)) as made:
        yield made


def room_with(tmp_path: Path, settings: BuildSettings) -> Pressroom:
    return Pressroom(settings, CacheSettings(tmp_path / "cache"))


def spoil(order: PressOrder) -> None:
    """Make the book one that can't be read."""
    with (order.folder / "book.yaml").open("a", encoding="utf-8") as book:
        book.write("title: [no\n")


def pdf_of(order: PressOrder) -> bytes:
    [pdf] = order.out.glob("*.pdf")
    return pdf.read_bytes()


class TestPressroom:
    def test_one_book_after_the_other_is_pressed_by_the_same_process(
        self, room: Pressroom, order: PressOrder, tmp_path: Path
    ) -> None:
        room.warm_up()
        [press] = room.resting
        room.press(order, Silent())
        again = replace(order, out=tmp_path / "again")
        listener = Silent()
        room.press(again, listener)
        assert room.resting == [press]
        assert "Laying out pages" in listener.stages
        assert pdf_of(order) == pdf_of(again)
        assert list((tmp_path / "cache").glob("*/*"))

    def test_a_press_outlives_a_book_that_fails_and_says_where(
        self, room: Pressroom, order: PressOrder
    ) -> None:
        whole = (order.folder / "book.yaml").read_bytes()
        spoil(order)
        with pytest.raises(PressFailedError) as caught:
            room.press(order, Silent())
        assert caught.value.where == "book.yaml"
        [press] = room.resting
        (order.folder / "book.yaml").write_bytes(whole)
        room.press(order, Silent())
        assert room.resting == [press]

    def test_one_that_nobody_wants_is_ended_with_all_that_it_started(
        self, room: Pressroom, order: PressOrder
    ) -> None:
        room.warm_up()
        [press] = room.resting
        with pytest.raises(CancelledError):
            room.press(order, Cancelling())
        assert not room.resting
        with pytest.raises(ProcessLookupError):
            os.killpg(press.process.pid, 0)
        assert not list(order.out.glob("*.pdf"))

    def test_one_that_takes_too_long_is_ended(self, tmp_path: Path, order: PressOrder) -> None:
        settings = BuildSettings(limit_minutes=0)
        with (
            room_with(tmp_path, settings) as room,
            pytest.raises(PressFailedError, match="longer than 0 minutes"),
        ):
            room.press(order, Silent())

    def test_one_that_takes_too_much_memory_is_ended_with_a_reason(
        self, tmp_path: Path, order: PressOrder
    ) -> None:
        with (
            room_with(tmp_path, BuildSettings(memory_mb=120)) as room,
            pytest.raises(PressFailedError) as caught,
        ):
            room.press(order, Silent())
        assert caught.value.message

    def test_one_that_has_grown_is_replaced(
        self, room: Pressroom, order: PressOrder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pressroom, "TIRED_BYTES", 1)
        room.press(order, Silent())
        assert not room.resting

    def test_one_that_died_at_rest_is_replaced(self, room: Pressroom, order: PressOrder) -> None:
        room.warm_up()
        [press] = room.resting
        os.kill(press.process.pid, signal.SIGKILL)
        press.process.wait()
        room.press(order, Silent())
        assert pdf_of(order)

    def test_one_that_rests_for_long_is_ended(
        self, room: Pressroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.warm_up()
        room.tidy()
        assert room.resting
        monkeypatch.setattr(pressroom, "REST_SECONDS", 0.0)
        room.tidy()
        assert not room.resting


class TestPressEnvironment:
    def test_it_tells_no_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COOKBOOK_SECRET_KEY", "hush")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
        monkeypatch.setenv("DATABASE_URL", "postgresql://cook:hush@db/cookbook")
        assert "PATH" in press_environment()
        assert not any("hush" in each for each in press_environment().values())


class TestMeans:
    @pytest.mark.parametrize("bucket", [None, BucketSettings("pantry", "a", "b")])
    def test_they_come_back_as_they_were(
        self, tmp_path: Path, bucket: BucketSettings | None
    ) -> None:
        means = Means(8_000, 2, CacheSettings(tmp_path, 7, bucket))
        assert Means.of_values(means.as_values()) == means


class TestPressOrder:
    def test_it_comes_back_as_it_was(self, order: PressOrder) -> None:
        assert PressOrder.of_values(order.as_values()) == order
