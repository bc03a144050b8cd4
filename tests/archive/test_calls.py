from __future__ import annotations

import datetime as dt
import re

import pytest
from sqlalchemy.orm import Session

from cookbook.archive.calls import call_for_guests, find_call, key_of_call, plain_key, takes_guests
from cookbook.models import Call, now
from tests.factories.volumes import make_call, make_volume

DAY = dt.timedelta(days=1)


@pytest.fixture
def call(session: Session) -> Call:
    return make_call(session, make_volume(session))


class TestKeyOfCall:
    def test_it_is_made_once_and_stays(self, session: Session, call: Call) -> None:
        first = key_of_call(session, call)
        assert re.fullmatch(r"[2-9a-z]{4}-[2-9a-z]{4}", first)
        assert key_of_call(session, call) == first

    def test_it_has_nothing_that_looks_like_something_else(self, session: Session) -> None:
        volume = make_volume(session)
        keys = {key_of_call(session, make_call(session, volume)) for _ in range(40)}
        assert len(keys) == 40
        assert not set("".join(keys)) & set("01ilou")


class TestFindCall:
    @pytest.mark.parametrize(
        "typed", ["{key}", "{plain}", "{upper}", " {key}. ", "{spaced}", "{key}/"]
    )
    def test_it_finds_it_however_it_is_typed(
        self, session: Session, call: Call, typed: str
    ) -> None:
        key = key_of_call(session, call)
        forms = {
            "key": key,
            "plain": key.replace("-", ""),
            "upper": key.upper(),
            "spaced": key.replace("-", " - "),
        }
        assert find_call(session, typed.format(**forms)) is call

    @pytest.mark.parametrize("typed", ["", "k7wm", "k7wm-3tqxx", "x" * 5000, "2222-2222"])
    def test_it_finds_nothing_by_what_is_no_key(
        self, session: Session, call: Call, typed: str
    ) -> None:
        assert key_of_call(session, call)
        assert find_call(session, typed) is None

    def test_a_call_without_a_key_is_not_found_by_none(self, session: Session, call: Call) -> None:
        assert call.key is None
        assert plain_key("") == ""
        assert find_call(session, "") is None


class TestTakesGuests:
    def test_only_while_it_is_open_and_guests_may_write(self, call: Call) -> None:
        assert takes_guests(call, now())
        assert not takes_guests(call, now() - 2 * DAY)
        call.guests_may_write = False
        assert not takes_guests(call, now())

    def test_of_a_volume_the_newest_one_that_does(self, session: Session, call: Call) -> None:
        volume = call.volume
        newer = make_call(session, volume, guests_may_write=False)
        session.expire(volume)
        assert newer in volume.calls
        assert call_for_guests(volume) is call


class TestLastDay:
    def test_a_call_that_closes_at_midnight_is_open_on_the_day_before(self, call: Call) -> None:
        call.closes_at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
        assert call.last_day == dt.date(2026, 11, 30)
        call.closes_at = None
        assert call.last_day is None
