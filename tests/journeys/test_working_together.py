from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from cookbook.extensions import db
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
)
from tests.factories.contributions import make_contribution
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_call, make_volume, place
from tests.journeys.conftest import LiveSite
from tests.journeys.keyboard import go_to, press
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Screen, Scripts, Visits

AUTHOR, EDITOR = "Olga Petrenko", "Ines Duarte"
SLUG = "street"
TABS = 200
"""More than any page here has places to stop at."""
CHAPTER = "---\nkind: chapter\ntitle: On soup\nby: Olga Petrenko\n---\n"
SENTENCES = ("Soup is patience.", "It begins with water.", "It ends with bread.")


@dataclass(frozen=True)
class Street:
    """Who and what there is: a chapter that is handed in, and three recipes in the book."""

    site: LiveSite
    chapter: int
    recipes: tuple[str, ...]


@pytest.fixture
def street(live_site: LiveSite) -> Iterator[Street]:
    with live_site.app.app_context():
        session = db.session()
        volume = make_volume(session, "The Street Book", slug=SLUG)
        make_call(session, volume)
        author = make_person(session, AUTHOR)
        make_editor(session, volume, EDITOR)
        body = "\n\n".join(SENTENCES)
        chapter = make_contribution(
            session,
            volume,
            author,
            title="On soup",
            text=f"{CHAPTER}{body}\n",
            kind=ContributionKind.CHAPTER,
            state=ContributionState.SUBMITTED,
        )
        titles = ("Leek soup", "Nettle soup", "Onion soup")
        for title in titles:
            accepted = ContributionState.ACCEPTED
            place(session, make_contribution(session, volume, title=title, state=accepted))
        session.commit()
        yield Street(live_site, chapter.id, titles)


def write(page: Page, before: str, after: str) -> None:
    """Change a sentence of the chapter that is open in a page, and save."""
    body = page.get_by_label("Text (optional)", exact=True)
    words = body.input_value()
    assert before in words
    body.fill(words.replace(before, after))
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator(".flashes .notice")).to_be_visible()


class TestTwoAtOnce:
    def test_what_both_wrote_is_brought_together_and_both_see_it(
        self, visits: Visits, street: Street
    ) -> None:
        hers, theirs = self._both_open(visits, street)
        write(theirs, SENTENCES[2], "It ends with rye bread.")
        write(hers, SENTENCES[0], "Soup is patience and salt.")
        expect(hers.locator(".flashes .notice")).to_contain_text(
            f"{EDITOR} changed this text while you"
        )
        for page in (hers, theirs):
            page.goto(f"/contributions/{street.chapter}")
            text = page.locator("section[aria-labelledby=as-printed]")
            expect(text).to_contain_text("patience and salt")
            expect(text).to_contain_text("rye bread")
            expect(page.locator("section[aria-labelledby=what-happened]")).to_contain_text(EDITOR)

    def test_what_contradicts_is_kept_twice_until_somebody_chooses(
        self, visits: Visits, street: Street
    ) -> None:
        hers, theirs = self._both_open(visits, street)
        write(theirs, SENTENCES[0], "Soup is haste.")
        write(hers, SENTENCES[0], "Soup is patience, and more patience.")
        for page in (hers, theirs):
            page.goto(f"/contributions/{street.chapter}")
            expect(page.locator("main")).to_contain_text("Two versions contradict each other")
        press(hers, "link", "Look at both and choose")
        expect(hers.locator("main")).to_contain_text("Soup is haste.")
        expect(hers.locator("main")).to_contain_text("and more patience")
        assert_accessible(hers)
        go_to(hers, hers.locator("input[type=radio]").first)
        while not hers.get_by_label("Take this: Yours").is_checked():
            hers.keyboard.press("ArrowDown")
        press(hers, "button", "Settle it so")
        expect(hers.locator("main")).to_contain_text("Both versions stay in the history")
        theirs.reload()
        expect(theirs.locator("section[aria-labelledby=as-printed]")).to_contain_text(
            "Soup is patience, and more patience."
        )
        with street.site.app.app_context():
            kept = [
                each.text for each in db.session.get_one(Contribution, street.chapter).revisions
            ]
        assert any("Soup is haste." in text for text in kept)

    @staticmethod
    def _both_open(visits: Visits, street: Street) -> tuple[Page, Page]:
        pages = visits.person(Screen.PHONE), visits.person(Screen.DESKTOP)
        for page, name in zip(pages, (AUTHOR, EDITOR), strict=True):
            come_in(page, street.site.app, name)
            page.goto(f"/contributions/{street.chapter}/edit")
        return pages


class TestByKeyboardAlone:
    def test_entries_are_put_in_another_order(self, visits: Visits, street: Street) -> None:
        page = visits.person(Screen.DESKTOP)
        come_in(page, street.site.app, EDITOR)
        page.goto(f"/editing/{SLUG}/arrange")
        reach(page, "Move down: Leek soup")
        page.keyboard.press("Enter")
        expect(page.locator("[data-save-state]").first).to_have_text("The order is saved.")
        focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert focused == "Move down: Leek soup"
        page.keyboard.press("Enter")
        expect(titles(page)).to_have_text(["Nettle soup", "Onion soup", "Leek soup"])
        expect(page.locator("#spoken")).to_contain_text("Leek soup: place 3 of 3")
        expect(page.locator("[data-save-state]").first).to_have_text("The order is saved.")
        page.reload()
        expect(titles(page)).to_have_text(["Nettle soup", "Onion soup", "Leek soup"])


class TestWithoutScript:
    def test_a_recipe_is_written_seen_accepted_and_put_in_its_place(
        self, visits: Visits, street: Street
    ) -> None:
        cook = visits.person(Screen.PHONE, scripts=Scripts.BLOCKED)
        come_in(cook, street.site.app, AUTHOR)
        cook.goto(f"/books/{SLUG}/contribute/recipe")
        cook.get_by_label("Title").fill("Pea soup")
        cook.get_by_label("Ingredients").fill("500 g split peas")
        cook.get_by_label("Method").fill("Soak the peas overnight.")
        cook.get_by_role("button", name="Preview", exact=True).click()
        expect(cook.locator("#preview")).to_contain_text("Soak the peas overnight.")
        cook.get_by_role("button", name="Hand it in").click()
        expect(cook.locator(".now")).to_contain_text("Handed in")

        editor = visits.person(Screen.DESKTOP, scripts=Scripts.BLOCKED)
        come_in(editor, street.site.app, EDITOR)
        editor.goto(f"/editing/{SLUG}/queue")
        editor.get_by_role("link", name="Pea soup").click()
        editor.get_by_label("If you accept, place it in").select_option(index=1)
        editor.get_by_role("button", name="Accept").click()
        editor.goto(f"/editing/{SLUG}/arrange")
        expect(titles(editor)).to_have_text([*street.recipes, "Pea soup"])
        editor.get_by_role("button", name="Move up: Pea soup").click()
        expect(titles(editor)).to_have_text([*street.recipes[:2], "Pea soup", street.recipes[2]])
        cook.goto("/contributions")
        expect(cook.locator("main")).to_contain_text("Pea soup")
        expect(cook.locator("main")).to_contain_text("Accepted")


def titles(page: Page) -> Locator:
    """The titles of the book's one part, in their order."""
    return page.locator(".arranging-book .sortable-item strong a")


def reach(page: Page, name: str) -> None:
    """Go from place to place with Tab until a control of this name has the focus."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == name:
            return
    raise AssertionError(f"no Tab leads to “{name}”")
