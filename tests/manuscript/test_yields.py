from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript.quantities import Quantity
from cookbook.manuscript.yields import Yield, parse_yield


class TestParseYield:
    @pytest.mark.parametrize(
        ("text", "low", "high", "unit"),
        [
            ("6 bowls", 6, None, "bowls"),
            ("Serves 4–6", 4, 6, "servings"),
            ("Serves: 4", 4, None, "servings"),
            ("Serves 4 people", 4, None, "people"),
            ("4 persons", 4, None, "persons"),
            ("4", 4, None, ""),
            ("Makes about 24 cookies", 24, None, "cookies"),
            ("2 dozen cookies", 24, None, "cookies"),
            ("one 23 cm tart", 1, None, "23 cm tart"),
            ("12 rolls (small ones)", 12, None, "rolls"),
            ("für 4 Personen", 4, None, "Personen"),
            ("a loaf", 1, None, "loaf"),
        ],
    )
    def test_it_reads_what_cooks_write(
        self, text: str, low: int, high: int | None, unit: str
    ) -> None:
        quantity = Quantity(Fraction(low), None if high is None else Fraction(high))
        assert parse_yield(text) == Yield(quantity, unit, text)

    def test_it_gives_the_text_alone_where_there_is_no_number(self) -> None:
        assert parse_yield("a few jars") == Yield(None, "", "a few jars")

    @given(st.text())
    def test_it_never_raises_and_keeps_the_text(self, text: str) -> None:
        assert parse_yield(text).text == text
