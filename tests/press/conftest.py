"""The books that several tests of the press look into; each is made once."""

from __future__ import annotations

import pytest

from cookbook.press.pipeline import Format, PressOptions, press_book
from tests.press.making import BOOKS, Pressed, Set, set_book


@pytest.fixture(scope="session")
def pond() -> Set:
    """A cookbook with front and back matter, parts, credits, a picture, and two small faults."""
    return set_book(BOOKS / "pond")


@pytest.fixture(scope="session")
def coins() -> Set:
    """A textbook with everything that is numbered, sources, key terms, and three small faults."""
    return set_book(BOOKS / "coins")


@pytest.fixture(scope="session")
def pressed_pond(tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    out = tmp_path_factory.mktemp("pond")
    return Pressed(out, press_book(BOOKS / "pond", out, PressOptions(formats=tuple(Format))))


@pytest.fixture(scope="session")
def pressed_coins(tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    out = tmp_path_factory.mktemp("coins")
    return Pressed(out, press_book(BOOKS / "coins", out, PressOptions(formats=tuple(Format))))
