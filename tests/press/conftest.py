"""The books that several tests of the press look into; each is made once."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from cookbook.press.pipeline import PUBLISHED, PressOptions, press_book
from cookbook.press.report import BuildReport
from tests.press.making import BOOKS, Pressed, Set, set_book

WAIT_SECONDS = 600


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="edit books at random, and kill builds, many times instead of a few",
    )
    parser.addoption(
        "--renew-references",
        action="store_true",
        help="keep the pages of themes as they are drawn now, to compare with from now on",
    )


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """Give how often what is left to chance is tried."""
    return 5 if request.config.getoption("--thorough", default=False) else 1


@pytest.fixture(scope="session")
def pond() -> Set:
    """A cookbook with front and back matter, parts, credits, a picture, and two small faults."""
    return set_book(BOOKS / "pond")


@pytest.fixture(scope="session")
def coins() -> Set:
    """A textbook with everything that is numbered, sources, key terms, and three small faults."""
    return set_book(BOOKS / "coins")


@pytest.fixture(scope="session")
def pressed_pond(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Pressed:
    return pressed_once("pond", shared_folder(tmp_path_factory, worker_id))


@pytest.fixture(scope="session")
def pressed_coins(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Pressed:
    return pressed_once("coins", shared_folder(tmp_path_factory, worker_id))


def shared_folder(factory: pytest.TempPathFactory, worker: str) -> Path:
    """Give the run's folder that all test processes share."""
    return factory.getbasetemp() if worker == "master" else factory.getbasetemp().parent


def pressed_once(name: str, shared: Path) -> Pressed:
    """Press a book, or wait until the test process that came first has pressed it."""
    out, done = shared / f"pressed-{name}", shared / f"pressed-{name}.done"
    try:
        out.mkdir()
    except FileExistsError:
        until = time.monotonic() + WAIT_SECONDS
        while not done.exists():
            assert time.monotonic() < until, f"nobody pressed {name}"
            time.sleep(0.1)
        report: BuildReport = pickle.loads(done.read_bytes())  # noqa: S301 -- written just below
        return Pressed(out, report)
    report = press_book(BOOKS / name, out, PressOptions(formats=PUBLISHED))
    partial = done.with_suffix(".partial")
    partial.write_bytes(pickle.dumps(report))
    partial.rename(done)
    return Pressed(out, report)
