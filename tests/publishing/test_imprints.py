"""Each edition says which it is, and no edition says what was true of an earlier one."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from cookbook.manuscript import Book, BookKind, parse_book, write_book
from cookbook.models import ContributionState, Edition, EditionState, now
from cookbook.publishing.editions import release_edition
from cookbook.publishing.imprints import edition_name, with_imprint
from tests.factories.contributions import make_contribution
from tests.factories.volumes import make_volume, place

DAY = dt.date(2026, 10, 29)


def book(edition: str = "", date: str = "") -> str:
    return write_book(Book("Soups", kind=BookKind.COOKBOOK, edition=edition, date=date))


def imprint(text: str) -> tuple[str, str]:
    return parse_book(text).edition, parse_book(text).date


class TestEditionName:
    @pytest.mark.parametrize(
        ("number", "name"),
        [
            (1, "First edition"),
            (10, "Tenth edition"),
            (11, "11th edition"),
            (22, "22nd edition"),
            (103, "103rd edition"),
            (112, "112th edition"),
        ],
    )
    def test_it_is_said_as_people_say_it(self, number: int, name: str) -> None:
        assert edition_name(number) == name


class TestWithImprint:
    def test_silence_is_filled(self) -> None:
        assert imprint(with_imprint(book(), 1, DAY, [])) == ("First edition", "2026-10-29")

    def test_what_its_editors_say_stays(self) -> None:
        said = book("Jubilee edition", "Midsummer 2026")
        assert imprint(with_imprint(said, 1, DAY, [])) == ("Jubilee edition", "Midsummer 2026")

    def test_what_was_said_of_any_earlier_edition_is_not_said_again(self) -> None:
        first, second = book("First edition", "2026-01-01"), book("Second edition", "2026-02-02")
        made = with_imprint(first, 3, DAY, [first, second])
        assert imprint(made) == ("Third edition", "2026-10-29")

    def test_nothing_else_changes(self) -> None:
        text = book("First edition", "2026-01-01")
        assert with_imprint(text, 1, DAY, []) == text


class TestReleasing:
    def test_two_editions_of_one_setting_are_told_apart(self, session: Session) -> None:
        volume = make_volume(session)
        place(session, make_contribution(session, volume, state=ContributionState.ACCEPTED))
        names = []
        for _ in range(2):
            build = release_edition(session, volume, person=None)
            edition = session.get_one(Edition, build.edition_id)
            edition.state, edition.released_at = EditionState.RELEASED, now()
            session.flush()
            names.append(imprint(edition.book)[0])
        assert names == ["First edition", "Second edition"]
