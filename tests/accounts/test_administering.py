from __future__ import annotations

from http import HTTPStatus

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.people import PEOPLE_ON_A_PAGE
from cookbook.accounts.roles import is_editor
from cookbook.models import AuditRecord, Person, VolumeRoleName
from tests.accounts.conftest import is_signed_in, said
from tests.factories.people import make_admin, make_editor, make_person
from tests.factories.volumes import make_volume
from tests.site import SignIn


@pytest.fixture
def ada(session: Session) -> Person:
    return make_admin(session, "Ada Obi")


@pytest.fixture
def browser(ada: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(ada)


def done(session: Session) -> list[str]:
    return list(session.scalars(select(AuditRecord.action).order_by(AuditRecord.id)))


class TestPeople:
    def test_it_lists_everybody(self, browser: FlaskClient, session: Session) -> None:
        make_person(session, "Rosa", active=False)
        make_person(session, "Lin", confirmed_at=None)
        session.commit()
        page = said(browser.get("/people"))
        assert "3 people" in page
        for words in ("Ada Obi", "Runs the site", "Cannot sign in", "Not confirmed yet"):
            assert words in page

    @pytest.mark.parametrize("wanted", ["rosa", "ROSA@", "  Rosa ", "santar"])
    def test_it_finds_by_name_address_and_town(
        self, browser: FlaskClient, session: Session, wanted: str
    ) -> None:
        make_person(session, "Rosa", email="rosa@example.org", town="Santarém")
        session.commit()
        page = said(browser.get("/people", query_string={"q": wanted}))
        assert "1 person" in page
        assert "Ada Obi" not in page.replace("Your menu", "").partition("1 person")[2]

    @pytest.mark.parametrize("wanted", ["%", "_", "nobody at all"])
    def test_nobody_found_says_what_to_do(self, browser: FlaskClient, wanted: str) -> None:
        page = said(browser.get("/people", query_string={"q": wanted}))
        assert "Nobody is called that" in page

    def test_many_have_pages(self, browser: FlaskClient, session: Session) -> None:
        for number in range(PEOPLE_ON_A_PAGE):
            make_person(session, f"Cook {number:03}")
        session.commit()
        assert "Cook 049" not in browser.get("/people").text
        assert "Cook 049" in browser.get("/people?page=2").text
        for odd in ("0", "-1", "x", "99"):
            assert browser.get(f"/people?page={odd}").status_code == HTTPStatus.OK


class TestPerson:
    def test_promoting_and_taking_back(self, browser: FlaskClient, session: Session) -> None:
        rosa = make_person(session, "Rosa")
        session.commit()
        browser.post(f"/people/{rosa.id}/promote")
        session.refresh(rosa)
        assert rosa.runs_the_site
        browser.post(f"/people/{rosa.id}/demote")
        session.refresh(rosa)
        assert not rosa.runs_the_site
        assert done(session) == ["made administrator", "unmade administrator"]

    def test_letting_go_ends_sessions_and_can_be_undone(
        self, browser: FlaskClient, session: Session, sign_in: SignIn
    ) -> None:
        rosa = make_person(session, "Rosa")
        hers = sign_in(rosa)
        assert is_signed_in(hers)
        browser.post(f"/people/{rosa.id}/deactivate")
        assert not is_signed_in(hers)
        browser.post(f"/people/{rosa.id}/activate")
        session.refresh(rosa)
        assert rosa.active
        assert not is_signed_in(hers)

    @pytest.mark.parametrize("action", ["demote", "deactivate"])
    def test_the_last_administrator_stays(
        self, browser: FlaskClient, ada: Person, action: str
    ) -> None:
        browser.post(f"/people/{ada.id}/{action}")
        assert "the only one who runs this site" in said(browser.get(f"/people/{ada.id}"))
        assert is_signed_in(browser)

    def test_books_are_given_and_taken(self, browser: FlaskClient, session: Session) -> None:
        rosa, volume = make_person(session, "Rosa"), make_volume(session, "Soups")
        session.commit()
        browser.post(f"/people/{rosa.id}/make-editor", data={"slug": volume.slug})
        assert is_editor(session, volume, rosa)
        assert "Soups" in said(browser.get(f"/people/{rosa.id}"))
        browser.post(f"/people/{rosa.id}/unmake-editor", data={"slug": volume.slug})
        session.expire_all()
        assert not is_editor(session, volume, rosa)

    def test_a_book_that_is_not_there_is_refused(
        self, browser: FlaskClient, session: Session
    ) -> None:
        rosa = make_person(session, "Rosa")
        volume = make_volume(session)
        make_editor(session, volume)
        session.commit()
        browser.post(f"/people/{rosa.id}/make-editor", data={"slug": "none"})
        assert "Please choose a book." in said(browser.get(f"/people/{rosa.id}"))
        answer = browser.post(f"/people/{rosa.id}/unmake-editor", data={"slug": "none"})
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert VolumeRoleName.EDITOR in {role.role for role in volume.roles}

    def test_who_is_not_here_is_not_found(self, browser: FlaskClient) -> None:
        assert browser.get("/people/123456").status_code == HTTPStatus.NOT_FOUND
