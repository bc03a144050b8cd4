from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript.times import format_duration, parse_duration


class TestParseDuration:
    @pytest.mark.parametrize(
        ("text", "minutes"),
        [
            ("1 h 10 min", 70),
            ("90 minutes", 90),
            ("90min", 90),
            ("1½ hours", 90),
            ("2-3 hours", 180),
            ("1:30", 90),
            ("1:30 h", 90),
            ("1h30", 90),
            ("1 hour 30", 90),
            ("an hour and a half", 90),
            ("half an hour", 30),
            ("three quarters of an hour", 45),
            ("1 hour, 15 minutes", 75),
            ("1 hour and 15 minutes", 75),
            ("about 20 min", 20),
            ("20 min per side", 20),
            ("PT1H30M", 90),
            ("P1DT2H", 26 * 60),
            ("2 days", 2 * 24 * 60),
            ("1 Std. 20 Min.", 80),
            ("2 heures", 120),
            ("1 hora y 20 minutos", 80),
        ],
    )
    def test_it_reads_what_cooks_write(self, text: str, minutes: int) -> None:
        assert parse_duration(text) == timedelta(minutes=minutes)

    @pytest.mark.parametrize(
        "text",
        ["", "overnight", "2 hours plus overnight", "20", "a while", "P", "PT", "3 eggs",
         "999999999 weeks"],
    )  # fmt: skip
    def test_it_gives_none_where_the_text_doesnt_say(self, text: str) -> None:
        assert parse_duration(text) is None

    @given(st.text() | st.text(alphabet="0123456789 ½:hminPTMHSd.,-–and"))
    def test_it_never_raises(self, text: str) -> None:
        duration = parse_duration(text)
        assert duration is None or duration >= timedelta(0)


class TestFormatDuration:
    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [(70, "1 h 10 min"), (45, "45 min"), (120, "2 h"), (0, "0 min"), (-5, "0 min"),
         (36 * 60, "36 h"), (48 * 60, "2 d"), (0.5, "30 s")],
    )  # fmt: skip
    def test_it_sets_days_hours_and_minutes(self, minutes: float, expected: str) -> None:
        assert format_duration(timedelta(minutes=minutes)) == expected

    @given(st.integers(min_value=0, max_value=10_000_000))
    def test_what_it_sets_is_read_as_the_same_duration(self, seconds: int) -> None:
        duration = timedelta(seconds=seconds)
        assert parse_duration(format_duration(duration)) == duration
