"""A reader marks a passage of a book, suggests a change to it, and is in the text's history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Template

import pytest
from playwright.sync_api import Page, expect

from cookbook.archive.searching import EntryWords
from cookbook.config import kit_folder
from cookbook.extensions import db, get_storage
from cookbook.models import Contribution, ContributionState
from tests.factories.contributions import make_contribution
from tests.factories.editions import make_edition, put_entry, put_file
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_volume, place
from tests.journeys.conftest import LiveSite
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits

AUTHOR, EDITOR, READER = "Olga Petrenko", "Ines Duarte", "Rosa Lind"
WORDS = (
    '<section class="recipe"><h1>Bean soup</h1><p>A story of Bean soup.</p>'
    "<h2>Ingredients</h2><ul><li>500\N{NO-BREAK SPACE}g beans</li><li>1 onion</li></ul>"
    "<h2>Method</h2><ol><li>Wash the beans.</li><li>Simmer.</li></ol></section>"
)
STYLES = b":root { --paper: #fff; } body { margin: 1rem; }"
TABS = 80
"""More than any page here has places to stop at."""


@dataclass(frozen=True)
class Book:
    """A book that is out, with one recipe."""

    site: LiveSite
    recipe: int
    page: str


@pytest.fixture
def book(live_site: LiveSite) -> Iterator[Book]:
    with live_site.app.app_context():
        session = db.session()
        volume = make_volume(session, "The Street Book", slug="street")
        author = make_person(session, AUTHOR)
        make_editor(session, volume, EDITOR)
        make_person(session, READER)
        accepted = ContributionState.ACCEPTED
        recipe = make_contribution(session, volume, author, title="Bean soup", state=accepted)
        place(session, recipe)
        edition = make_edition(session, volume)
        entry = put_entry(session, edition, EntryWords("Bean soup"))
        entry.contribution = recipe
        page = Template((kit_folder() / "web" / "page.html").read_text(encoding="utf-8"))
        html = page.safe_substitute(
            language="en", direction="ltr", title="Bean soup", body=WORDS, skip="Skip",
            pages="Pages", before="", after="", head="", description="", data="", kind="cookbook",
        )  # fmt: skip
        storage = get_storage()
        put_file(session, storage, edition, f"web/{entry.page}", html.encode(), "text/html")
        put_file(session, storage, edition, "web/styles/book.css", STYLES, "text/css")
        session.commit()
        yield Book(live_site, recipe.id, f"/books/street/1/read/{entry.page}")


def tab_to(page: Page, words: str) -> None:
    """Go from place to place with Tab until what says these words has the focus."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(document.activeElement.labels?.[0] || document.activeElement).innerText"
        )
        if said and re.sub(r"\s+", " ", said).strip().startswith(words):
            return
    raise AssertionError(f"no Tab leads to “{words}”")


def mark(page: Page, words: str) -> None:
    """Mark words of a page from the first to the last, as with a caret and Shift."""
    page.evaluate(
        """words => {
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(
                    walk.currentNode, at, walk.currentNode, at + words.length - 1,
                );
                return;
            }
            throw new Error("not there: " + words);
        }""",
        words,
    )
    page.keyboard.press("Shift+ArrowRight")


class TestByKeyboardAlone:
    def test_what_a_reader_marks_becomes_a_change_in_the_history_of_the_text(
        self, visits: Visits, book: Book
    ) -> None:
        reader = visits.person(Screen.DESKTOP)
        come_in(reader, book.site.app, READER)
        reader.goto(book.page)
        mark(reader, "Wash the beans.")
        expect(reader.get_by_role("link", name="Suggest a change to this")).to_be_visible()
        assert_accessible(reader)
        tab_to(reader, "Suggest a change to this")
        reader.keyboard.press("Enter")
        reader.wait_for_url(re.compile(r"/suggest\?quote=Wash"))
        assert_accessible(reader)
        tab_to(reader, "What should it say?")
        reader.keyboard.press("Control+a")
        reader.keyboard.type("Soak the beans overnight.")
        tab_to(reader, "Why?")
        reader.keyboard.type("They stay hard otherwise.")
        tab_to(reader, "Send the suggestion")
        reader.keyboard.press("Enter")
        expect(reader.locator("main")).to_contain_text("Thank you")
        assert_accessible(reader)

        author = visits.person(Screen.DESKTOP)
        come_in(author, book.site.app, AUTHOR)
        author.goto("/contributions")
        assert_accessible(author)
        author.goto(f"/contributions/{book.recipe}")
        assert_accessible(author)
        tab_to(author, "See what would change")
        author.keyboard.press("Enter")
        expect(author.locator("main")).to_contain_text("They stay hard otherwise.")
        expect(author.locator("main ins")).to_contain_text(["Soak"])
        assert_accessible(author)
        tab_to(author, "Take it")
        author.keyboard.press("Enter")
        expect(author.locator("main")).to_contain_text("Taken, with thanks to Rosa Lind")
        author.goto(f"/contributions/{book.recipe}/history")
        expect(author.locator(".timeline")).to_contain_text("Version 2, Rosa Lind")
        with book.site.app.app_context():
            text = db.session.get_one(Contribution, book.recipe)
            assert text.head is not None
            assert "1. Soak the beans overnight." in text.head.text


class TestPointing:
    def test_the_offer_goes_when_nothing_is_marked_any_more(
        self, visits: Visits, book: Book
    ) -> None:
        page = visits.person(Screen.PHONE)
        page.goto(book.page)
        offer = page.get_by_role("link", name="Suggest a change to this")
        expect(offer).not_to_be_attached()
        mark(page, "500")
        expect(offer).to_be_visible()
        page.evaluate("getSelection().removeAllRanges()")
        expect(offer).not_to_be_attached()
        mark(page, "1 onion")
        expect(offer).to_be_visible()
        page.keyboard.press("Escape")
        expect(offer).not_to_be_attached()


class TestWithoutScript:
    @pytest.mark.parametrize("colours", Colours)
    def test_a_guest_suggests_by_the_plain_link_and_an_editor_takes_a_part(
        self, visits: Visits, book: Book, colours: Colours
    ) -> None:
        with book.site.app.app_context():
            db.session.get_one(Contribution, book.recipe).volume.guests_may_suggest = True
            db.session.commit()
        guest = visits.person(Screen.PHONE, colours, scripts=Scripts.BLOCKED)
        guest.goto(book.page)
        guest.get_by_role("link", name="Suggest a change").click()
        guest.get_by_label("Ingredients").fill("600 g beans\n2 onions")
        guest.get_by_label("Your name").fill("Passing Reader")
        guest.get_by_role("button", name="Send the suggestion").last.click()
        expect(guest.locator("main")).to_contain_text("Your suggestion is on its way")
        guest.get_by_role("link", name="Back to “Bean soup”").click()
        guest.wait_for_url(f"**{book.page}")

        editor = visits.person(Screen.PHONE, colours, scripts=Scripts.BLOCKED)
        come_in(editor, book.site.app, EDITOR)
        editor.goto("/editing/street")
        editor.get_by_role("link", name="1 suggestion from a reader").click()
        editor.get_by_role("link", name="Bean soup").click()
        editor.get_by_label("2 onions").uncheck()
        editor.get_by_label("And accept it for the book").check()
        editor.get_by_role("button", name="Take what is ticked").click()
        expect(editor.locator("main")).to_contain_text("The next edition has it")
        with book.site.app.app_context():
            text = db.session.get_one(Contribution, book.recipe)
            assert text.accepted is not None
            assert "- 600 g beans\n- 1 onion\n" in text.accepted.text
