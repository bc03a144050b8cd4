"""Somebody without an account hands in a recipe with a phone, and later has one: by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cookbook.archive.calls import key_of_call
from cookbook.extensions import SETTINGS_KEY, db
from cookbook.models import Contribution, ContributionState, Person
from tests.factories.people import make_editor
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.keyboard import go_to, press, type_into
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Screen, Scripts, Visits

GUEST, EMAIL = "Dilys Probert", "dilys@village.example"


@pytest.fixture
def call(live_site: LiveSite) -> Iterator[str]:
    """The short address of a call."""
    with live_site.app.app_context():
        session = db.session()
        volume = make_volume(session, "The Street Book", slug="street")
        make_editor(session, volume, "Ines Duarte")
        call = make_call(
            session,
            volume,
            title="What do you cook on Sundays?",
            words="Every house has a dish.",
            wanted=["A soup for forty"],
        )
        key = key_of_call(session, call)
        session.commit()
        yield f"/c/{key}"


def outbox(site: LiveSite) -> list[str]:
    folder: Path = site.app.config[SETTINGS_KEY].outbox_folder
    return [each.read_text(encoding="utf-8") for each in sorted(folder.glob("*.eml"))]


def newest_link(site: LiveSite, pattern: str) -> str:
    found = [link for mail in outbox(site) for link in re.findall(pattern, mail)]
    assert found, "no mail has such a link"
    return str(found[-1])


def fill_in(page: Page) -> None:
    """Answer a call with as few words as a grandmother would."""
    type_into(page, "Title", "Quince cake")
    type_into(page, "Ingredients", "3 quinces")
    type_into(page, "Method", "Bake it.")
    type_into(page, "Your name", GUEST)
    type_into(page, "E-mail address", EMAIL)
    go_to(page, page.get_by_role("checkbox"))
    page.keyboard.press("Space")
    press(page, "button", "Hand it in")


class TestWithoutAnAccount:
    def test_by_link_on_a_phone_and_then_into_an_account_by_keyboard_alone(
        self, visits: Visits, live_site: LiveSite, call: str
    ) -> None:
        page = visits.person(Screen.PHONE)
        page.goto(call)
        assert_accessible(page)
        fill_in(page)
        page.wait_for_url("**/thanks")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Thank you, {GUEST}")
        assert_accessible(page)
        private = page.locator("#private-address").inner_text()
        assert private == newest_link(live_site, r"http://\S+/mine/\S+")

        press(page, "link", "See what you sent")
        page.wait_for_url(private)
        expect(page.locator(".now")).to_contain_text("Handed in")
        assert_accessible(page)
        press(page, "link", "Change it")
        page.wait_for_url("**/edit")
        type_into(page, "Notes", "Keeps a week.")
        assert_accessible(page)
        press(page, "button", "Save the changes")
        expect(page.locator(".sheet")).to_contain_text("Keeps a week.")

        press(page, "link", "Take it into an account")
        page.wait_for_url("**/claim")
        assert_accessible(page)
        press(page, "link", "Make an account")
        page.wait_for_url(re.compile(r"/register\?"))
        self._join(page, live_site)
        press(page, "button", "Take it into my account")
        page.wait_for_url("**/contributions/*")
        expect(page.get_by_text("is among your texts now")).to_be_visible()
        assert_accessible(page)
        with live_site.app.app_context():
            contribution = db.session.query(Contribution).one()
            assert contribution.author is not None
            assert contribution.author.email == EMAIL
            assert contribution.state is ContributionState.SUBMITTED
            assert {each.author_id for each in contribution.revisions} == {contribution.author_id}

        page.context.clear_cookies()
        page.goto(private)
        expect(page.locator("main")).to_contain_text("This link has done its work")
        assert_accessible(page)

    @staticmethod
    def _join(page: Page, site: LiveSite) -> None:
        type_into(page, "Your name", GUEST)
        type_into(page, "E-mail address", EMAIL)
        type_into(page, "Password", "quinces in november")
        press(page, "button", "Join")
        expect(page.get_by_text("We have sent a mail")).to_be_visible()
        page.goto(newest_link(site, r"http://\S+/confirm/\S+"))
        go_to(page, page.locator("main form button"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/claim")
        with site.app.app_context():
            assert db.session.query(Person).filter_by(email=EMAIL).count() == 1


class TestWithoutScript:
    def test_it_goes_without_scripts_and_without_an_address(
        self, visits: Visits, live_site: LiveSite, call: str
    ) -> None:
        page = visits.person(Screen.PHONE, scripts=Scripts.BLOCKED)
        page.goto(call)
        page.get_by_label("Title").fill("Plum cake")
        page.get_by_label("Your name").fill(GUEST)
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Hand it in").click()
        expect(page.locator("main")).to_contain_text("Please keep it now")
        private = page.locator("#private-address").inner_text()
        page.context.clear_cookies()
        page.goto(private)
        expect(page.locator(".page-header h1")).to_have_text("Plum cake")
        page.get_by_role("link", name="Take it back").click()
        page.get_by_role("button", name="Yes, take it back").click()
        expect(page.locator(".now")).to_contain_text("Withdrawn")
        assert not [mail for mail in outbox(live_site) if EMAIL in mail]
