"""Drafts: kept beside the text, one for each person and text, and never over another's words."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.contributing.drafting.drafts import (
    Place,
    Seen,
    WrittenElsewhereError,
    drafts_of,
    drop_draft,
    find_draft,
    keep_draft,
    version_of,
    words_of_draft,
)
from cookbook.models import Contribution, ContributionKind, Person, Revision, Volume

HERE, THERE = "window-1111", "window-2222"
WORDS = {"title": "Stone soup", "ingredients": "1 stone"}
MORE = {**WORDS, "method": "Simmer."}


@pytest.fixture
def new_one(ana: Person, volume: Volume) -> Place:
    """A new recipe of Ana's."""
    return Place(ana, volume, ContributionKind.RECIPE)


@pytest.fixture
def old_one(ana: Person, soup: Contribution) -> Place:
    """Ana's soup, which is there already."""
    return Place(ana, soup.volume, soup.kind, soup)


class TestKeepDraft:
    def test_it_keeps_the_words_and_makes_no_revision(
        self, session: Session, soup: Contribution, old_one: Place
    ) -> None:
        keep_draft(session, old_one, WORDS, base=soup.head, seen=Seen(HERE))
        kept = find_draft(session, old_one)
        assert kept is not None
        assert words_of_draft(kept) == WORDS
        assert kept.base_id == soup.head_id
        assert session.scalars(select(Revision)).all() == [soup.head]

    def test_what_one_window_sends_replaces_what_it_sent_before(
        self, session: Session, new_one: Place
    ) -> None:
        first = version_of(keep_draft(session, new_one, WORDS, base=None, seen=Seen(HERE)))
        draft = keep_draft(session, new_one, MORE, base=None, seen=Seen(HERE, first))
        assert words_of_draft(draft) == MORE
        assert version_of(draft) != first
        assert drafts_of(session, new_one.person) == [draft]

    def test_an_answer_that_was_lost_on_the_way_stops_no_window(
        self, session: Session, new_one: Place
    ) -> None:
        keep_draft(session, new_one, WORDS, base=None, seen=Seen(HERE))
        draft = keep_draft(session, new_one, MORE, base=None, seen=Seen(HERE, ""))
        assert words_of_draft(draft) == MORE

    def test_a_window_that_was_opened_on_the_words_goes_on_with_them(
        self, session: Session, new_one: Place
    ) -> None:
        draft = keep_draft(session, new_one, WORDS, base=None, seen=Seen(HERE))
        seen = Seen(THERE, version_of(draft))
        assert words_of_draft(keep_draft(session, new_one, MORE, base=None, seen=seen)) == MORE

    @pytest.mark.parametrize("version", ["", "2001-01-01T00:00:00+00:00", "x"])
    def test_a_window_that_has_not_seen_the_words_takes_none_away(
        self, session: Session, new_one: Place, version: str
    ) -> None:
        keep_draft(session, new_one, WORDS, base=None, seen=Seen(HERE))
        with pytest.raises(WrittenElsewhereError, match="in another window"):
            keep_draft(session, new_one, MORE, base=None, seen=Seen(THERE, version))
        kept = find_draft(session, new_one)
        assert kept is not None
        assert words_of_draft(kept) == WORDS

    def test_windows_without_a_name_are_not_one(self, session: Session, new_one: Place) -> None:
        keep_draft(session, new_one, WORDS, base=None, seen=Seen())
        with pytest.raises(WrittenElsewhereError):
            keep_draft(session, new_one, MORE, base=None, seen=Seen())

    def test_the_same_words_from_two_windows_contradict_nothing(
        self, session: Session, new_one: Place
    ) -> None:
        keep_draft(session, new_one, WORDS, base=None, seen=Seen(HERE))
        draft = keep_draft(session, new_one, WORDS, base=None, seen=Seen(THERE))
        assert words_of_draft(draft) == WORDS

    def test_each_person_text_and_kind_has_its_own(
        self, session: Session, tom: Person, new_one: Place, old_one: Place
    ) -> None:
        places = [
            new_one,
            old_one,
            Place(tom, new_one.volume, ContributionKind.RECIPE),
            Place(new_one.person, new_one.volume, ContributionKind.CHAPTER),
        ]
        for number, place in enumerate(places):
            keep_draft(session, place, {"title": str(number)}, base=None, seen=Seen(HERE))
        kept = [find_draft(session, place) for place in places]
        assert [each and each.fields["title"] for each in kept] == ["0", "1", "2", "3"]
        assert len(drafts_of(session, new_one.person)) == 3


class TestDropDraft:
    def test_a_window_drops_what_it_has_seen(self, session: Session, new_one: Place) -> None:
        draft = keep_draft(session, new_one, WORDS, base=None, seen=Seen(HERE))
        assert drop_draft(session, new_one, Seen(THERE, version_of(draft)))
        assert find_draft(session, new_one) is None

    def test_words_that_it_has_not_seen_stay(self, session: Session, new_one: Place) -> None:
        keep_draft(session, new_one, WORDS, base=None, seen=Seen(HERE))
        assert not drop_draft(session, new_one, Seen(THERE))
        assert find_draft(session, new_one) is not None

    def test_where_there_is_none_nothing_happens(self, session: Session, new_one: Place) -> None:
        assert drop_draft(session, new_one, Seen(HERE))
