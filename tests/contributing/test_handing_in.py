"""Handing in and taking back: each step from the states that allow it, and from no other."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.contributing.handing_in import CAN_BE_WITHDRAWN, hand_in, withdraw
from cookbook.contributing.overview import desk_of, happenings, next_step
from cookbook.contributing.problems import NotNowError, NotYoursError
from cookbook.contributing.saving import save_text
from cookbook.models import (
    Contribution,
    ContributionState,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    Volume,
    now,
)
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.people import make_person
from tests.factories.volumes import make_volume, place


@pytest.fixture
def volume(session: Session) -> Volume:
    return make_volume(session)


@pytest.fixture
def ana(session: Session) -> Person:
    return make_person(session, "Ana")


def edition_with(session: Session, contribution: Contribution, state: EditionState) -> None:
    edition = Edition(
        volume_id=contribution.volume_id,
        number=1,
        title="First",
        book="title: First\n",
        state=state,
        released_at=now() if state is EditionState.RELEASED else None,
    )
    session.add(edition)
    session.flush()
    entry = EditionEntry(
        edition_id=edition.id,
        position=0,
        path=contribution.path,
        contribution_id=contribution.id,
        title=contribution.title,
    )
    session.add(entry)
    session.flush()


class TestHandIn:
    @pytest.mark.parametrize(
        "state",
        [
            ContributionState.DRAFT,
            ContributionState.CHANGES_REQUESTED,
            ContributionState.WITHDRAWN,
        ],
    )
    def test_it_asks_the_editors(
        self, session: Session, volume: Volume, ana: Person, state: ContributionState
    ) -> None:
        soup = make_contribution(session, volume, ana, state=state)
        hand_in(session, soup, person=ana)
        assert soup.state is ContributionState.SUBMITTED
        assert soup.submitted_at is not None

    @pytest.mark.parametrize(
        "state",
        [
            ContributionState.SUBMITTED,
            ContributionState.IN_REVIEW,
            ContributionState.DECLINED,
            ContributionState.ACCEPTED,
        ],
    )
    def test_it_is_refused_where_nothing_is_to_be_asked(
        self, session: Session, volume: Volume, ana: Person, state: ContributionState
    ) -> None:
        soup = make_contribution(session, volume, ana, state=state)
        with pytest.raises(NotNowError):
            hand_in(session, soup, person=ana)
        assert soup.state is state

    def test_a_new_version_of_what_was_accepted_leaves_the_accepted_one_in_the_book(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        soup = make_contribution(session, volume, ana, state=ContributionState.ACCEPTED)
        accepted = soup.accepted
        add_revision(session, soup, recipe_text("Better soup"), ana)
        hand_in(session, soup, person=ana)
        assert soup.state is ContributionState.SUBMITTED
        assert soup.accepted == accepted
        assert soup.head != accepted

    def test_two_versions_have_to_be_settled_first(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        soup = make_contribution(session, volume, ana)
        base = soup.head
        assert base is not None
        for title in ("Red soup", "Green soup"):
            text = base.text.replace(f"title: {soup.title}", f"title: {title}", 1)
            text = text if title == "Red soup" else base.text.replace("yield: 4", "yield: 5")
            text = text.replace("500 g", "400 g" if title == "Red soup" else "300 g")
            save_text(session, soup, text, base=base, author=ana)
        with pytest.raises(NotNowError, match="contradict"):
            hand_in(session, soup, person=ana)


class TestMayHandIn:
    def test_an_editor_leaves_that_to_the_author(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        soup = make_contribution(session, volume, ana, state=ContributionState.CHANGES_REQUESTED)
        with pytest.raises(NotYoursError):
            hand_in(session, soup, person=make_person(session, "Tom"))

    def test_an_editor_hands_in_what_has_no_author_and_corrections_of_what_was_accepted(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        tom = make_person(session, "Tom")
        for author in (None, ana):
            soup = make_contribution(session, volume, author, state=ContributionState.ACCEPTED)
            add_revision(session, soup, recipe_text("Corrected soup"), tom)
            hand_in(session, soup, person=tom)
            assert soup.state is ContributionState.SUBMITTED


class TestWithdraw:
    @pytest.mark.parametrize("state", sorted(CAN_BE_WITHDRAWN))
    def test_its_author_may_take_it_back(
        self, session: Session, volume: Volume, ana: Person, state: ContributionState
    ) -> None:
        soup = make_contribution(session, volume, ana, state=state)
        withdraw(session, soup, person=ana)
        assert (soup.state, soup.accepted) == (ContributionState.WITHDRAWN, None)

    def test_it_leaves_the_book_that_is_being_made(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        soup = make_contribution(session, volume, ana, state=ContributionState.ACCEPTED)
        place(session, soup)
        withdraw(session, soup, person=ana)
        assert soup.entry is None

    @pytest.mark.parametrize("state", [EditionState.PRESSING, EditionState.RELEASED])
    def test_it_stays_once_an_edition_holds_it(
        self, session: Session, volume: Volume, ana: Person, state: EditionState
    ) -> None:
        soup = make_contribution(session, volume, ana, state=ContributionState.ACCEPTED)
        edition_with(session, soup, state)
        with pytest.raises(NotNowError, match="never changes"):
            withdraw(session, soup, person=ana)
        assert soup.state is ContributionState.ACCEPTED

    def test_handing_it_in_again_undoes_it(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        soup = make_contribution(session, volume, ana, state=ContributionState.SUBMITTED)
        withdraw(session, soup, person=ana)
        hand_in(session, soup, person=ana)
        assert soup.state is ContributionState.SUBMITTED


class TestOverview:
    def test_every_state_says_what_to_do_next(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        said = {
            next_step(make_contribution(session, volume, ana, state=state))
            for state in ContributionState
        }
        assert len(said) == len(ContributionState)
        assert all(said)

    def test_what_asks_for_something_stands_first(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        make_contribution(session, volume, ana, title="Old draft")
        make_contribution(session, volume, ana, title="New", state=ContributionState.SUBMITTED)
        make_contribution(session, volume, make_person(session, "Tom"), title="Not mine")
        titles = [each.contribution.title for each in desk_of(session, ana)]
        assert titles == ["Old draft", "New"]

    def test_it_tells_what_happened_newest_first(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        soup = make_contribution(session, volume, ana)
        hand_in(session, soup, person=ana)
        withdraw(session, soup, person=ana)
        titles = [each.title for each in happenings(session, soup)]
        assert titles == ["Ana took it back", "Ana handed it in", "Ana began"]
