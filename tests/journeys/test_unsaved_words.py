"""What somebody writes survives a closed window, a dropped connection and an expired session."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from cookbook.extensions import db
from cookbook.models import Contribution, Draft
from tests.factories.contributions import make_contribution
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Screen, Visits

WRITER, NEIGHBOUR = "Olga Petrenko", "Ines Duarte"
NEW = "/books/street/contribute/recipe"
STORY = "From my aunt in Poltava."
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('cookbook-words'))"
REFUSED = (
    r"Failed to load resource.*(status of 4\d\d|ERR_INTERNET_DISCONNECTED)"
    r"|htmx:(sendError|afterRequest)|Response Status Error Code 40[01]"
)


@pytest.fixture
def street(live_site: LiveSite) -> Iterator[LiveSite]:
    """A book that asks for recipes, somebody who wrote one, and a neighbour."""
    with live_site.app.app_context():
        session = db.session()
        volume = make_volume(session, "The Street Book", slug="street")
        make_call(session, volume)
        make_contribution(session, volume, make_person(session, WRITER), title="Leek soup")
        make_person(session, NEIGHBOUR)
        session.commit()
        yield live_site
        db.session.remove()


@pytest.fixture
def page(visits: Visits, street: LiveSite) -> Page:
    """The writer's phone."""
    page = visits.person(Screen.PHONE)
    come_in(page, street.app, WRITER)
    return page


def title_of(page: Page) -> Locator:
    return page.get_by_label("Title", exact=True)


def story_of(page: Page) -> Locator:
    return page.get_by_label("The story of the dish")


def state_of(page: Page) -> Locator:
    return page.locator("[data-save-state]")


def write(page: Page, title: str, story: str = "") -> None:
    """Type as people do, key by key."""
    title_of(page).press_sequentially(title)
    if story:
        story_of(page).press_sequentially(story)


def expect_saved(page: Page) -> None:
    expect(state_of(page)).to_contain_text("Saved a moment ago")


def another_window(page: Page) -> Page:
    """A new window of the same browser."""
    return page.context.new_page()


class TestClosedWindow:
    def test_the_words_stand_in_the_form_again_until_they_are_thrown_away(self, page: Page) -> None:
        page.goto(NEW)
        write(page, "Green borscht", STORY)
        expect_saved(page)
        assert page.evaluate(COPIES) == []
        page.close()

        again = another_window(page)
        again.goto("/contributions")
        again.get_by_role("link", name="A recipe you began: “Green borscht”").click()
        expect(title_of(again)).to_have_value("Green borscht")
        expect(story_of(again)).to_have_value(STORY)
        expect(again.locator("main")).to_contain_text("This isn't saved yet")
        assert_accessible(again)
        again.get_by_role("link", name="Throw it away…").click()
        expect(again.locator("main")).to_contain_text(STORY)
        assert_accessible(again)
        again.get_by_role("button", name="Throw it away for good").click()
        expect(again.locator("main")).not_to_contain_text("Green borscht")
        again.goto(NEW)
        expect(title_of(again)).to_have_value("")

    def test_a_page_that_is_left_sends_what_was_typed_last(self, page: Page) -> None:
        page.goto(NEW)
        with page.expect_response("**/draft") as answered:
            write(page, "Green borscht")
            page.evaluate("window.dispatchEvent(new Event('pagehide'))")
        assert answered.value.ok
        page.goto("/contributions")
        expect(page.locator("main")).to_contain_text("“Green borscht”")

    def test_saving_leaves_nothing_behind(self, page: Page, street: LiveSite) -> None:
        page.goto(NEW)
        write(page, "Green borscht")
        expect_saved(page)
        page.reload()
        title_of(page).press("End")
        write(page, ", cold")
        # At once, before any pause.
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator(".flashes .notice")).to_contain_text("Your draft is saved")
        assert page.evaluate(COPIES) == []
        with street.app.app_context():
            assert db.session.query(Draft).all() == []
            titles = {each.title for each in db.session.query(Contribution)}
            db.session.remove()
        assert titles == {"Leek soup", "Green borscht, cold"}
        page.goto(NEW)
        expect(title_of(page)).to_have_value("")
        expect(page.locator("main")).not_to_contain_text("Green borscht")

    def test_a_form_that_came_back_with_a_mistake_keeps_itself(
        self, page: Page, street: LiveSite
    ) -> None:
        page.goto(NEW)
        title_of(page).evaluate("field => { field.required = false; }")
        story_of(page).fill(STORY)
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator(".error-summary")).to_be_visible()
        expect_saved(page)
        with street.app.app_context():
            (draft,) = db.session.query(Draft).all()
            assert draft.fields["headnote"] == STORY
            db.session.remove()


