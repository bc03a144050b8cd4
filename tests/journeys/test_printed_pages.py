"""Somebody writes, and sees the pages that the book will have of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from cookbook.extensions import db
from cookbook.publishing.proofs import PROOFS_KEY
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.lines import field_of, write_lines
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits

COOK, SLUG = "Olga Petrenko", "street"
FORM = f"/books/{SLUG}/contribute/recipe"
PAGES = "#preview .printed-pages img"
A_PAGE_MORE = "\n".join(f"{'Wait until it has come together. ' * 12}{n}" for n in range(10))
REPLACED = "htmx:(afterRequest|sendAbort)"
"""What is said in the console of a request that a newer one takes the place of."""


@pytest.fixture(autouse=True)
def street(live_site: LiveSite) -> Iterator[None]:
    with live_site.app.app_context():
        session = db.session()
        make_call(session, make_volume(session, "The Street Book", slug=SLUG))
        make_person(session, COOK)
        session.commit()
    yield
    live_site.app.extensions[PROOFS_KEY].close()


def write(page: Page, site: LiveSite) -> None:
    """Come in, and write a soup."""
    come_in(page, site.app, COOK)
    page.goto(FORM)
    page.get_by_label("Title").fill("Pea soup")
    write_lines(page, "ingredients", "500 g split peas\n1 onion\n2 litres water")
    write_lines(page, "method", "Soak the peas.")


class TestPrintedPages:
    @pytest.mark.parametrize(
        ("screen", "colours"),
        [(Screen.PHONE, Colours.DARK), (Screen.DESKTOP, Colours.LIGHT)],
    )
    def test_they_follow_what_is_written(
        self, visits: Visits, live_site: LiveSite, screen: Screen, colours: Colours
    ) -> None:
        visits.forgive(REPLACED)
        page = visits.person(screen, colours)
        write(page, live_site)
        expect(page.locator("#preview")).to_contain_text("Soak the peas.")
        page.get_by_text("Printed pages").click()
        expect(page.locator(PAGES)).to_have_count(1)
        expect(page.locator("#spoken")).to_have_text("One page")
        before = page.locator(PAGES).get_attribute("src")
        write_lines(page, "method", f"Soak the peas.\n{A_PAGE_MORE}")
        expect(page.locator(PAGES)).to_have_count(2)
        expect(page.locator(PAGES).last).to_have_attribute("alt", "Page 2 of 2")
        expect(page.locator("#spoken")).to_have_text("2 pages")
        assert_accessible(page)
        write_lines(page, "method", "Soak the peas.")
        expect(page.locator(PAGES)).to_have_count(1)
        assert page.locator(PAGES).get_attribute("src") == before
        assert page.evaluate("document.documentElement.scrollWidth") <= screen.value[0]

    def test_the_choice_is_made_by_keyboard_and_made_again_the_next_time(
        self, visits: Visits, live_site: LiveSite
    ) -> None:
        visits.forgive(REPLACED)
        page = visits.person(Screen.DESKTOP)
        write(page, live_site)
        page.get_by_label("Web page").focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_label("Printed pages")).to_be_checked()
        expect(page.locator(PAGES)).to_have_count(1)
        page.get_by_role("button", name="Save the draft").click()
        page.wait_for_url("**/edit")
        expect(page.get_by_label("Printed pages")).to_be_checked()
        expect(page.locator(PAGES)).to_have_count(1)

    def test_a_button_shows_them_where_no_script_runs(
        self, visits: Visits, live_site: LiveSite
    ) -> None:
        page = visits.person(Screen.PHONE, scripts=Scripts.BLOCKED)
        write(page, live_site)
        page.get_by_text("Printed pages").click()
        page.get_by_role("button", name="Show the preview").click()
        expect(page.locator(PAGES)).to_have_count(1)
        expect(page.get_by_label("Printed pages")).to_be_checked()
        expect(field_of(page, "method")).to_have_value("Soak the peas.")
