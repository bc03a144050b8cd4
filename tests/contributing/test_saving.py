"""Saving: nothing that somebody saved is ever overwritten."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.contributing.problems import (
    ForeignRevisionError,
    NothingToSettleError,
    NotNowError,
    TooLongError,
)
from cookbook.contributing.saving import MOST_LINES, Outcome, Saved, save_text
from cookbook.contributing.settling import find_dispute, open_disputes, settle
from cookbook.manuscript import FrontMatterError, Own, Take
from cookbook.models import Contribution, ContributionState, Person, Revision, RevisionStanding
from tests.factories.contributions import make_contribution
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_volume


class Kitchen:
    """A recipe, its author, and an editor who changes it too."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.volume = make_volume(session)
        self.ana = make_person(session, "Ana")
        self.tom = make_editor(session, self.volume, "Tom")
        self.soup: Contribution = make_contribution(
            session, self.volume, self.ana, title="Stone soup"
        )
        assert self.soup.head is not None
        self.first: Revision = self.soup.head

    def save(self, person: Person, old: str, new: str, base: Revision | None = None) -> Saved:
        """Change some words of the first revision (or of `base`) and save."""
        base = base or self.first
        assert old in base.text
        return save_text(
            self.session,
            self.soup,
            base.text.replace(old, new),
            base=base,
            author=person,
        )

    def head(self) -> Revision:
        """The newest revision."""
        assert self.soup.head is not None
        return self.soup.head


@pytest.fixture
def kitchen(session: Session) -> Kitchen:
    return Kitchen(session)


class TestSaveText:
    def test_it_moves_the_head_on(self, kitchen: Kitchen) -> None:
        saved = kitchen.save(kitchen.ana, "1 onion", "2 onions")
        assert (saved.outcome, saved.revision) == (Outcome.SAVED, kitchen.head())
        assert saved.revision.parent == kitchen.first
        assert saved.revision.summary == "1 ingredient changed"

    def test_the_same_text_makes_no_revision(self, kitchen: Kitchen) -> None:
        saved = kitchen.save(kitchen.ana, "1 onion", "1 onion")
        assert saved == Saved(Outcome.UNCHANGED, kitchen.first)

    def test_a_form_in_which_nothing_was_changed_takes_nothing_back(self, kitchen: Kitchen) -> None:
        kitchen.save(kitchen.tom, "1 onion", "2 onions")
        saved = kitchen.save(kitchen.ana, "1 onion", "1 onion")
        assert saved.outcome is Outcome.UNCHANGED
        assert "2 onions" in kitchen.head().text

    def test_changes_of_two_in_different_places_are_both_in(self, kitchen: Kitchen) -> None:
        theirs = kitchen.save(kitchen.tom, "2. Simmer.", "2. Simmer for an hour.").revision
        saved = kitchen.save(kitchen.ana, "A story", "A long story")
        assert (saved.outcome, saved.others) == (Outcome.MERGED, ("Tom",))
        head = kitchen.head()
        assert "A long story" in head.text
        assert "for an hour" in head.text
        assert head.parent == theirs
        assert head.merged is not None
        assert head.merged.parent == kitchen.first
        assert "for an hour" not in head.merged.text
        assert head.merged.standing is RevisionStanding.SETTLED

    def test_changes_of_the_same_words_are_both_kept(self, kitchen: Kitchen) -> None:
        theirs = kitchen.save(kitchen.tom, "500 g beans", "400 g beans").revision
        saved = kitchen.save(kitchen.ana, "500 g beans", "600 g beans")
        assert (saved.outcome, saved.others) == (Outcome.DIVERGED, ("Tom",))
        assert kitchen.head() == theirs
        assert saved.revision.standing is RevisionStanding.DIVERGENT
        assert "600 g beans" in saved.revision.text
        assert open_disputes(kitchen.session, [kitchen.soup]) == [saved.revision]

    def test_what_was_declined_is_closed(self, kitchen: Kitchen) -> None:
        kitchen.soup.state = ContributionState.DECLINED
        with pytest.raises(NotNowError):
            kitchen.save(kitchen.ana, "1 onion", "2 onions")

    def test_a_revision_of_another_text_is_no_base(self, kitchen: Kitchen) -> None:
        other = make_contribution(kitchen.session, kitchen.volume, kitchen.ana)
        with pytest.raises(ForeignRevisionError):
            save_text(
                kitchen.session, kitchen.soup, kitchen.first.text, base=other.head, author=None
            )

    @pytest.mark.parametrize(
        ("words", "says"), [("x" * 60_000, "60,000"), ("\n" * MOST_LINES, "lines")]
    )
    def test_a_text_has_an_end(self, kitchen: Kitchen, words: str, says: str) -> None:
        with pytest.raises(TooLongError, match=says):
            kitchen.save(kitchen.ana, "A story", f"A story{words}")

    def test_a_text_that_cannot_be_read_is_not_kept(self, kitchen: Kitchen) -> None:
        with pytest.raises(FrontMatterError):
            kitchen.save(kitchen.ana, "title: Stone soup", "title: [")
        assert kitchen.head() == kitchen.first


class TestSettle:
    @pytest.fixture
    def waiting(self, kitchen: Kitchen) -> Revision:
        kitchen.save(kitchen.tom, "500 g beans", "400 g beans")
        return kitchen.save(kitchen.ana, "500 g beans", "600 g beans").revision

    @pytest.mark.parametrize(
        ("choice", "line"),
        [
            (Take.MINE, "- 600 g beans\n- 1 onion"),
            (Take.THEIRS, "- 400 g beans\n- 1 onion"),
            (Take.BOTH, "- 600 g beans\n- 400 g beans\n- 1 onion"),
            (Own("- 450 g beans"), "- 450 g beans\n- 1 onion"),
        ],
    )
    def test_it_takes_what_was_chosen(
        self, kitchen: Kitchen, waiting: Revision, choice: Take | Own, line: str
    ) -> None:
        ((key, _),) = find_dispute(kitchen.session, kitchen.soup, waiting.number).conflicts
        settled = settle(
            kitchen.session, kitchen.soup, waiting.number, {key: choice}, person=kitchen.tom
        )
        assert settled == kitchen.head()
        assert settled is not None
        assert line in settled.text
        assert settled.merged == waiting
        assert waiting.standing is RevisionStanding.SETTLED
        assert open_disputes(kitchen.session, [kitchen.soup]) == []

    def test_it_asks_again_about_what_changed_meanwhile(
        self, kitchen: Kitchen, waiting: Revision
    ) -> None:
        ((key, _),) = find_dispute(kitchen.session, kitchen.soup, waiting.number).conflicts
        kitchen.save(kitchen.tom, "400 g beans", "350 g beans", kitchen.head())
        settled = settle(
            kitchen.session, kitchen.soup, waiting.number, {key: Take.MINE}, person=kitchen.ana
        )
        assert settled is None
        assert waiting.standing is RevisionStanding.DIVERGENT
        assert "350 g beans" in kitchen.head().text

    def test_it_is_done_once(self, kitchen: Kitchen, waiting: Revision) -> None:
        ((key, _),) = find_dispute(kitchen.session, kitchen.soup, waiting.number).conflicts
        choices = {key: Take.MINE}
        settle(kitchen.session, kitchen.soup, waiting.number, choices, person=kitchen.ana)
        with pytest.raises(NothingToSettleError):
            settle(kitchen.session, kitchen.soup, waiting.number, choices, person=kitchen.tom)
