"""Reviewing: a verdict on what was read, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.curating.problems import (
    NewerRevisionError,
    NoteMissingError,
    NotWaitingError,
    OwnContributionError,
    VerdictStandsError,
)
from cookbook.curating.reviewing import (
    Opinion,
    may_review,
    review_revision,
    standing_verdict,
    take_back,
    take_up,
    taken_back,
    takers_of,
)
from cookbook.models import (
    Contribution,
    ContributionState,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    Revision,
    Verdict,
    now,
)
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_volume, place

ACCEPT = Opinion(Verdict.ACCEPT)
ASK = Opinion(Verdict.ASK_FOR_CHANGES, "How large is your pot?")
DECLINE = Opinion(Verdict.DECLINE, "It is in the book already.")


def handed_in(session: Session) -> tuple[Contribution, Person]:
    volume = make_volume(session)
    editor = make_editor(session, volume, "Ines Duarte")
    author = make_person(session, "Ada Obi")
    state = ContributionState.SUBMITTED
    return make_contribution(session, volume, author, state=state), editor


def head_of(contribution: Contribution) -> Revision:
    assert contribution.head is not None
    return contribution.head


def hand_in_again(session: Session, contribution: Contribution) -> Revision:
    revision = add_revision(session, contribution, recipe_text("Better soup"), contribution.author)
    contribution.state = ContributionState.SUBMITTED
    session.flush()
    return revision


def put_into_edition(session: Session, revision: Revision, state: EditionState) -> None:
    contribution = revision.contribution
    released = state is EditionState.RELEASED
    edition = Edition(
        volume=contribution.volume,
        number=1,
        title="First",
        book="title: First",
        state=state,
        manifest={contribution.path: {"revision": revision.id, "digest": revision.digest}},
        released_at=now() if released else None,
    )
    if released:
        edition.entries.append(
            EditionEntry(
                position=0,
                path=contribution.path,
                contribution=contribution,
                revision=revision,
                title=contribution.title,
            )
        )
    session.add(edition)
    session.flush()


class TestReviewRevision:
    def test_accepting_makes_the_revision_the_one_that_books_take(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        review = review_revision(session, head_of(contribution), ACCEPT, editor=editor)
        assert contribution.state is ContributionState.ACCEPTED
        assert contribution.accepted_id == contribution.head_id == review.revision_id

    def test_it_can_be_placed_at_once(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        part = contribution.volume.parts[0]
        opinion = Opinion(Verdict.ACCEPT, part=part)
        review_revision(session, head_of(contribution), opinion, editor=editor)
        assert contribution.entry is not None
        assert contribution.entry.part is part

    @pytest.mark.parametrize(
        ("opinion", "state"),
        [(ASK, ContributionState.CHANGES_REQUESTED), (DECLINE, ContributionState.DECLINED)],
    )
    def test_a_no_keeps_its_note(
        self, session: Session, opinion: Opinion, state: ContributionState
    ) -> None:
        contribution, editor = handed_in(session)
        review = review_revision(session, head_of(contribution), opinion, editor=editor)
        assert contribution.state is state
        assert review.note == opinion.note

    @pytest.mark.parametrize("verdict", [Verdict.ASK_FOR_CHANGES, Verdict.DECLINE])
    def test_it_refuses_a_no_without_a_word(self, session: Session, verdict: Verdict) -> None:
        contribution, editor = handed_in(session)
        with pytest.raises(NoteMissingError):
            review_revision(session, head_of(contribution), Opinion(verdict, "  "), editor=editor)

    def test_it_refuses_a_verdict_on_what_was_replaced(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        read = head_of(contribution)
        hand_in_again(session, contribution)
        with pytest.raises(NewerRevisionError, match="version 2"):
            review_revision(session, read, ACCEPT, editor=editor)
        assert contribution.state is ContributionState.SUBMITTED
        assert contribution.accepted_id is None
        assert contribution.reviews == []

    def test_it_refuses_a_second_verdict(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        review_revision(session, head_of(contribution), ASK, editor=editor)
        with pytest.raises(NotWaitingError):
            review_revision(session, head_of(contribution), ACCEPT, editor=editor)
        assert contribution.state is ContributionState.CHANGES_REQUESTED

    def test_it_refuses_the_editors_own_recipe(self, session: Session) -> None:
        contribution, _ = handed_in(session)
        assert contribution.author is not None
        make_editor(session, contribution.volume, "Tom Okafor")
        own = make_editor(session, contribution.volume, "Rui")
        contribution.author = own
        session.flush()
        with pytest.raises(OwnContributionError, match="Tom Okafor"):
            review_revision(session, head_of(contribution), ACCEPT, editor=own)

    def test_the_only_editor_may_finish_the_book(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        contribution.author = editor
        session.flush()
        assert may_review(session, contribution, editor)
        review_revision(session, head_of(contribution), ACCEPT, editor=editor)
        assert contribution.state is ContributionState.ACCEPTED

    def test_declining_a_newer_version_leaves_the_accepted_one_in_the_book(
        self, session: Session
    ) -> None:
        contribution, editor = handed_in(session)
        first = head_of(contribution)
        review_revision(session, first, ACCEPT, editor=editor)
        newer = hand_in_again(session, contribution)
        review_revision(session, newer, DECLINE, editor=editor)
        assert contribution.state is ContributionState.ACCEPTED
        assert contribution.accepted_id == first.id


class TestTakeUp:
    def test_it_tells_who_is_at_work(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        take_up(session, contribution, editor=editor)
        assert contribution.state is ContributionState.IN_REVIEW
        assert takers_of(session, [contribution]) == {contribution.id: editor}

    def test_another_editor_may_take_it_over(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        other = make_editor(session, contribution.volume)
        take_up(session, contribution, editor=editor)
        take_up(session, contribution, editor=other)
        assert takers_of(session, [contribution]) == {contribution.id: other}

    def test_a_draft_is_its_authors_own(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        contribution.state = ContributionState.DRAFT
        session.flush()
        with pytest.raises(NotWaitingError):
            take_up(session, contribution, editor=editor)


class TestTakeBack:
    @pytest.mark.parametrize("opinion", [ACCEPT, ASK, DECLINE])
    def test_the_contribution_waits_again(self, session: Session, opinion: Opinion) -> None:
        contribution, editor = handed_in(session)
        review = review_revision(session, head_of(contribution), opinion, editor=editor)
        assert take_back(session, contribution, editor=editor) is review
        assert contribution.state is ContributionState.IN_REVIEW
        assert contribution.accepted_id is None
        assert taken_back(session, contribution) == {review.id}
        assert standing_verdict(session, contribution) is None

    def test_what_was_accepted_before_counts_again(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        first = head_of(contribution)
        # As an import leaves it: accepted without a review.
        contribution.accepted = first
        newer = hand_in_again(session, contribution)
        review_revision(session, newer, ACCEPT, editor=editor)
        take_back(session, contribution, editor=editor)
        assert contribution.accepted_id == first.id

    def test_its_place_stays_its_own(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        review_revision(session, head_of(contribution), ACCEPT, editor=editor)
        entry = place(session, contribution)
        take_back(session, contribution, editor=editor)
        session.refresh(contribution)
        assert contribution.entry is entry

    @pytest.mark.parametrize("state", list(EditionState))
    def test_what_an_edition_holds_stays_accepted(
        self, session: Session, state: EditionState
    ) -> None:
        contribution, editor = handed_in(session)
        review_revision(session, head_of(contribution), ACCEPT, editor=editor)
        put_into_edition(session, head_of(contribution), state)
        with pytest.raises(VerdictStandsError, match="edition"):
            take_back(session, contribution, editor=editor)

    def test_what_its_author_writes_meanwhile_is_left_alone(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        review_revision(session, head_of(contribution), ASK, editor=editor)
        add_revision(session, contribution, recipe_text("Better"), contribution.author)
        with pytest.raises(VerdictStandsError, match="newer"):
            take_back(session, contribution, editor=editor)
        assert contribution.state is ContributionState.CHANGES_REQUESTED

    def test_without_a_verdict_there_is_nothing_to_take_back(self, session: Session) -> None:
        contribution, editor = handed_in(session)
        with pytest.raises(VerdictStandsError):
            take_back(session, contribution, editor=editor)
