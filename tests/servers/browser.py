"""A real browser: people with screens of their own, and what goes wrong on the pages they see."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, StrEnum
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    sync_playwright,
)

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# Whatever is not on this machine is asked of a proxy that isn't there.
ARGUMENTS = ("--proxy-server=127.0.0.1:9", "--disable-dev-shm-usage")
WAIT_MS = 20_000
WITHIN_THE_PAGE = ("data:", "blob:", "about:")
REFUSED_PAGE = re.compile(r"Failed to load resource.* status of 4\d\d")


class Screen(Enum):
    """What a person looks at: a phone in the hand, or a window on a desk."""

    PHONE = (390, 844)
    DESKTOP = (1280, 800)


class Colours(StrEnum):
    """What the person has set the machine to."""

    LIGHT = "light"
    DARK = "dark"


class Scripts(Enum):
    """Whether the person's browser runs scripts."""

    RUN = True
    BLOCKED = False


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run the system's Chromium, without a window.

    As long as it runs, its event loop is this thread's: `asyncio.run` is refused meanwhile, so let
    it run no longer than for the tests of one folder.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, f"none of {', '.join(PROGRAMS)} is installed: script/setup --test installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Visits:
    """The people who visit a site in one test, and the faults of the pages they saw."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.faults: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._opened: set[str] = set()
        self._forgiven: list[re.Pattern[str]] = []

    def person(
        self,
        screen: Screen = Screen.DESKTOP,
        colours: Colours = Colours.LIGHT,
        scripts: Scripts = Scripts.RUN,
    ) -> Page:
        """Give an empty page of somebody new, with cookies of their own; `page.goto("/")` works."""
        width, height = screen.value
        is_phone = screen is Screen.PHONE
        context = self._browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            device_scale_factor=2 if is_phone else 1,
            is_mobile=is_phone,
            has_touch=is_phone,
            color_scheme=colours.value,
            java_script_enabled=scripts.value,
            # Pages are looked at when they have come to rest.
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.set_default_timeout(WAIT_MS)
        context.on("console", self._hear_console)
        context.on("weberror", self._hear_error)
        context.on("request", self._hear_request)
        self._contexts.append(context)
        return context.new_page()

    def forgive(self, pattern: str) -> None:
        """Let faults pass that the pattern is found in, for a test that brings one about."""
        self._forgiven.append(re.compile(pattern))

    def photograph(self, folder: Path) -> list[Path]:
        """Take pictures of all open pages, whole; return the files."""
        folder.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self._contexts for page in context.pages]
        files = [folder / f"page-{number}.png" for number, _ in enumerate(pages, 1)]
        for page, file in zip(pages, files, strict=True):
            page.screenshot(path=file, full_page=True)
        return files

    def end(self) -> None:
        """Send everybody home; fail the test if a page had a fault that is not forgiven."""
        for context in self._contexts:
            context.close()
        faults = [
            fault
            for fault in dict.fromkeys(self.faults)
            if not any(pattern.search(fault) for pattern in self._forgiven)
        ]
        if faults:
            pytest.fail(
                "faults of the pages of this test:\n  " + "\n  ".join(faults), pytrace=False
            )

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        place = message.location["url"]
        # That a page was refused to a person is for the test to judge; a picture's absence is not.
        if not (place in self._opened and REFUSED_PAGE.search(message.text)):
            self.faults.append(f"console: {message.text} ({place})")

    def _hear_error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _hear_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._opened.add(request.url)
        if not request.url.startswith((f"{self.address}/", *WITHIN_THE_PAGE)):
            self.faults.append(f"reached outside: {request.method} {request.url}")
