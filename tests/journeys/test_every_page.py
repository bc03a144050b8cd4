from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from cookbook.app import create_app
from cookbook.config import BuildSettings, Settings
from cookbook.extensions import db, upgrade_database
from tests.journeys.conftest import LiveSite
from tests.journeys.town import ADMINISTRATOR, CONTRIBUTOR, EDITOR, come_in, found_town
from tests.journeys.walking import PASSER_BY, Stop, every_page
from tests.servers.accessibility import describe_finding, findings_of
from tests.servers.browser import Colours, Screen, Visits
from tests.servers.databases import NewDatabase
from tests.servers.web import serving

LOOKS = tuple((screen, colours) for screen in Screen for colours in Colours)
# What doesn't depend on colours is the same by day and by night.
BY_NIGHT = ("color-contrast", "link-in-text-block")


@pytest.fixture(scope="module")
def live_settings(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Settings:
    return Settings(
        tmp_path_factory.mktemp("town"),
        new_database(),
        secret_key="a secret of the journeys, long enough",  # noqa: S106 -- guards nothing
        limits=False,
        demo=True,
        site_name="The Mill Pond Press",
        builds=BuildSettings(processes=1),
    )


@pytest.fixture(scope="module")
def live_site(live_settings: Settings) -> Iterator[LiveSite]:
    """A small community, which all who walk it share: they only look."""
    app = create_app(live_settings)
    with app.app_context():
        upgrade_database()
    found_town(app)
    with serving(app) as address:
        yield LiveSite(address, app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def stops(live_site: LiveSite) -> list[Stop]:
    return every_page(live_site.app)


@pytest.fixture
def pictures(pytestconfig: pytest.Config) -> Path | None:
    """Where pictures of all pages are wanted, if they are."""
    folder: Path | None = pytestconfig.getoption("--pictures", default=None)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


class TestEveryPage:
    @pytest.mark.parametrize("who", [PASSER_BY, CONTRIBUTOR, EDITOR, ADMINISTRATOR, "others"])
    def test_it_keeps_nothing_from_anybody_on_any_screen(
        self,
        who: str,
        visits: Visits,
        live_site: LiveSite,
        stops: list[Stop],
        pictures: Path | None,
    ) -> None:
        known = {PASSER_BY, CONTRIBUTOR, EDITOR, ADMINISTRATOR}
        names = {stop.who for stop in stops} - known if who == "others" else {who}
        findings: list[str] = []
        for name in sorted(names):
            page = visits.person(Screen.DESKTOP)
            if name:
                come_in(page, live_site.app, name)
            for stop in stops:
                if stop.who == name:
                    page.goto(stop.path)
                    findings += [
                        f"\n{stop.path} ({name or 'a passer-by'}): {finding}"
                        for finding in look(page, stop, pictures)
                    ]
        assert not findings, "\n".join(findings)

    def test_all_who_have_pages_are_walked(self, stops: list[Stop]) -> None:
        assert {PASSER_BY, CONTRIBUTOR, EDITOR, ADMINISTRATOR} <= {stop.who for stop in stops}


def look(page: Page, stop: Stop, pictures: Path | None) -> Iterator[str]:
    """Look at the page on each screen by day and by night; give what is wrong."""
    for screen, colours in LOOKS:
        width, height = screen.value
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=colours.value)
        rules = () if colours is Colours.LIGHT else BY_NIGHT
        for finding in findings_of(page, *rules):
            yield f"{screen.name.lower()}, {colours.value}: {describe_finding(finding)}"
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            yield f"{screen.name.lower()}: it is wider than the screen"
        if pictures is not None:
            file = pictures / f"{stop.name}-{width}-{colours.value}.png"
            page.screenshot(path=file, full_page=True)
