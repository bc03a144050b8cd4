"""Somebody brings a chapter in a file, sees it in the form, and saves it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cookbook.extensions import db
from tests.exchange.documents_made import made_by_pandoc, photo, zipped
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits

TEACHER, SLUG = "Ada Obi", "sampling"
START = f"/books/{SLUG}/contribute"
TEXT = """---
title: Sampling
---

Why we sample.^[And when.]

# Bias

![A fish in a brook](fish.png)

![The mill](mill.emf)

# Size

As told.
"""


@pytest.fixture(autouse=True)
def book(live_site: LiveSite) -> None:
    with live_site.app.app_context():
        session = db.session()
        make_call(session, make_volume(session, "Statistics", slug=SLUG))
        make_person(session, TEACHER)
        session.commit()


def look(page: Page, name: str) -> None:
    folder = os.environ.get("LOOK")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


class TestChapterFromAFile:
    @pytest.mark.parametrize("screen", list(Screen))
    @pytest.mark.parametrize("colours", list(Colours))
    def test_an_archive_is_sent_chosen_from_looked_at_and_saved(
        self, visits: Visits, live_site: LiveSite, screen: Screen, colours: Colours
    ) -> None:
        page = visits.person(screen, colours)
        come_in(page, live_site.app, TEACHER)
        page.goto(START)
        page.get_by_role("link", name="Take it from a file").click()
        assert_accessible(page)
        look(page, f"file-{screen.name}-{colours.value}")
        archive = zipped({"s.md": TEXT, "fish.png": photo()})
        page.get_by_label("Your file").set_input_files(
            {"name": "sampling.zip", "mimeType": "application/zip", "buffer": archive}
        )
        page.get_by_role("button", name="Read the file").click()
        assert_accessible(page)
        look(page, f"choose-{screen.name}-{colours.value}")
        page.get_by_label("The whole text as one chapter").check()
        page.get_by_role("button", name="Open the first chosen").click()
        expect(page.locator("main")).to_contain_text("In the section “Bias”")
        expect(page.get_by_label("Title")).to_have_value("Sampling")
        assert_accessible(page)
        look(page, f"form-{screen.name}-{colours.value}")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("main")).to_contain_text("Your draft is saved")

    def test_a_word_document_without_scripts(self, visits: Visits, live_site: LiveSite) -> None:
        page = visits.person(Screen.DESKTOP, scripts=Scripts.BLOCKED)
        come_in(page, live_site.app, TEACHER)
        page.goto(f"{START}/file")
        page.get_by_label("Your file").set_input_files(
            {"name": "a.docx", "mimeType": "", "buffer": made_by_pandoc("docx", "# Soup\n\nWords.")}
        )
        page.get_by_role("button", name="Read the file").click()
        expect(page.get_by_label("Title")).to_have_value("Soup")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("main")).to_contain_text("Your draft is saved")
