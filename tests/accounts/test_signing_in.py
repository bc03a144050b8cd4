from __future__ import annotations

import time
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.people import deactivate_person
from cookbook.models import Person
from tests.accounts.conftest import PASSWORD, Mailbox, enter, is_signed_in, join, said
from tests.factories.people import make_admin
from tests.site import SignIn

EMAIL = "rosa@example.org"


def person(session: Session, email: str = EMAIL) -> Person:
    session.expire_all()
    return session.scalars(select(Person).where(Person.email == email)).one()


def settle(browser: FlaskClient, mailbox: Mailbox, email: str = EMAIL) -> None:
    """Join, confirm, and so be signed in."""
    join(browser, email)
    assert browser.post(mailbox.link()).status_code == HTTPStatus.FOUND


class TestJoining:
    def test_it_asks_for_three_things(self, client: FlaskClient) -> None:
        page = client.get("/register").text
        assert [page.count(f'name="{name}"') for name in ("name", "email", "password")] == [1, 1, 1]
        assert page.count('class="input ') == 3

    def test_it_sends_the_link_to_the_address_and_lets_nobody_in_before(
        self, client: FlaskClient, mailbox: Mailbox
    ) -> None:
        assert join(client).location == "/mail-sent"
        assert mailbox.newest().recipient == f"Rosa <{EMAIL}>"
        assert not is_signed_in(client)
        assert "not confirmed yet" in said(enter(client, EMAIL))

    def test_opening_the_link_confirms_nothing(
        self, client: FlaskClient, mailbox: Mailbox, session: Session
    ) -> None:
        join(client)
        assert "One click more, Rosa" in said(client.get(mailbox.link()))
        assert person(session).confirmed_at is None

    def test_the_click_after_it_confirms_and_signs_in(
        self, client: FlaskClient, mailbox: Mailbox, session: Session
    ) -> None:
        settle(client, mailbox)
        assert person(session).confirmed_at is not None
        assert is_signed_in(client)

    def test_a_link_that_has_done_its_work_leads_to_the_door(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        join(client)
        link = mailbox.link()
        client.post(link)
        assert app.test_client().post(link).location == "/sign-in"

    @pytest.mark.parametrize("token", ["nonsense", "WyJhIiwiYiJd.x.y"])
    def test_a_link_that_is_none_leads_to_another_mail(
        self, client: FlaskClient, token: str
    ) -> None:
        assert client.post(f"/confirm/{token}").location == "/confirm"

    def test_it_goes_on_to_the_page_that_was_wanted(
        self, client: FlaskClient, mailbox: Mailbox
    ) -> None:
        join(client, next="/search?q=soup")
        assert client.post(mailbox.link()).location == "/search?q=soup"

    def test_a_taken_address_looks_like_any_other(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        first = join(client)
        page = client.get("/mail-sent")
        other = app.test_client()
        second = join(other, name="Somebody else")
        assert (second.status_code, second.location) == (first.status_code, first.location)
        assert said(other.get("/mail-sent")) == said(page)
        assert mailbox.newest().recipient == f"Rosa <{EMAIL}>"
        assert "You have an account already" in mailbox.newest().text.replace("But you", "You")

    def test_an_address_is_one_however_it_is_written(
        self, client: FlaskClient, mailbox: Mailbox, session: Session
    ) -> None:
        join(client, "  Rosa@Example.ORG ")
        assert person(session).name == "Rosa"
        client.post(mailbox.link())
        client.post("/sign-out")
        assert enter(client, "ROSA@example.org").status_code == HTTPStatus.FOUND

    @pytest.mark.parametrize(
        ("field", "value", "told"),
        [
            ("name", " \u202e ", "Please tell us your name."),
            ("name", "x" * 121, "At most 120 characters"),
            ("email", "rosa", "This is no e-mail address."),
            ("email", "rosa\x00@example.org", "This is no e-mail address."),
            ("password", "short", "Please use at least 10 characters."),
            ("password", "", "Please write a password."),
        ],
    )
    def test_what_is_wrong_is_told(
        self, client: FlaskClient, mailbox: Mailbox, field: str, value: str, told: str
    ) -> None:
        data = {"name": "Rosa", "email": EMAIL, "password": PASSWORD, field: value}
        assert told in said(client.post("/register", data=data))
        assert mailbox.mails() == []

    @pytest.mark.parametrize("name", ["Ro\r\nBcc: all@example.org", "Ro\x00sa", "Ro\x85sa"])
    def test_a_name_is_one_line_that_prints(
        self, client: FlaskClient, mailbox: Mailbox, session: Session, name: str
    ) -> None:
        join(client, name=name)
        assert person(session).name.isprintable()
        assert mailbox.newest().recipient.endswith(f"<{EMAIL}>")

    def test_it_takes_no_words_but_those_of_a_form(self, client: FlaskClient) -> None:
        answer = client.post("/register", json=["no", "form"])
        assert answer.status_code >= HTTPStatus.BAD_REQUEST
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


class TestAnotherMail:
    def test_it_sends_the_link_again(self, client: FlaskClient, mailbox: Mailbox) -> None:
        join(client)
        assert client.post("/confirm", data={"email": EMAIL}).location == "/mail-sent"
        assert len(mailbox.mails()) == 2
        client.post(mailbox.link())
        assert is_signed_in(client)

    def test_who_is_confirmed_gets_a_link_for_a_new_password(
        self, client: FlaskClient, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        client.post("/confirm", data={"email": EMAIL})
        assert mailbox.link().startswith("/reset/")

    @pytest.mark.parametrize("page", ["/confirm", "/reset"])
    def test_who_is_not_here_is_answered_alike_and_gets_none(
        self, client: FlaskClient, mailbox: Mailbox, page: str
    ) -> None:
        assert client.post(page, data={"email": "nobody@example.org"}).location == "/mail-sent"
        assert mailbox.mails() == []

    @pytest.mark.parametrize("page", ["/confirm", "/reset"])
    def test_what_is_no_address_is_told(self, client: FlaskClient, page: str) -> None:
        assert "no e-mail address" in said(client.post(page, data={"email": "rosa@"}))


class TestEntering:
    def test_a_wrong_password_and_a_wrong_address_are_answered_alike(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        strange = app.test_client()
        wrong = said(enter(strange, EMAIL, "not the password"))
        nobody = said(enter(strange, "nobody@example.org", "not the password"))
        assert "do not go together" in wrong
        assert wrong == nobody
        assert not is_signed_in(strange)

    def test_it_remembers_who_asks_for_it(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        for more, remembered in (({"remember": "y"}, True), ({}, False)):
            browser = app.test_client()
            enter(browser, EMAIL, **more)
            assert is_signed_in(browser)
            browser.delete_cookie("session")
            assert is_signed_in(browser) is remembered

    def test_signing_out_takes_a_press_and_forgets(
        self, client: FlaskClient, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        enter(client, EMAIL, remember="y")
        assert client.get("/sign-out").status_code == HTTPStatus.METHOD_NOT_ALLOWED
        assert is_signed_in(client)
        client.post("/sign-out")
        assert not is_signed_in(client)

    def test_the_session_begins_anew(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept.update({"csrf_token": "known to a stranger", "planted": "by a stranger"})
        enter(browser, EMAIL)
        with browser.session_transaction() as kept:
            assert kept.get("csrf_token") != "known to a stranger"
            assert "planted" not in kept
        assert is_signed_in(browser)

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "\\\\evil.example",
            "////evil.example",
            "/\t/evil.example",
            "\x19//evil.example",
            "javascript:alert(1)",
            "http:evil.example",
        ],
    )
    def test_it_leads_nobody_away_from_the_site(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox, wanted: str
    ) -> None:
        settle(client, mailbox)
        browser = app.test_client()
        for answer in (
            enter(browser, EMAIL, next=wanted),
            browser.post("/sign-out"),
            browser.post(
                "/sign-in",
                query_string={"next": wanted},
                data={"email": EMAIL, "password": PASSWORD},
            ),
        ):
            away = answer.location or "/"
            assert "\\" not in away
            assert urlsplit(urljoin("http://localhost/sign-in", away)).netloc == "localhost"

    def test_it_leads_to_the_page_that_was_wanted(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        browser = app.test_client()
        door = browser.get("/profile?from=mail").location
        page = browser.get(door)
        assert 'value="/profile?from=mail"' in page.text
        assert enter(browser, EMAIL, next="/profile?from=mail").location == "/profile?from=mail"

    def test_who_was_let_go_is_not_let_in(
        self,
        client: FlaskClient,
        app: Flask,
        mailbox: Mailbox,
        session: Session,
    ) -> None:
        settle(client, mailbox)
        deactivate_person(session, person(session), by=make_admin(session))
        session.commit()
        assert not is_signed_in(client)
        assert "has been closed" in said(enter(app.test_client(), EMAIL))
        assert "do not go together" in said(enter(app.test_client(), EMAIL, "a wrong password"))

    @pytest.mark.parametrize("password", ["x" * 50_000, "three\x00onions", "üöä" * 9])
    def test_any_password_gets_an_answer(self, client: FlaskClient, password: str) -> None:
        assert enter(client, EMAIL, password).status_code == HTTPStatus.OK


class TestNewPassword:
    def test_the_link_lets_choose_another_once(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        strange = app.test_client()
        strange.post("/reset", data={"email": EMAIL})
        link = mailbox.link()
        assert "Choose a new password" in said(strange.get(link))
        assert strange.post(link, data={"password": "four large leeks"}).location == "/sign-in"
        assert enter(strange, EMAIL, "four large leeks").status_code == HTTPStatus.FOUND
        assert enter(app.test_client(), EMAIL).status_code == HTTPStatus.OK
        assert app.test_client().get(link).location == "/reset"

    def test_it_ends_every_session(self, client: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
        settle(client, mailbox)
        app.test_client().post("/reset", data={"email": EMAIL})
        app.test_client().post(mailbox.link(), data={"password": "four large leeks"})
        assert not is_signed_in(client)

    def test_it_confirms_an_address_too(
        self, client: FlaskClient, mailbox: Mailbox, session: Session
    ) -> None:
        join(client)
        client.post("/reset", data={"email": EMAIL})
        client.post(mailbox.link(), data={"password": "four large leeks"})
        assert person(session).confirmed_at is not None

    def test_its_links_go_where_the_settings_say(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        settings = app.config["COOKBOOK_SETTINGS"]
        object.__setattr__(settings, "base_url", "https://soup.example.org/book")
        evil = {"Host": "evil.example.org"}
        refused = app.test_client().post("/reset", data={"email": EMAIL}, headers=evil)
        assert refused.status_code == 400
        app.test_client().post("/reset", data={"email": EMAIL})
        assert "https://soup.example.org/book/reset/" in mailbox.newest().text


class TestChangingThePassword:
    def test_it_ends_the_other_sessions_and_keeps_this_one(
        self, client: FlaskClient, app: Flask, mailbox: Mailbox
    ) -> None:
        settle(client, mailbox)
        other = app.test_client()
        enter(other, EMAIL, remember="y")
        words = {"password": PASSWORD, "new_password": "four large leeks"}
        assert client.post("/profile/password", data=words).location == "/profile"
        assert is_signed_in(client)
        assert not is_signed_in(other)
        assert mailbox.newest().subject == "Your password has been changed"

    def test_it_wants_the_present_one(self, client: FlaskClient, mailbox: Mailbox) -> None:
        settle(client, mailbox)
        words = {"password": "a wrong password", "new_password": "four large leeks"}
        assert "not your present password" in said(client.post("/profile/password", data=words))

    def test_who_has_none_chooses_one(self, session: Session, sign_in: SignIn) -> None:
        browser = sign_in(make_admin(session))
        # Signed in a moment ago, by a link.
        with browser.session_transaction() as kept:
            kept["fs_paa"] = time.time()
        page = browser.get("/profile/password")
        assert "Choose a password" in said(page)
        words = {"new_password": "four large leeks"}
        assert browser.post("/profile/password", data=words).location == "/profile"
