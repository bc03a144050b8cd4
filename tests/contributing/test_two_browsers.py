"""One text, open in two browsers at once: both keep what they wrote, and both are told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cookbook.models import (
    Contribution,
    ContributionState,
    Person,
)
from tests.contributing.browsing import filled, page, words_of
from tests.site import SignIn


class TestTwoBrowsers:
    """One text, open in two browsers at once."""

    @pytest.fixture
    def both(
        self, sign_in: SignIn, ana: Person, tom: Person, soup: Contribution
    ) -> tuple[FlaskClient, FlaskClient]:
        soup.state = ContributionState.SUBMITTED
        return sign_in(ana), sign_in(tom)

    def test_changes_in_different_places_are_both_in_and_the_second_is_told(
        self, session: Session, soup: Contribution, both: tuple[FlaskClient, FlaskClient]
    ) -> None:
        anas, toms = both
        address = f"/contributions/{soup.id}/edit"
        first, second = filled(anas, address), filled(toms, address)
        anas.post(address, data={**first, "headnote": "A long story.", "action": "save"})
        answer = toms.post(
            address,
            data={**second, "method": "Wash.\nSimmer for an hour.", "action": "save"},
            follow_redirects=True,
        )
        assert "Ana Duarte changed this text while you wrote" in words_of(answer)
        session.expire_all()
        assert soup.head is not None
        assert "A long story." in soup.head.text
        assert "Simmer for an hour." in soup.head.text

    def test_changes_of_the_same_words_are_both_shown_until_somebody_chooses(
        self, session: Session, soup: Contribution, both: tuple[FlaskClient, FlaskClient]
    ) -> None:
        anas, toms = both
        address = f"/contributions/{soup.id}/edit"
        first, second = filled(anas, address), filled(toms, address)
        anas.post(address, data={**first, "ingredients": "1 red stone", "action": "save"})
        answer = toms.post(
            address, data={**second, "ingredients": "1 grey stone", "action": "save"}
        )
        assert answer.location == f"/contributions/{soup.id}/settle/3"
        for browser in both:
            assert "Two versions contradict each other" in words_of(
                browser.get(f"/contributions/{soup.id}")
            )
        settling = toms.get(answer.location)
        assert "1 grey stone" in words_of(settling)
        assert "1 red stone" in words_of(settling)
        (name,) = {each.name for each in page(settling).iter("input") if each.type == "radio"}
        undecided = anas.post(answer.location, data={})
        assert "choose for each of them" in words_of(undecided)
        done = anas.post(answer.location, data={name: "both"}, follow_redirects=True)
        assert "Settled" in words_of(done)
        session.expire_all()
        assert soup.head is not None
        assert "- 1 grey stone\n- 1 red stone" in soup.head.text
        assert toms.get(answer.location).location == f"/contributions/{soup.id}"

    def test_words_of_ones_own_settle_it_too(
        self, session: Session, soup: Contribution, both: tuple[FlaskClient, FlaskClient]
    ) -> None:
        anas, toms = both
        address = f"/contributions/{soup.id}/edit"
        first, second = filled(anas, address), filled(toms, address)
        anas.post(address, data={**first, "title": "Red soup", "action": "save"})
        place = toms.post(address, data={**second, "title": "Grey soup", "action": "save"}).location
        shown = page(toms.get(place))
        (name,) = {each.name for each in shown.iter("input") if each.type == "radio"}
        values = {each.get("value") for each in shown.iter("input") if each.type == "radio"}
        assert values == {"mine", "theirs", "own"}
        key = name.removeprefix("choice-")
        refused = toms.post(place, data={name: "own", f"own-{key}": " "})
        assert "title" in words_of(refused)
        toms.post(place, data={name: "own", f"own-{key}": "Brown soup"})
        session.expire_all()
        assert soup.title == "Brown soup"
