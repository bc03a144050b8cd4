from __future__ import annotations

from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from cookbook.models import Person
from tests.accounts.conftest import PASSWORD, Mailbox, enter, is_signed_in, said
from tests.factories.people import make_person
from tests.site import SignIn

NEW = {"email": "New@example.org", "password": PASSWORD}


@pytest.fixture
def rosa(app: Flask, session: Session) -> Person:
    with app.test_request_context():
        secret = hash_password(PASSWORD)
    return make_person(session, "Rosa", email="rosa@example.org", password=secret)


@pytest.fixture
def browser(rosa: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(rosa)


class TestProfile:
    def test_it_keeps_what_books_say(
        self, browser: FlaskClient, rosa: Person, session: Session
    ) -> None:
        words = {"name": " Rosa  Lima ", "town": "Almeirim", "life": " Cooks.\r\n\r\nSings.\x00 "}
        assert browser.post("/profile", data=words).location == "/profile"
        session.refresh(rosa)
        assert (rosa.name, rosa.town, rosa.life) == ("Rosa Lima", "Almeirim", "Cooks.\n\nSings.")
        page = said(browser.get("/profile"))
        assert "Rosa Lima , Almeirim Cooks. Sings." in page.replace(" ,", " ,")

    def test_what_is_written_there_is_no_markup(self, browser: FlaskClient) -> None:
        browser.post("/profile", data={"name": "Rosa", "life": "<script>x</script>"})
        assert "<script>x" not in browser.get("/profile").text

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ({"name": ""}, "Please tell us your name."),
            ({"name": "Rosa", "town": "x" * 121}, "At most 120 characters"),
            ({"name": "Rosa", "life": "x" * 1001}, "At most 1000 characters"),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_kept(
        self,
        browser: FlaskClient,
        rosa: Person,
        session: Session,
        words: dict[str, str],
        told: str,
    ) -> None:
        assert told in said(browser.post("/profile", data=words))
        session.refresh(rosa)
        assert rosa.name == "Rosa"

    def test_it_offers_a_password_to_who_has_none(self, session: Session, sign_in: SignIn) -> None:
        page = said(sign_in(make_person(session)).get("/profile"))
        assert "Choose a password" in page


class TestNewAddress:
    def test_it_is_taken_once_the_link_there_has_been_followed(
        self, browser: FlaskClient, rosa: Person, session: Session, mailbox: Mailbox
    ) -> None:
        assert browser.post("/profile/address", data=NEW).location == "/mail-sent"
        assert mailbox.newest().recipient == "new@example.org"
        link = mailbox.link()
        assert "new@example.org" in said(browser.get(link))
        session.refresh(rosa)
        assert rosa.email == "rosa@example.org"
        assert browser.post(link).location == "/profile"
        session.refresh(rosa)
        assert rosa.email == "new@example.org"
        assert mailbox.newest().recipient == "rosa@example.org"
        assert browser.post(link).status_code == HTTPStatus.GONE

    def test_one_signs_in_with_it(self, browser: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
        browser.post("/profile/address", data=NEW)
        other = app.test_client()
        assert other.post(mailbox.link()).location == "/sign-in"
        enter(other, "new@example.org")
        assert is_signed_in(other)

    def test_it_wants_the_password(self, browser: FlaskClient, mailbox: Mailbox) -> None:
        for password in ("", "a wrong one"):
            answer = browser.post("/profile/address", data={**NEW, "password": password})
            assert "This is not your password." in said(answer)
        assert mailbox.mails() == []

    def test_who_has_the_address_is_told_and_nobody_else(
        self, browser: FlaskClient, session: Session, mailbox: Mailbox
    ) -> None:
        make_person(session, email="new@example.org")
        session.commit()
        assert browser.post("/profile/address", data=NEW).location == "/mail-sent"
        assert mailbox.newest().recipient == "new@example.org"
        assert "/profile/address/" not in mailbox.newest().text

    def test_it_is_not_taken_from_who_came_first(
        self, browser: FlaskClient, session: Session, mailbox: Mailbox, rosa: Person
    ) -> None:
        browser.post("/profile/address", data=NEW)
        make_person(session, email="new@example.org")
        session.commit()
        answer = browser.post(mailbox.link())
        assert answer.status_code == HTTPStatus.GONE
        assert "already" in said(answer)
        session.refresh(rosa)
        assert rosa.email == "rosa@example.org"

    def test_a_link_that_is_none_says_so(self, client: FlaskClient) -> None:
        answer = client.get("/profile/address/nonsense")
        assert answer.status_code == HTTPStatus.GONE
        assert "not complete" in said(answer)
