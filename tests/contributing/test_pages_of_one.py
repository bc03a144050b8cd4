"""The pages of one contribution: how it stands, its history, and taking it back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session, object_session

from cookbook.contributing.overview import next_step
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
)
from tests.contributing.browsing import page, words_of
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.site import SignIn


class TestShow:
    @pytest.mark.parametrize("state", list(ContributionState))
    @pytest.mark.parametrize("kind", list(ContributionKind))
    def test_it_shows_the_text_and_what_to_do_in_every_state(
        self,
        sign_in: SignIn,
        soup: Contribution,
        *,
        state: ContributionState,
        kind: ContributionKind,
    ) -> None:
        session = object_session(soup)
        assert session is not None
        made = make_contribution(session, soup.volume, soup.author, state=state, kind=kind)
        assert soup.author is not None
        answer = sign_in(soup.author).get(f"/contributions/{made.id}")
        assert made.title in words_of(answer)
        assert next_step(made) in words_of(answer)
        assert not re.search(r"\bNone\b", words_of(answer))


class TestHistory:
    def test_every_version_can_be_read_compared_and_brought_back(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        add_revision(
            session, soup, recipe_text("Stone soup").replace("500 g beans", "400 g beans"), ana
        )
        browser, home = sign_in(ana), f"/contributions/{soup.id}"
        assert "Version 2" in words_of(browser.get(f"{home}/history"))
        assert "500 g beans" in words_of(browser.get(f"{home}/history/1"))
        chosen = browser.get(f"{home}/history?before=1&after=2")
        compared = page(browser.get(chosen.location))
        assert [each.text_content() for each in compared.xpath("//*[@class='diff']//del")] == [
            "500"
        ]
        assert [each.text_content() for each in compared.xpath("//*[@class='diff']//ins")] == [
            "400"
        ]
        browser.post(f"{home}/history/1/restore")
        session.expire_all()
        assert soup.head is not None
        assert (soup.head.number, "500 g beans" in soup.head.text) == (3, True)

    def test_a_version_that_is_not_there_is_not_found(
        self, sign_in: SignIn, ana: Person, soup: Contribution
    ) -> None:
        assert sign_in(ana).get(f"/contributions/{soup.id}/history/9").status_code == 404


class TestWithdraw:
    def test_it_asks_first_and_can_be_undone(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        browser, home = sign_in(ana), f"/contributions/{soup.id}"
        assert "whenever you like" in words_of(browser.get(f"{home}/withdraw"))
        states = [soup.state]
        for step in ("withdraw", "submit"):
            browser.post(f"{home}/{step}")
            session.expire_all()
            states.append(soup.state)
        assert states == [
            ContributionState.DRAFT,
            ContributionState.WITHDRAWN,
            ContributionState.SUBMITTED,
        ]

    def test_an_editor_cannot_do_it_for_its_author(
        self, sign_in: SignIn, tom: Person, soup: Contribution
    ) -> None:
        soup.state = ContributionState.SUBMITTED
        assert sign_in(tom).post(f"/contributions/{soup.id}/withdraw").status_code == 404
