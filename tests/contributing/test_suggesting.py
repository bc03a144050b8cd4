"""Suggestions: kept as they were sent, taken whole or in part, credited to whoever made them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.accounts.roles import give_role
from cookbook.archive.suggestions import count_open_suggestions, suggestions_within
from cookbook.contributing.crediting import credit_text
from cookbook.contributing.handing_in import hand_in
from cookbook.contributing.problems import (
    ForeignRevisionError,
    NotNowError,
    NotYoursError,
    TooLongError,
)
from cookbook.contributing.saving import save_text
from cookbook.contributing.settling import open_disputes, settle
from cookbook.contributing.suggesting.accepting import may_accept_at_once, take_and_accept
from cookbook.contributing.suggesting.deciding import (
    Outcome,
    contradicts,
    decline_suggestion,
    places_of,
    take_suggestion,
    withdraw_suggestion,
)
from cookbook.contributing.suggesting.problems import (
    DecidedError,
    NotAtOnceError,
    NothingPickedError,
    NothingSuggestedError,
)
from cookbook.contributing.suggesting.proposing import (
    Proposal,
    base_of_suggestion,
    can_be_suggested_to,
    propose_change,
)
from cookbook.curating.reviewing import take_back
from cookbook.manuscript import Take
from cookbook.models import (
    Contribution,
    ContributionState,
    Person,
    Revision,
    RevisionStanding,
    SuggestionState,
    Volume,
    VolumeRoleName,
)
from tests.contributing.conftest import TWO_CHANGES, put_in_an_edition, suggested
from tests.factories.contributions import add_revision, make_contribution
from tests.factories.people import make_editor, make_person


def head_of(contribution: Contribution) -> Revision:
    assert contribution.head is not None
    return contribution.head


class TestCanBeSuggestedTo:
    def test_what_readers_have_is_open_to_everybody(
        self, session: Session, printed: Contribution
    ) -> None:
        assert can_be_suggested_to(session, printed, None)
        assert can_be_suggested_to(session, printed, make_person(session))

    @pytest.mark.parametrize("state", [each for each in ContributionState if each != "accepted"])
    def test_what_was_never_accepted_is_open_to_nobody(
        self, session: Session, volume: Volume, ana: Person, state: ContributionState
    ) -> None:
        text = make_contribution(session, volume, ana, state=state)
        put_in_an_edition(session, text)
        assert not can_be_suggested_to(session, text, ana)
        assert not can_be_suggested_to(session, text, None)

    def test_what_no_edition_holds_yet_is_open_to_those_who_work_on_it_alone(
        self, session: Session, accepted: Contribution, ana: Person, tom: Person
    ) -> None:
        assert can_be_suggested_to(session, accepted, ana)
        assert can_be_suggested_to(session, accepted, tom)
        assert not can_be_suggested_to(session, accepted, make_person(session))
        assert not can_be_suggested_to(session, accepted, None)

    def test_only_what_was_shown_may_be_begun_from(
        self, session: Session, printed: Contribution, ana: Person, volume: Volume
    ) -> None:
        accepted = printed.accepted
        assert accepted is not None
        private = add_revision(session, printed, accepted.text + "\nA secret.\n", ana)
        elsewhere = make_contribution(session, volume, state=ContributionState.ACCEPTED)
        assert base_of_suggestion(session, printed, 0) is accepted
        for number in (private.id, elsewhere.accepted_id or 0, 10**9):
            with pytest.raises(ForeignRevisionError):
                base_of_suggestion(session, printed, number)

    def test_what_was_accepted_before_may_be_begun_from(
        self, session: Session, printed: Contribution, ana: Person
    ) -> None:
        before = printed.accepted
        assert before is not None
        printed.accepted = add_revision(session, printed, before.text + "\nMore.\n", ana)
        session.flush()
        assert base_of_suggestion(session, printed, before.id) is before


class TestProposeChange:
    def test_it_is_kept_whole_with_its_name(
        self, session: Session, printed: Contribution, rosa: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        assert suggestion.base is printed.accepted
        assert (suggestion.author_name, suggestion.state) == ("Rosa Lind", SuggestionState.OPEN)
        assert count_open_suggestions(session, printed.volume) == 1

    def test_it_leaves_the_text_and_its_day_alone(
        self, session: Session, printed: Contribution, rosa: Person
    ) -> None:
        before = (printed.head_id, printed.changed_at, len(printed.revisions))
        suggested(session, printed, rosa)
        session.refresh(printed)
        assert (printed.head_id, printed.changed_at, len(printed.revisions)) == before

    def test_the_same_sent_twice_is_one(
        self, session: Session, printed: Contribution, rosa: Person
    ) -> None:
        first = suggested(session, printed, rosa)
        assert suggested(session, printed, rosa) is first
        assert suggested(session, printed, make_person(session)) is not first
        guest = suggested(session, printed, None, name="Rosa Lind")
        assert guest is not first
        assert suggested(session, printed, None, name="Rosa Lind") is guest

    def test_what_the_text_says_already_is_refused(
        self, session: Session, printed: Contribution, rosa: Person
    ) -> None:
        with pytest.raises(NothingSuggestedError):
            suggested(session, printed, rosa, changes=())

    def test_what_is_too_long_is_refused(
        self, session: Session, printed: Contribution, rosa: Person
    ) -> None:
        base = base_of_suggestion(session, printed, 0)
        proposal = Proposal(base.text + "x" * 70_000)
        with pytest.raises(TooLongError):
            propose_change(session, printed, proposal, base=base, person=rosa)


class TestTakeSuggestion:
    def test_all_of_it_comes_in_and_history_has_both_names(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        base = head_of(printed)
        suggestion = suggested(session, printed, rosa)
        taken = take_suggestion(session, suggestion, [0, 1], person=tom)
        head = head_of(printed)
        assert (taken.outcome, taken.revision) == (Outcome.TAKEN, head)
        assert head.text == suggestion.text
        assert (head.author, head.parent) == (tom, base)
        theirs = head.merged
        assert theirs is not None
        assert (theirs.author, theirs.parent, theirs.text) == (rosa, base, suggestion.text)
        assert theirs.standing is RevisionStanding.SETTLED
        assert (suggestion.state, suggestion.result) == (SuggestionState.TAKEN, head)
        assert suggestion.decided_by is tom

    def test_some_of_it_comes_in_and_the_rest_is_kept_with_the_suggestion(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        assert len(places_of(suggestion).places) == 2
        take_suggestion(session, suggestion, [1], person=tom)
        assert "Wash the beans well." in head_of(printed).text
        assert "600 g" not in head_of(printed).text
        assert "600 g" in suggestion.text
        assert suggestion.state is SuggestionState.TAKEN_IN_PART

    @pytest.mark.parametrize("chosen", [[], [7], [-1]])
    def test_none_of_it_is_no_decision(
        self,
        session: Session,
        printed: Contribution,
        rosa: Person,
        tom: Person,
        chosen: list[int],
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        with pytest.raises(NothingPickedError):
            take_suggestion(session, suggestion, chosen, person=tom)
        assert suggestion.state is SuggestionState.OPEN

    def test_a_text_that_moved_on_keeps_what_it_has(
        self, session: Session, printed: Contribution, rosa: Person, ana: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        base = head_of(printed)
        newer = base.text.replace("A story of", "The story of")
        save_text(session, printed, newer, base=base, author=ana)
        assert not contradicts(suggestion)
        take_suggestion(session, suggestion, [0, 1], person=ana)
        text = head_of(printed).text
        assert "The story of" in text
        assert "600 g" in text
        assert "Wash the beans well." in text

    def test_what_contradicts_waits_to_be_settled_and_is_in_once_it_is(
        self, session: Session, printed: Contribution, rosa: Person, ana: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        base = head_of(printed)
        newer = base.text.replace("500 g beans", "400 g beans")
        save_text(session, printed, newer, base=base, author=ana)
        assert contradicts(suggestion)
        taken = take_suggestion(session, suggestion, [0, 1], person=ana)
        assert taken.outcome is Outcome.CONTRADICTS
        assert head_of(printed).text == newer
        (waiting,) = open_disputes(session, [printed])
        assert (waiting, waiting.author) == (taken.revision, rosa)
        assert suggestions_within(session, [printed.head_id or 0]) == []
        settled = settle(
            session,
            printed,
            waiting.number,
            _Anything(),
            person=ana,
        )
        assert settled is not None
        assert "600 g beans" in settled.text
        assert suggestions_within(session, [settled.id]) == [suggestion]

    def test_what_the_text_says_by_now_changes_nothing(
        self, session: Session, printed: Contribution, rosa: Person, ana: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        save_text(session, printed, suggestion.text, base=head_of(printed), author=ana)
        head = head_of(printed)
        taken = take_suggestion(session, suggestion, [0, 1], person=ana)
        assert taken.outcome is Outcome.THERE_ALREADY
        assert (head_of(printed), suggestion.result) == (head, head)

    def test_what_a_guest_suggested_bears_their_name(
        self, session: Session, printed: Contribution, tom: Person
    ) -> None:
        suggestion = suggested(session, printed, None, name="Passing Reader")
        take_suggestion(session, suggestion, [0, 1], person=tom)
        theirs = head_of(printed).merged
        assert theirs is not None
        assert (theirs.author, theirs.author_name) == (None, "Passing Reader")

    def test_who_suggested_what_is_in_is_named_as_its_writer(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        changes = (("2. Simmer.", "2. Simmer.\n3. Sprinkle with chopped parsley."), TWO_CHANGES[0])
        suggestion = suggested(session, printed, rosa, changes=changes)
        take_suggestion(session, suggestion, [1], person=tom)
        shares = {each.name: each.wrote for each in credit_text(session, printed).shares}
        assert shares["Rosa Lind"] == 1
        assert "Tom Okafor" not in shares

    def test_two_suggestions_come_in_one_after_the_other(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        one = suggested(session, printed, rosa, changes=TWO_CHANGES[:1])
        other = suggested(session, printed, None, name="A Reader", changes=TWO_CHANGES[1:])
        for each in (one, other):
            take_suggestion(session, each, [0], person=tom)
        assert "600 g" in head_of(printed).text
        assert "Wash the beans well." in head_of(printed).text
        assert suggestions_within(session, [printed.head_id or 0]) == [one, other]
        assert suggestions_within(session, [printed.accepted_id or 0]) == []

    def test_it_can_be_decided_once(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person, ana: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        take_suggestion(session, suggestion, [0], person=tom)
        count = len(printed.revisions)
        with pytest.raises(DecidedError, match="Tom Okafor has decided"):
            take_suggestion(session, suggestion, [0, 1], person=ana)
        with pytest.raises(DecidedError):
            decline_suggestion(session, suggestion, person=ana)
        with pytest.raises(DecidedError):
            withdraw_suggestion(session, suggestion, person=rosa)
        session.refresh(printed)
        assert (len(printed.revisions), suggestion.decided_by) == (count, tom)

    def test_what_was_declined_as_a_whole_takes_nothing_in(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        printed.state = ContributionState.DECLINED
        session.flush()
        with pytest.raises(NotNowError):
            take_suggestion(session, suggestion, [0], person=tom)


class TestOtherDecisions:
    def test_declining_leaves_the_text_and_keeps_the_answer(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        decline_suggestion(session, suggestion, person=tom, answer="It is right as it is.")
        assert suggestion.state is SuggestionState.DECLINED
        assert suggestion.answer == "It is right as it is."
        assert len(printed.revisions) == 1
        assert count_open_suggestions(session, printed.volume) == 0

    def test_only_who_made_it_takes_it_back(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        with pytest.raises(NotYoursError):
            withdraw_suggestion(session, suggestion, person=tom)
        withdraw_suggestion(session, suggestion, person=rosa)
        assert suggestion.state is SuggestionState.WITHDRAWN


class TestTakeAndAccept:
    def test_the_book_takes_it_at_once_and_the_verdict_can_be_taken_back(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person
    ) -> None:
        before = printed.accepted
        taken = take_and_accept(session, suggested(session, printed, rosa), [0, 1], person=tom)
        assert printed.accepted is taken.revision
        assert printed.state is ContributionState.ACCEPTED
        take_back(session, printed, editor=tom)
        assert printed.accepted is before

    def test_taking_alone_needs_the_editors_as_any_change_does(
        self, session: Session, printed: Contribution, rosa: Person, ana: Person
    ) -> None:
        before = printed.accepted
        take_suggestion(session, suggested(session, printed, rosa), [0, 1], person=ana)
        assert printed.accepted is before
        hand_in(session, printed, person=ana)
        assert printed.state is ContributionState.SUBMITTED

    def test_authors_accept_nothing_and_editors_not_in_their_own_texts(
        self, session: Session, printed: Contribution, volume: Volume, ana: Person, tom: Person
    ) -> None:
        assert not may_accept_at_once(session, printed, ana)
        assert may_accept_at_once(session, printed, tom)
        give_role(session, volume, ana, VolumeRoleName.EDITOR)
        assert not may_accept_at_once(session, printed, ana)

    def test_the_only_editor_accepts_in_their_own(self, session: Session, volume: Volume) -> None:
        only = make_editor(session, volume)
        own = make_contribution(session, volume, only, state=ContributionState.ACCEPTED)
        assert may_accept_at_once(session, own, only)

    def test_what_the_author_wrote_since_is_not_accepted_unread(
        self, session: Session, printed: Contribution, rosa: Person, tom: Person, ana: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        newer = head_of(printed).text + "\nUnread.\n"
        save_text(session, printed, newer, base=head_of(printed), author=ana)
        with pytest.raises(NotAtOnceError):
            take_and_accept(session, suggestion, [0, 1], person=tom)
        assert suggestion.state is SuggestionState.OPEN


class _Anything(dict[str, Take]):
    """A choice of mine, whatever is asked."""

    def __contains__(self, _key: object) -> bool:
        return True

    def __missing__(self, _key: str) -> Take:
        return Take.MINE
