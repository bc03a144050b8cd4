"""Ingredients and steps as rows: by keyboard, by touch and by paste, and the text beneath them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from cookbook.extensions import db
from cookbook.models import Contribution
from tests.factories.contributions import make_contribution
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.lines import field_of
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits

WRITER = "Olga Petrenko"
NEW = "/books/street/contribute/recipe"
TEXT = (
    "---\nkind: recipe\ntitle: Leek soup\n---\n"
    "## Ingredients\n\n- 2 leeks\n- 1 onion\n\nWhat follows can be left out.\n\n"
    "### For the top\n- chives\n- bread:\n\n"
    "## Method\n\n1. Wash.\n\n   Twice, in cold water.\n2. Simmer.\n"
)
PASTE = """(words) => {
  const data = new DataTransfer();
  data.setData("text/plain", words);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  const event = new ClipboardEvent("paste", how);
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def street(live_site: LiveSite) -> Iterator[LiveSite]:
    """A book that asks for recipes, and somebody who wrote one."""
    with live_site.app.app_context():
        session = db.session()
        volume = make_volume(session, "The Street Book", slug="street")
        make_call(session, volume)
        make_contribution(session, volume, make_person(session, WRITER), text=TEXT)
        session.commit()
        yield live_site
        db.session.remove()


@pytest.fixture
def page(visits: Visits, street: LiveSite) -> Page:
    """The writer's phone."""
    page = visits.person(Screen.PHONE)
    come_in(page, street.app, WRITER)
    return page


def rows_of(page: Page, name: str) -> Locator:
    """The rows that a field is shown as."""
    return page.locator(f"#field-{name} + .rows li")


def row(page: Page, name: str) -> Locator:
    """The words of a row, by its name."""
    return page.get_by_role("textbox", name=name, exact=True)


def expect_lines(page: Page, name: str, text: str) -> None:
    expect(field_of(page, name)).to_have_value(text)


def open_leek_soup(page: Page) -> None:
    page.goto("/contributions")
    page.get_by_role("link", name="Go on writing").click()
    expect(rows_of(page, "method")).to_have_count(2)


class TestByKeyboard:
    def test_a_list_is_written_without_leaving_the_keys(self, page: Page) -> None:
        page.goto(NEW)
        row(page, "Ingredient 1").focus()
        for words in ("2 leeks", "1 onion", "For the top:", "chives"):
            page.keyboard.type(words)
            page.keyboard.press("Enter")
        expect(row(page, "Name of a group")).to_have_value("For the top")
        expect_lines(page, "ingredients", "2 leeks\n1 onion\n\nFor the top:\nchives")
        page.keyboard.press("Backspace")
        expect(row(page, "Ingredient 3")).to_be_focused()
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("#spoken")).to_have_text("chives: place 3 of 4")
        expect(row(page, "Ingredient 3")).to_be_focused()
        page.keyboard.press("Alt+ArrowUp")
        expect_lines(page, "ingredients", "2 leeks\nchives\n1 onion\n\nFor the top:")
        expect(row(page, "Ingredient 2")).to_have_value("chives")
        assert_accessible(page)

    def test_enter_within_a_step_parts_it(self, page: Page) -> None:
        page.goto(NEW)
        row(page, "Step 1").fill("Wash. Simmer.")
        row(page, "Step 1").press("Home")
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(row(page, "Step 2")).to_have_value("Simmer.")
        expect_lines(page, "method", "Wash.\n\nSimmer.")


class TestPaste:
    def test_many_lines_become_rows_and_groups(self, page: Page) -> None:
        page.goto(NEW)
        row(page, "Ingredient 1").focus()
        page.evaluate(PASTE, "For the pot:\r\n- 2 leeks\r\n• 1 onion\r\n\r\n3 eggs\r\n")
        expect(rows_of(page, "ingredients")).to_have_count(4)
        expect_lines(page, "ingredients", "For the pot:\n2 leeks\n1 onion\n3 eggs")
        expect(row(page, "Ingredient 3")).to_be_focused()
        expect(page.locator("#spoken")).to_have_text("4 rows")

    def test_lines_between_words_stand_between_them(self, page: Page) -> None:
        page.goto(NEW)
        field = row(page, "Step 1")
        field.fill("Wash and simmer.")
        field.press("Home")
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        page.evaluate(PASTE, "it.\n2. Peel it.\n3. Chop ")
        expect_lines(page, "method", "Wash it.\n\nPeel it.\n\nChop and simmer.")

    def test_a_keyboard_that_sends_line_ends_makes_rows_too(self, page: Page) -> None:
        page.goto(NEW)
        row(page, "Ingredient 1").fill("2 leeks\n1 onion")
        expect(row(page, "Ingredient 2")).to_have_value("1 onion")
        expect_lines(page, "ingredients", "2 leeks\n1 onion")


