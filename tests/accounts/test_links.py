from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cookbook.accounts.tokens import (
    LINK_LASTS,
    LinkError,
    make_new_address_token,
    make_sign_in_token,
    read_new_address_token,
    read_sign_in_token,
    use_sign_in_token,
)
from cookbook.extensions import db
from cookbook.models import Person
from tests.accounts.conftest import is_signed_in, said
from tests.factories.people import make_admin, make_editor, make_person
from tests.factories.volumes import make_volume
from tests.servers.databases import NewDatabase
from tests.site import SignIn, make_site

SECRET = "a secret of the tests, long enough"  # noqa: S105 -- of nobody


def link_for(person: Person, lasting: dt.timedelta = LINK_LASTS) -> str:
    db.session.commit()
    return f"/enter/{make_sign_in_token(SECRET, person, lasting)}"


class TestEnter:
    def test_opening_it_uses_nothing_up(self, client: FlaskClient, session: Session) -> None:
        link = link_for(make_person(session, "Rosa"))
        for _ in range(2):
            assert "Come in, Rosa" in said(client.get(link))
        assert not is_signed_in(client)

    def test_its_button_signs_in_once(
        self, app: Flask, client: FlaskClient, session: Session
    ) -> None:
        link = link_for(make_person(session, "Rosa"))
        assert client.post(link).status_code == HTTPStatus.FOUND
        assert is_signed_in(client)
        other = app.test_client()
        for answer in (other.get(link), other.post(link)):
            assert answer.status_code == HTTPStatus.GONE
            assert "used already" in said(answer)
        assert not is_signed_in(other)

    def test_it_puts_one_person_in_the_place_of_another(
        self, session: Session, sign_in: SignIn
    ) -> None:
        browser = sign_in(make_person(session, "Ada"))
        link = link_for(make_person(session, "Rosa"))
        assert "You are signed in as Ada now" in said(browser.get(link))
        browser.post(link)
        assert "Rosa" in said(browser.get("/profile"))

    def test_who_has_a_way_in_is_confirmed(self, client: FlaskClient, session: Session) -> None:
        person = make_person(session, confirmed_at=None)
        client.post(link_for(person))
        session.refresh(person)
        assert person.confirmed_at is not None

    def test_it_holds_for_its_time(self, client: FlaskClient, session: Session) -> None:
        person = make_person(session)
        assert client.get(link_for(person, dt.timedelta(seconds=30))).status_code == HTTPStatus.OK
        late = client.get(link_for(person, dt.timedelta(seconds=-1)))
        assert late.status_code == HTTPStatus.GONE
        assert "too old" in said(late)


class TestSignInToken:
    @pytest.mark.parametrize("token", ["", "x", "a.b.c", "ImEi.x", "é"])
    def test_what_we_never_made_is_refused(self, session: Session, token: str) -> None:
        with pytest.raises(LinkError, match="not complete"):
            read_sign_in_token(session, SECRET, token)

    def test_one_of_another_site_is_refused(self, session: Session) -> None:
        token = make_sign_in_token("another secret", make_person(session), LINK_LASTS)
        with pytest.raises(LinkError, match="not complete"):
            read_sign_in_token(session, SECRET, token)

    def test_one_for_another_purpose_is_refused(self, session: Session) -> None:
        token = make_new_address_token(SECRET, make_person(session), "new@example.org")
        with pytest.raises(LinkError, match="not complete"):
            read_sign_in_token(session, SECRET, token)

    def test_one_of_somebody_let_go_is_refused(self, session: Session) -> None:
        person = make_person(session, active=False)
        token = make_sign_in_token(SECRET, person, LINK_LASTS)
        with pytest.raises(LinkError, match="too old"):
            read_sign_in_token(session, SECRET, token)

    def test_two_of_one_person_do_not_use_each_other_up(self, session: Session) -> None:
        person = make_person(session)
        tokens = [make_sign_in_token(SECRET, person, LINK_LASTS) for _ in range(2)]
        assert [use_sign_in_token(session, SECRET, token) for token in tokens] == [person] * 2

    def test_it_cannot_be_spelled_another_way(self, session: Session) -> None:
        token = make_sign_in_token(SECRET, make_person(session), LINK_LASTS)
        use_sign_in_token(session, SECRET, token)
        for other in (f"{token}=", f"{token}==", token[:-1] + chr(ord(token[-1]) + 1)):
            with pytest.raises(LinkError):
                use_sign_in_token(session, SECRET, other)

    def test_of_two_at_once_one_gets_in(self, new_database: NewDatabase, tmp_path: Path) -> None:
        site = make_site(tmp_path, new_database())
        with site.app_context():
            person = make_person(db.session())
            db.session.commit()
            link = link_for(person)
        together, answers = Barrier(4), []

        def press() -> None:
            browser = site.test_client()
            together.wait()
            answers.append(browser.post(link).status_code)

        presses = [Thread(target=press) for _ in range(4)]
        for thread in presses:
            thread.start()
        for thread in presses:
            thread.join()
        with site.app_context():
            db.engine.dispose()
        assert sorted(answers) == [HTTPStatus.FOUND, *[HTTPStatus.GONE] * 3]


class TestNewAddressToken:
    def test_it_does_its_work_once(self, session: Session) -> None:
        person = make_person(session)
        token = make_new_address_token(SECRET, person, "new@example.org")
        assert read_new_address_token(session, SECRET, token).email == "new@example.org"
        person.email = "new@example.org"
        session.flush()
        with pytest.raises(LinkError, match="has done its work"):
            read_new_address_token(session, SECRET, token)


class TestComingIn:
    def test_editors_come_to_their_desk_and_others_to_their_texts(
        self, session: Session, sign_in: SignIn
    ) -> None:
        volume = make_volume(session)
        for person, place in (
            (make_editor(session, volume), "/editing"),
            (make_admin(session), "/editing"),
            (make_person(session), "/contributions"),
        ):
            answer = sign_in(person).get("/come-in")
            assert (answer.status_code, answer.location) == (302, place)
