"""Somebody with a phone pastes a recipe from a mail, looks it over and hands it in: by keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from cookbook.extensions import db
from cookbook.models import Contribution, ContributionState, Original
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.keyboard import go_to, press
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Screen, Visits

NAME, SLUG = "Olga Petrenko", "street"
MAIL = """Gran's lemon cake

4 eggs
200g sugar
200g butter, soft

Beat the butter and the sugar until pale.
Add the eggs one by one.
Bake at 180 for 40 minutes.
"""


class TestPasting:
    def test_a_recipe_is_pasted_looked_over_and_handed_in(
        self, visits: Visits, live_site: LiveSite
    ) -> None:
        with live_site.app.app_context():
            session = db.session()
            make_call(session, make_volume(session, "The Street Book", slug=SLUG))
            make_person(session, NAME)
            session.commit()
        phone = visits.person(Screen.PHONE)
        come_in(phone, live_site.app, NAME)
        phone.goto(f"/books/{SLUG}/contribute")
        assert_accessible(phone)
        press(phone, "link", "Paste a recipe")
        expect(phone.get_by_role("heading", name="Paste a recipe")).to_be_visible()
        go_to(phone, phone.get_by_label("The recipe, as it is"))
        phone.keyboard.insert_text(MAIL)
        assert_accessible(phone)
        press(phone, "button", "Sort it into the form")

        expect(phone.get_by_role("heading", name="Your recipe is in the form")).to_be_visible()
        expect(phone.locator("mark").first).to_have_text("4 eggs")
        expect(phone.get_by_label("Title")).to_have_value("Gran's lemon cake")
        expect(phone.locator("#preview")).to_contain_text("Bake at 180")
        assert_accessible(phone)
        press(phone, "button", "Hand it in")

        expect(phone.locator(".now")).to_contain_text("Handed in")
        with live_site.app.app_context():
            contribution = db.session.query(Contribution).one()
            assert contribution.state is ContributionState.SUBMITTED
            assert len(contribution.revisions) == 1
            assert db.session.query(Original).one().text == MAIL
