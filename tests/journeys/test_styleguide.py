"""The components in a real browser: in every light, by keyboard, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits

TITLES = ".sortable .sortable-body strong"


class TestComponents:
    @pytest.mark.parametrize("screen", list(Screen))
    @pytest.mark.parametrize("colours", list(Colours))
    def test_they_are_accessible_and_fit_the_screen(
        self, visits: Visits, screen: Screen, colours: Colours
    ) -> None:
        page = visits.person(screen, colours)
        page.goto("/styleguide")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_what_only_scripts_can_do_hides_without_them(self, visits: Visits) -> None:
        page = visits.person(scripts=Scripts.BLOCKED)
        page.goto("/styleguide")
        expect(page.locator("[data-copy]")).to_be_hidden()
        expect(page.get_by_role("button", name="Show the preview")).to_be_visible()
        expect(page.get_by_role("button", name="Move Stone soup down")).to_be_visible()

    def test_nothing_moves_while_a_page_loads(self, desktop: Page) -> None:
        desktop.goto("/styleguide")
        moved = desktop.evaluate(
            """() => new Promise((tell) => {
              let sum = 0;
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
              }).observe({ type: "layout-shift", buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => tell(sum)));
            })"""
        )
        assert moved < 0.01


class TestArranging:
    def test_the_keyboard_moves_an_entry_and_a_voice_says_where_to(
        self, visits: Visits, desktop: Page
    ) -> None:
        visits.forgive("405")  # the style guide keeps no order
        desktop.goto("/styleguide")
        down = desktop.get_by_role("button", name="Move Stone soup down")
        down.press("Enter")
        expect(desktop.locator(TITLES)).to_have_text(
            ["Green broth", "Stone soup", "Chestnuts in milk"]
        )
        expect(down).to_be_focused()
        expect(desktop.locator("#spoken")).to_have_text("Stone soup: place 2 of 3, Soups")

    def test_past_the_end_of_a_list_the_next_list_begins(
        self, visits: Visits, desktop: Page
    ) -> None:
        visits.forgive("405")
        desktop.goto("/styleguide")
        desktop.get_by_role("button", name="Move Chestnuts in milk down").press("Enter")
        fields = desktop.locator('input[name="order-2"]')
        expect(fields).to_have_count(1)
        expect(fields).to_have_value("3")


class TestScripts:
    def test_a_question_opens_in_place_and_escape_closes_it(self, desktop: Page) -> None:
        desktop.goto("/styleguide")
        desktop.get_by_role("link", name="Withdraw this recipe").click()
        dialog = desktop.get_by_role("dialog", name="Withdraw Stone soup?")
        expect(dialog).to_be_visible()
        desktop.keyboard.press("Escape")
        expect(dialog).to_be_hidden()

    def test_a_chosen_photo_shows_before_it_is_sent(self, phone: Page) -> None:
        phone.goto("/styleguide")
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'
        photo = FilePayload(name="soup.svg", mimeType="image/svg+xml", buffer=drawing)
        phone.get_by_label("Photo (optional)").set_input_files(photo)
        expect(phone.locator("#photo-chosen")).to_contain_text("soup.svg, 62 bytes")
        expect(phone.locator("#photo-chosen img")).to_be_visible()