class TestDroppedConnection:
    def test_it_says_so_and_saves_when_the_connection_is_back(
        self, visits: Visits, page: Page
    ) -> None:
        visits.forgive(REFUSED)
        page.goto(NEW)
        page.context.set_offline(True)
        write(page, "Green borscht")
        expect(state_of(page)).to_contain_text("You are offline")
        assert_accessible(page)
        page.context.set_offline(False)
        expect_saved(page)
        assert page.evaluate(COPIES) == []

    def test_a_window_that_was_closed_meanwhile_leaves_its_words_in_the_browser(
        self, visits: Visits, page: Page
    ) -> None:
        visits.forgive(REFUSED)
        page.goto(NEW)
        page.context.set_offline(True)
        write(page, "Green borscht", STORY)
        expect(state_of(page)).to_contain_text("You are offline")
        page.close()
        page.context.set_offline(False)

        again = another_window(page)
        again.goto(NEW)
        kept = again.locator("[data-kept-here]")
        expect(kept).to_contain_text("This browser has kept other words of yours")
        expect(kept).to_contain_text("Green borscht")
        expect(title_of(again)).to_have_value("")
        assert_accessible(again)
        again.get_by_role("button", name="Put them into the form").click()
        expect(title_of(again)).to_have_value("Green borscht")
        expect(story_of(again)).to_have_value(STORY)
        expect(kept).to_be_empty()
        expect_saved(again)
        assert again.evaluate(COPIES) == []


class TestExpiredSession:
    def test_it_goes_on_saving_after_signing_in_in_a_window_of_its_own(
        self, visits: Visits, page: Page, street: LiveSite
    ) -> None:
        visits.forgive(REFUSED)
        page.goto(NEW)
        write(page, "Green")
        expect_saved(page)
        page.context.clear_cookies()
        write(page, " borscht")
        expect(state_of(page)).to_contain_text("You have been signed out")
        assert_accessible(page)
        with page.expect_popup() as opened:
            state_of(page).get_by_role("link", name="Sign in").click()
        door = opened.value
        expect(door.get_by_role("heading", name="Sign in")).to_be_visible()
        come_in(door, street.app, WRITER)
        expect_saved(page)
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator(".flashes .notice")).to_contain_text("Your draft is saved")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Green borscht")

    def test_nobody_else_who_signs_in_there_gets_the_words(
        self, visits: Visits, page: Page, street: LiveSite
    ) -> None:
        visits.forgive(REFUSED)
        page.goto(NEW)
        page.context.clear_cookies()
        write(page, "Green borscht")
        expect(state_of(page)).to_contain_text("You have been signed out")
        door = another_window(page)
        come_in(door, street.app, NEIGHBOUR)
        expect(state_of(page)).to_contain_text(f"{NEIGHBOUR} is signed in now")
        door.goto(NEW)
        expect(title_of(door)).to_have_value("")
        expect(door.locator("[data-kept-here]")).to_be_empty()

    def test_who_signs_out_leaves_no_words_in_the_browser(self, visits: Visits, page: Page) -> None:
        visits.forgive(REFUSED)
        page.goto(NEW)
        page.context.set_offline(True)
        write(page, "Green borscht")
        expect(state_of(page)).to_contain_text("You are offline")
        assert len(page.evaluate(COPIES)) == 1
        page.close()
        page.context.set_offline(False)
        again = another_window(page)
        again.goto("/contributions")
        again.locator(".account summary").click()
        again.get_by_role("button", name="Sign out").click()
        expect(again.get_by_role("link", name="Sign in").first).to_be_visible()
        assert again.evaluate(COPIES) == []


class TestTwoWindows:
    def test_neither_takes_the_others_words_away(self, visits: Visits, page: Page) -> None:
        visits.forgive(REFUSED)
        other = another_window(page)
        page.goto(NEW)
        other.goto(NEW)
        write(page, "Green borscht")
        expect_saved(page)
        write(other, "Rye bread")
        expect(state_of(other)).to_contain_text("in another window too")
        other.close()
        page.reload()
        expect(title_of(page)).to_have_value("Green borscht")
        kept = page.locator("[data-kept-here]")
        expect(kept).to_contain_text("Rye bread")
        page.get_by_role("button", name="Put them into the form").click()
        expect(title_of(page)).to_have_value("Rye bread")
        expect_saved(page)
        page.reload()
        expect(title_of(page)).to_have_value("Rye bread")
        expect(kept).to_contain_text(re.compile("Green borscht"))
