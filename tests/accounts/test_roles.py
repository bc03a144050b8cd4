from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.accounts.people import deactivate_person
from cookbook.accounts.roles import (
    LastAdministratorError,
    make_administrator,
    make_first_administrator,
    take_administrator,
)
from cookbook.extensions import db
from cookbook.models import Person
from tests.accounts.conftest import join
from tests.factories.people import make_admin, make_person
from tests.servers.databases import NewDatabase
from tests.site import make_site


def at_once(count: int, act: Callable[[int], None]) -> None:
    """Have so many threads act at the same time."""
    together = Barrier(count)

    def run(number: int) -> None:
        together.wait()
        act(number)

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def own_site(new_database: NewDatabase, tmp_path: Path) -> Flask:
    """A site that is written to for good."""
    return make_site(tmp_path, new_database())


def who_runs(site: Flask) -> list[str]:
    with site.app_context():
        people = db.session.scalars(select(Person)).unique().all()
        running = [person.email for person in people if person.runs_the_site]
        db.session.remove()
        db.engine.dispose()
    return running


class TestTheFirst:
    def test_they_run_the_site_before_they_confirm(self, own_site: Flask) -> None:
        join(own_site.test_client(), "first@example.org")
        join(own_site.test_client(), "second@example.org")
        assert who_runs(own_site) == ["first@example.org"]

    def test_of_many_at_once_it_is_one(self, own_site: Flask) -> None:
        answers: list[int] = []

        def sign_up(number: int) -> None:
            answer = join(own_site.test_client(), f"cook{number}@example.org")
            answers.append(answer.status_code)

        at_once(4, sign_up)
        assert answers == [HTTPStatus.FOUND] * 4
        assert len(who_runs(own_site)) == 1

    def test_who_sign_up_at_once_with_one_address_are_one(self, own_site: Flask) -> None:
        answers: list[tuple[int, str | None]] = []

        def sign_up(number: int) -> None:
            answer = join(own_site.test_client(), "rosa@example.org", f"Rosa {number}")
            answers.append((answer.status_code, answer.location))

        at_once(4, sign_up)
        assert answers == [(HTTPStatus.FOUND, "/mail-sent")] * 4
        with own_site.app_context():
            count = db.session.scalar(select(func.count(Person.id)))
            db.session.remove()
        assert count == 1
        assert who_runs(own_site) == ["rosa@example.org"]

    def test_nobody_is_who_joins_after_an_administrator_was_made(
        self, session: Session, client: FlaskClient
    ) -> None:
        make_admin(session)
        session.commit()
        join(client)
        rosa = session.scalars(select(Person).where(Person.email == "rosa@example.org")).one()
        assert not rosa.runs_the_site
        assert not make_first_administrator(session, rosa)


class TestAdministrators:
    def test_making_one_twice_changes_nothing(self, session: Session) -> None:
        person = make_admin(session)
        make_administrator(session, person)
        session.commit()
        assert [role.name for role in person.roles] == ["administrator"]

    def test_the_last_stays(self, session: Session) -> None:
        only = make_admin(session, "Ada")
        make_admin(session, active=False)
        with pytest.raises(LastAdministratorError, match="Ada is the only one"):
            take_administrator(session, only)
        with pytest.raises(LastAdministratorError, match="Ada is the only one"):
            deactivate_person(session, only, by=only)
        assert only.active

    def test_one_of_two_may_go(self, session: Session) -> None:
        first, second = make_admin(session), make_admin(session)
        take_administrator(session, first)
        assert (first.runs_the_site, second.runs_the_site) == (False, True)

    def test_two_who_let_each_other_go_at_once_are_not_both_gone(self, own_site: Flask) -> None:
        with own_site.app_context():
            ids = [make_admin(db.session()).id for _ in range(2)]
            db.session.commit()
            db.session.remove()

        def let_go(number: int) -> None:
            with own_site.app_context():
                person = db.session.get(Person, ids[number])
                assert person is not None
                try:
                    take_administrator(db.session(), person)
                    db.session.commit()
                except LastAdministratorError:
                    db.session.rollback()

        at_once(2, let_go)
        assert len(who_runs(own_site)) == 1

    def test_who_is_none_may_go_at_any_time(self, session: Session) -> None:
        person = make_person(session)
        deactivate_person(session, person, by=make_admin(session))
        assert not person.active
