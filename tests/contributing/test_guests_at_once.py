"""Presses at the same moment, on real connections: one contribution, one account, one key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from cookbook.accounts.guests import new_seed
from cookbook.archive.calls import key_of_call
from cookbook.contributing.guests.consenting import consent_words
from cookbook.extensions import db, get_settings
from cookbook.models import Call, Contribution, GuestLink, Person
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.servers.databases import NewDatabase
from tests.site import make_site

CLIENTS = 6


@pytest.fixture
def own_site(tmp_path: Path, new_database: NewDatabase) -> Iterator[Flask]:
    """A site whose database keeps what is committed."""
    site = make_site(tmp_path, new_database())
    yield site
    with site.app_context():
        db.engine.dispose()


@pytest.fixture
def call(own_site: Flask) -> tuple[str, str]:
    """The address of a call, and what a guest agrees to."""
    with own_site.app_context():
        session = db.session()
        call = make_call(session, make_volume(session))
        key = key_of_call(session, call)
        session.commit()
        words = consent_words(call.volume)
        db.session.remove()
        return f"/c/{key}", words


def all_at_once(press: Callable[[int], TestResponse]) -> list[TestResponse]:
    barrier = Barrier(CLIENTS)

    def one(number: int) -> TestResponse:
        barrier.wait()
        return press(number)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


def answers(words: str, **values: str) -> dict[str, str]:
    given = {"name": "Rosa", "email": "r@example.org", "title": "Quince cake", "consent": "y"}
    return {**given, "seed": new_seed(), "agreed": words, **values}


def browser_of(site: Flask, identity: str) -> FlaskClient:
    browser = site.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = identity, True
    return browser


class TestAtOnce:
    def test_one_form_pressed_many_times_gives_one_contribution_and_one_mail(
        self, own_site: Flask, call: tuple[str, str]
    ) -> None:
        address, words = call
        form = answers(words)
        got = all_at_once(lambda _: own_site.test_client().post(address, data=form))
        assert {each.status_code for each in got} == {HTTPStatus.FOUND}
        assert len({each.location for each in got}) == 1
        with own_site.app_context():
            assert db.session.scalar(select(func.count(Contribution.id))) == 1
            assert len(list(get_settings().outbox_folder.glob("*.eml"))) == 1
            db.session.remove()

    def test_many_forms_give_as_many_contributions(
        self, own_site: Flask, call: tuple[str, str]
    ) -> None:
        address, words = call
        got = all_at_once(lambda _: own_site.test_client().post(address, data=answers(words)))
        assert len({each.location for each in got}) == CLIENTS
        with own_site.app_context():
            paths = db.session.scalars(select(Contribution.path)).all()
            assert len(set(paths)) == CLIENTS
            db.session.remove()

    def test_of_many_accounts_one_gets_it(self, own_site: Flask, call: tuple[str, str]) -> None:
        address, words = call
        own = own_site.test_client().post(address, data=answers(words)).location
        with own_site.app_context():
            session = db.session()
            names = [make_person(session).fs_uniquifier for _ in range(CLIENTS)]
            session.commit()
            db.session.remove()
        place = own.replace("/thanks", "/claim")
        browsers = [browser_of(own_site, each) for each in names]
        got = all_at_once(lambda number: browsers[number].post(place))
        codes = sorted(each.status_code for each in got)
        assert codes == [HTTPStatus.FOUND] + [HTTPStatus.GONE] * (CLIENTS - 1)
        with own_site.app_context():
            link = db.session.scalars(select(GuestLink)).one()
            winner = db.session.get_one(Person, link.claimed_by_id)
            assert link.contribution.author_id == winner.id
            db.session.remove()

    def test_editors_who_look_at_once_see_one_key(self, own_site: Flask) -> None:
        with own_site.app_context():
            session = db.session()
            call = make_call(session, make_volume(session)).id
            session.commit()
            db.session.remove()
        barrier = Barrier(CLIENTS)

        def look(_: int) -> str:
            with own_site.app_context():
                session = db.session()
                barrier.wait()
                key = key_of_call(session, session.get_one(Call, call))
                session.commit()
                db.session.remove()
                return key

        with ThreadPoolExecutor(CLIENTS) as pool:
            assert len(set(pool.map(look, range(CLIENTS)))) == 1