class TestByTouch:
    def test_a_row_is_moved_named_taken_out_and_brought_back(self, page: Page) -> None:
        page.goto(NEW)
        row(page, "Ingredient 1").fill("2 leeks\n1 onion\nchives")
        page.get_by_role("button", name="Move ingredient 3", exact=True).tap()
        assert_accessible(page)
        page.get_by_role("button", name="Up", exact=True).tap()
        expect_lines(page, "ingredients", "2 leeks\nchives\n1 onion")
        page.get_by_role("button", name="Make it the name of a group").tap()
        expect_lines(page, "ingredients", "2 leeks\n\nchives:\n1 onion")
        page.get_by_role("button", name="Remove ingredient 1", exact=True).tap()
        expect_lines(page, "ingredients", "chives:\n1 onion")
        expect(page.locator("[data-gone]").first).to_contain_text("Removed: 2 leeks")
        page.get_by_role("button", name="Undo").tap()
        expect_lines(page, "ingredients", "2 leeks\n\nchives:\n1 onion")
        page.get_by_role("button", name="Add an ingredient").tap()
        page.keyboard.type("salt")
        expect_lines(page, "ingredients", "2 leeks\n\nchives:\n1 onion\nsalt")

    def test_a_row_is_dragged_by_its_handle(self, visits: Visits, street: LiveSite) -> None:
        page = visits.person(Screen.DESKTOP)
        come_in(page, street.app, WRITER)
        page.goto(NEW)
        row(page, "Ingredient 1").fill("2 leeks\n1 onion\nchives")
        handle = page.get_by_role("button", name="Move ingredient 3", exact=True)
        handle.scroll_into_view_if_needed()
        start, end = handle.bounding_box(), row(page, "Ingredient 1").bounding_box()
        assert start
        assert end
        page.mouse.move(start["x"] + 20, start["y"] + 20)
        page.mouse.down()
        page.mouse.move(start["x"] + 20, start["y"] - 10, steps=5)
        page.mouse.move(start["x"] + 20, end["y"] + 4, steps=15)
        page.mouse.up()
        expect_lines(page, "ingredients", "chives\n2 leeks\n1 onion")

    @pytest.mark.parametrize("screen", Screen)
    @pytest.mark.parametrize("colours", Colours)
    def test_it_fits_every_screen_and_keeps_nothing_from_anybody(
        self, visits: Visits, street: LiveSite, screen: Screen, colours: Colours
    ) -> None:
        page = visits.person(screen, colours)
        come_in(page, street.app, WRITER)
        open_leek_soup(page)
        page.get_by_role("button", name="Move ingredient 1", exact=True).click()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen.value[0]
        for button in page.locator(".rows button:visible").all():
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44, button.get_attribute("aria-label")


class TestWhatRowsCannotShow:
    def test_it_stands_as_it_was_while_all_around_it_changes(
        self, page: Page, street: LiveSite
    ) -> None:
        open_leek_soup(page)
        before = field_of(page, "ingredients").input_value()
        assert "> What follows can be left out." in before
        expect(rows_of(page, "ingredients")).to_have_count(6)
        expect_lines(page, "ingredients", before)
        row(page, "Ingredient 2").fill("3 onions")
        page.get_by_role("button", name="Move ingredient 2", exact=True).tap()
        page.get_by_role("button", name="Up", exact=True).tap()
        row(page, "Step 2").fill("Simmer gently.")
        expect(page.locator("[data-save-state]")).to_contain_text("Saved a moment ago")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator(".flashes .notice")).to_contain_text("Saved.")
        with street.app.app_context():
            head = db.session.query(Contribution).one().head
            assert head is not None
            text = head.text
            db.session.remove()
        assert "- 3 onions\n- 2 leeks\n\nWhat follows can be left out.\n" in text
        assert "### For the top\n- chives\n- bread:\n" in text
        assert "1. Wash.\n\n   Twice, in cold water.\n2. Simmer gently.\n" in text

    def test_looking_at_rows_changes_no_letter(self, page: Page) -> None:
        open_leek_soup(page)
        for name in ("ingredients", "method"):
            field = field_of(page, name)
            before = field.input_value()
            page.get_by_role("button", name=f"Edit as text ({name})").click()
            expect(field).to_be_visible()
            expect(field).to_be_focused()
            page.get_by_role("button", name=f"Edit as rows ({name})").click()
            expect(field).to_be_hidden()
            expect(field).to_have_value(before)


class TestAsText:
    def test_who_likes_lines_better_gets_them_the_next_time_too(self, page: Page) -> None:
        page.goto(NEW)
        page.get_by_role("button", name="Edit as text (ingredients)").click()
        field_of(page, "ingredients").fill("2 leeks\n1 onion")
        page.get_by_role("button", name="Edit as rows (ingredients)").click()
        expect(row(page, "Ingredient 2")).to_have_value("1 onion")
        page.get_by_role("button", name="Edit as text (ingredients)").click()
        expect(page.locator("[data-save-state]")).to_contain_text("Saved a moment ago")
        page.reload()
        expect(field_of(page, "ingredients")).to_be_visible()
        expect(field_of(page, "ingredients")).to_have_value("2 leeks\n1 onion")

    def test_without_scripts_there_are_only_lines(self, visits: Visits, street: LiveSite) -> None:
        page = visits.person(Screen.PHONE, scripts=Scripts.BLOCKED)
        come_in(page, street.app, WRITER)
        page.goto(NEW)
        expect(field_of(page, "ingredients")).to_be_visible()
        expect(page.get_by_role("button", name="Add an ingredient")).to_have_count(0)
