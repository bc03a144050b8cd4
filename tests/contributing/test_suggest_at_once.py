"""Many who suggest or decide at the same moment, on real connections: each thing happens once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.contributing.suggesting.deciding import take_suggestion
from cookbook.contributing.suggesting.problems import DecidedError
from cookbook.extensions import db
from cookbook.models import Contribution, ContributionState, Person, Revision, Suggestion
from tests.contributing.conftest import put_in_an_edition, suggested
from tests.contributing.test_saving_at_once import CLIENTS, all_at_once, own_site
from tests.factories.contributions import make_contribution
from tests.factories.people import make_editor
from tests.factories.volumes import make_volume

__all__ = ["own_site"]


@pytest.fixture
def soup_at_large(own_site: Flask) -> int:
    """The id of a recipe that stands in an edition, with an editor."""
    with own_site.app_context():
        session = db.session()
        volume = make_volume(session)
        make_editor(session, volume, "Tom Okafor")
        made = make_contribution(session, volume, state=ContributionState.ACCEPTED)
        put_in_an_edition(session, made)
        session.commit()
        return made.id


class TestAtOnce:
    def test_of_many_presses_one_takes_it(self, own_site: Flask, soup_at_large: int) -> None:
        with own_site.app_context():
            session = db.session()
            text = session.get_one(Contribution, soup_at_large)
            number = suggested(session, text, None, name="A Reader").id
            session.commit()
            db.session.remove()

        def press(session: Session, _mine: Contribution, _number: int) -> bool:
            suggestion = session.get_one(Suggestion, number)
            person = session.scalars(select(Person)).one()
            try:
                take_suggestion(session, suggestion, [0, 1], person=person)
            except DecidedError:
                session.rollback()
                return False
            return True

        assert all_at_once(own_site, soup_at_large, press).count(True) == 1
        with own_site.app_context():
            assert len(db.session.scalars(select(Revision)).all()) == 3
            db.session.remove()

    def test_the_same_sent_by_many_presses_is_one(
        self, own_site: Flask, soup_at_large: int
    ) -> None:
        def send(session: Session, mine: Contribution, _number: int) -> int:
            return suggested(session, mine, None, name="A Reader").id

        assert len(set(all_at_once(own_site, soup_at_large, send))) == 1

    def test_many_different_ones_are_all_kept(self, own_site: Flask, soup_at_large: int) -> None:
        def send(session: Session, mine: Contribution, number: int) -> int:
            return suggested(session, mine, None, name=f"Reader {number}").id

        assert len(set(all_at_once(own_site, soup_at_large, send))) == CLIENTS
