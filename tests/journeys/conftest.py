"""The site as people meet it: served, with a database of its own, and seen in a real browser."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from cookbook.app import create_app
from cookbook.config import Settings
from cookbook.extensions import SETTINGS_KEY, db, upgrade_database
from tests.servers.browser import Screen, Visits, running_browser
from tests.servers.databases import NewDatabase
from tests.servers.web import serving


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pictures",
        metavar="FOLDER",
        type=Path,
        help="take a picture of every page at every width, by day and by night, and put it there",
    )


@dataclass(frozen=True)
class LiveSite:
    """A site that is being served: its address, and the app for what a test looks up or lays in."""

    address: str
    app: Flask


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The one browser of these tests; people in it share nothing."""
    with running_browser() as browser:
        yield browser


@pytest.fixture
def live_settings(tmp_path: Path, new_database: NewDatabase) -> Settings:
    """What the live site is set to; a module may ask for something else by the same name."""
    return Settings(
        tmp_path / "instance",
        new_database(),
        secret_key="a secret of the journeys, long enough",  # noqa: S106 -- guards nothing
        limits=False,
    )


@pytest.fixture
def live_site(live_settings: Settings) -> Iterator[LiveSite]:
    """A site of this test's own, as visitors get it: what is written in it stays written."""
    app = create_app(live_settings)
    with app.app_context():
        upgrade_database()
    with serving(app) as address:
        yield LiveSite(address, app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visits(browser: Browser, live_site: LiveSite) -> Iterator[Visits]:
    """The people who visit: `visits.person(Screen.PHONE)` gives an empty page of somebody new.

    A request to another machine, an error in the console, one of a script, or a breach of the
    content security policy on any of their pages fails the test when it ends.
    """
    visits = Visits(browser, live_site.address)
    yield visits
    visits.end()


@pytest.fixture
def phone(visits: Visits) -> Page:
    """Somebody's phone."""
    return visits.person(Screen.PHONE)


@pytest.fixture
def desktop(visits: Visits) -> Page:
    """Somebody's desk."""
    return visits.person(Screen.DESKTOP)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what was on the screens when a test failed."""
    report = yield
    fixtures: dict[str, Any] = getattr(item, "funcargs", {})
    if call.when == "call" and report.failed and "visits" in fixtures:
        settings: Settings = fixtures["live_site"].app.config[SETTINGS_KEY]
        folder = settings.instance / "screens" / re.sub(r"[^\w.-]+", "-", item.name)
        pictures = fixtures["visits"].photograph(folder)
        report.sections.append(("Screens", "\n".join(map(str, pictures))))
    return report
