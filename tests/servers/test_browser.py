from __future__ import annotations

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, Page

from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits, running_browser
from tests.servers.web import serving

HEAD = (
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">'
    '<title>Soup</title><link rel="icon" href="data:,"><main><h1>Soup</h1>'
)
PAGES = {
    "/": "<p>Stone soup.</p>",
    "/foreign": '<img alt="" src="http://192.0.2.1/pixel.png">',
    "/inline": '<p style="color: red">Red.</p>',
    "/broken": '<script src="/broken.js"></script>',
    "/gap": '<img alt="" src="/gone.png">',
    "/unlabelled": "<input>",
    "/scripts": '<noscript>none</noscript><script src="/some.js"></script>',
}
SCRIPTS = {
    "/broken.js": "nothing.there();",
    "/some.js": "document.querySelector('main').append('some');",
}


def pages(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """A tiny site, with a page for each thing that can be wrong with one."""
    path = environ["PATH_INFO"]
    headers = [
        ("Content-Type", "text/javascript" if path in SCRIPTS else "text/html; charset=utf-8"),
        ("Content-Security-Policy", "script-src 'self'; style-src 'self'"),
    ]
    found = path in PAGES or path in SCRIPTS
    status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
    start_response(f"{status.value} {status.phrase}", headers)
    if path in SCRIPTS:
        return [SCRIPTS[path].encode()]
    return [f"{HEAD}{PAGES.get(path, '<p>No such soup.</p>')}</main>".encode()]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(pages) as address:
        yield address


def faults_of(browser: Browser, address: str, path: str) -> list[str]:
    visits = Visits(browser, address)
    visits.person().goto(path, wait_until="networkidle")
    visits.forgive("")
    visits.end()
    return visits.faults


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    visits = Visits(browser, address)
    yield visits.person()
    visits.end()


class TestFaults:
    def test_a_sound_page_has_none(self, browser: Browser, address: str) -> None:
        assert faults_of(browser, address, "/") == []

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("/foreign", "reached outside: GET http://192.0.2.1/pixel.png"),
            ("/inline", "Content Security Policy"),
            ("/broken", "nothing is not defined"),
            ("/gap", "404"),
        ],
    )
    def test_they_tell_what_is_wrong(
        self, browser: Browser, address: str, path: str, said: str
    ) -> None:
        assert said in "\n".join(faults_of(browser, address, path))

    def test_a_page_refused_to_the_person_is_none(self, browser: Browser, address: str) -> None:
        assert faults_of(browser, address, "/nowhere") == []

    def test_one_that_is_not_forgiven_fails_the_test(self, browser: Browser, address: str) -> None:
        visits = Visits(browser, address)
        visits.person().goto("/gap", wait_until="networkidle")
        visits.forgive("another fault")
        with pytest.raises(pytest.fail.Exception, match=r"gone\.png"):
            visits.end()


class TestPerson:
    @pytest.mark.parametrize("screen", Screen)
    @pytest.mark.parametrize("colours", Colours)
    def test_they_have_their_screen_and_colours(
        self, browser: Browser, address: str, screen: Screen, colours: Colours
    ) -> None:
        visits = Visits(browser, address)
        page = visits.person(screen, colours)
        page.goto("/")
        assert page.evaluate("[innerWidth, innerHeight]") == list(screen.value)
        assert page.evaluate(f"matchMedia('(prefers-color-scheme: {colours})').matches")
        visits.end()

    @pytest.mark.parametrize(
        ("scripts", "seen"), [(Scripts.RUN, "some"), (Scripts.BLOCKED, "none")]
    )
    def test_they_may_block_scripts(
        self, browser: Browser, address: str, scripts: Scripts, seen: str
    ) -> None:
        visits = Visits(browser, address)
        page = visits.person(scripts=scripts)
        page.goto("/scripts")
        assert page.locator("main").inner_text().split() == ["Soup", seen]
        visits.end()


class TestPhotograph:
    def test_it_takes_every_page(self, browser: Browser, address: str, tmp_path: Path) -> None:
        visits = Visits(browser, address)
        for _ in range(2):
            visits.person().goto("/")
        taken = visits.photograph(tmp_path / "pictures")
        visits.end()
        assert [path.read_bytes()[:4] for path in taken] == [b"\x89PNG"] * 2


class TestAssertAccessible:
    def test_it_lets_a_sound_page_pass(self, page: Page) -> None:
        page.goto("/")
        assert_accessible(page)

    def test_it_names_the_rule_and_the_place(self, page: Page) -> None:
        page.goto("/unlabelled")
        with pytest.raises(AssertionError, match=r"label \(critical\)[^$]*at input"):
            assert_accessible(page)

    def test_it_refuses_a_person_who_blocks_scripts(self, browser: Browser, address: str) -> None:
        visits = Visits(browser, address)
        page = visits.person(scripts=Scripts.BLOCKED)
        page.goto("/")
        with pytest.raises(ValueError, match="axe is a script"):
            assert_accessible(page)
        visits.end()
