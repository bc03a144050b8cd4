"""Talking about a text in a browser: words are selected, discussed, changed, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from cookbook.extensions import db
from cookbook.models import Contribution, ContributionKind, ContributionState, Thread, now
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.discussions import make_thread
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Screen, Scripts, Visits

AUTHOR, EDITOR = "Olga Petrenko", "Ines Duarte"
SELECT = """([words, last]) => {
  const walker = document.createTreeWalker(document.querySelector('.sheet'), NodeFilter.SHOW_TEXT);
  let found = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0 && (!found || last)) { found = [node, at]; }
  }
  document.getSelection().setBaseAndExtent(found[0], found[1], found[0], found[1] + words.length);
}"""


@dataclass(frozen=True)
class Desk:
    """What lies on the table: a recipe that is handed in."""

    site: LiveSite
    recipe: int

    @property
    def address(self) -> str:
        return f"/contributions/{self.recipe}"


@pytest.fixture
def desk(live_site: LiveSite) -> Iterator[Desk]:
    with live_site.app.app_context():
        session = db.session()
        volume = make_volume(session, "The Street Book", slug="street")
        author = make_person(session, AUTHOR)
        make_editor(session, volume, EDITOR)
        text = recipe_text("Stone soup", by=AUTHOR).replace(
            "- 1 onion\n", "- 1 onion\n\n### For the top\n- 1 onion\n- parsley\n"
        )
        recipe = make_contribution(
            session,
            volume,
            author,
            title="Stone soup",
            text=text,
            kind=ContributionKind.RECIPE,
            state=ContributionState.SUBMITTED,
        )
        recipe.submitted_at = now()
        session.commit()
        yield Desk(live_site, recipe.id)


def select(page: Page, words: str, *, last: bool = False) -> None:
    """Select words in the sheet, as a hand or a keyboard would."""
    page.evaluate(SELECT, [words, last])


class TestDiscussing:
    def test_words_that_are_selected_are_discussed_where_they_stand(
        self, visits: Visits, desk: Desk
    ) -> None:
        theirs = visits.person(Screen.DESKTOP)
        come_in(theirs, desk.site.app, EDITOR)
        theirs.goto(desk.address)
        select(theirs, "1 onion", last=True)
        button = theirs.get_by_role("button", name="Discuss this")
        expect(button).to_be_visible()
        expect(theirs.locator("#spoken")).to_have_text(
            "To discuss these words, press Tab, then Enter."
        )
        theirs.keyboard.press("Tab")
        expect(button).to_be_focused()
        assert_accessible(theirs)
        theirs.keyboard.press("Enter")
        expect(theirs.get_by_label("Which words is it about?")).to_have_value("1 onion")
        expect(theirs.get_by_label("What would you like to say?")).to_be_focused()
        theirs.keyboard.type(f"A raw one, @{AUTHOR.split(maxsplit=1)[0]}?")
        theirs.get_by_role("button", name="Send", exact=True).first.click()
        expect(theirs.locator(".flashes .notice")).to_contain_text("Sent.")
        expect(theirs.locator(".thread .mention")).to_have_text("@Olga")
        assert_accessible(theirs)
        theirs.get_by_role("button", name="Show it in the text").click()
        # The second onion, the one for the top.
        expect(theirs.locator(".sheet li:has(:focus) + li, .sheet li:focus + li")).to_have_text(
            "parsley"
        )
        with desk.site.app.app_context():
            thread = db.session.query(Thread).one()
            assert thread.after.startswith("\n- parsley")

    def test_a_phone_answers_and_folds_it_away(self, visits: Visits, desk: Desk) -> None:
        with desk.site.app.app_context():
            recipe = db.session.get_one(Contribution, desk.recipe)
            assert recipe.author is not None
            make_thread(db.session(), recipe, recipe.author, "How long?", "Simmer.")
            new = recipe.revisions[0].text.replace("Simmer.", "Simmer for an hour.")
            add_revision(db.session(), recipe, new, recipe.author)
            db.session.commit()
        hers = visits.person(Screen.PHONE)
        come_in(hers, desk.site.app, AUTHOR)
        hers.goto(desk.address)
        select(hers, "Wash the beans")
        expect(hers.get_by_role("button", name="Discuss this")).to_be_in_viewport()
        expect(hers.locator(".thread")).to_contain_text("This was changed to Simmer for an hour")
        hers.get_by_role("button", name="Show it in the text").click()
        expect(hers.locator(":focus")).to_contain_text("Simmer for an hour.")
        hers.locator(".thread summary").click()
        hers.get_by_label("Your answer").fill("An hour.")
        hers.get_by_role("button", name="Send and resolve").click()
        expect(hers.locator(".flashes .notice")).to_contain_text("Sent.")
        assert_accessible(hers)
        hers.goto(desk.address)
        expect(hers.locator(".thread")).to_be_hidden()
        hers.get_by_text("1 resolved").click()
        expect(hers.locator(".thread")).to_contain_text(f"{AUTHOR} resolved it")
        assert_accessible(hers)

    def test_without_scripts_copied_words_do(self, visits: Visits, desk: Desk) -> None:
        theirs = visits.person(Screen.PHONE, scripts=Scripts.BLOCKED)
        come_in(theirs, desk.site.app, EDITOR)
        theirs.goto(desk.address)
        theirs.get_by_label("Which words is it about?").fill("no such words")
        theirs.get_by_label("What would you like to say?").fill("Why so?")
        theirs.get_by_role("button", name="Send", exact=True).first.click()
        expect(theirs.locator(".error-summary")).to_contain_text("not in the text")
        expect(theirs.get_by_label("What would you like to say?")).to_have_value("Why so?")
        theirs.get_by_label("Which words is it about?").fill("wash the beans")
        theirs.get_by_role("button", name="Send", exact=True).first.click()
        expect(theirs.locator(".thread blockquote")).to_have_text("Wash the beans")
        expect(theirs.locator(".thread")).to_contain_text("Why so?")
