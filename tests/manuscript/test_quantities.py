from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript.quantities import Quantity, format_quantity, parse_quantity

NUMBERS = st.fractions(min_value=0, max_value=99_999, max_denominator=9_999)


def ranges(ends: tuple[Fraction, Fraction]) -> Quantity:
    low, high = sorted(ends)
    return Quantity(low, high if high > low else None)


QUANTITIES = st.builds(Quantity, NUMBERS) | st.tuples(NUMBERS, NUMBERS).map(ranges)


def amount(low: str | int, high: str | int | None = None) -> Quantity:
    return Quantity(Fraction(low), None if high is None else Fraction(high))


class TestParseQuantity:
    @pytest.mark.parametrize(
        ("text", "expected", "rest"),
        [
            ("½", amount("1/2"), ""),
            ("⅓ cup", amount("1/3"), "cup"),
            ("1/2", amount("1/2"), ""),
            ("1⁄2", amount("1/2"), ""),
            ("1 1/2 cups", amount("3/2"), "cups"),
            ("1½", amount("3/2"), ""),
            ("1 ½", amount("3/2"), ""),
            ("1-1/2 cups", amount("3/2"), "cups"),
            ("1 - 2/3 cups", amount("5/3"), "cups"),
            ("1 and 1/2", amount("3/2"), ""),
            ("2–3", amount(2, 3), ""),
            ("2-3 eggs", amount(2, 3), "eggs"),
            ("2 to 3", amount(2, 3), ""),
            ("2 or 3", amount(2, 3), ""),
            ("3\u2009-\u20095 leaves", amount(3, 5), "leaves"),
            ("½–¾", amount("1/2", "3/4"), ""),
            ("0–½", amount(0, "1/2"), ""),
            ("0,5 l", amount("1/2"), "l"),
            ("0,125", amount("1/8"), ""),
            ("1.5", amount("3/2"), ""),
            (".25 tsp", amount("1/4"), "tsp"),
            ("2,5kg", amount("5/2"), "kg"),
            ("500g", amount(500), "g"),
        ],
    )
    def test_it_reads_figures(self, text: str, expected: Quantity, rest: str) -> None:
        assert parse_quantity(text) == (expected, rest)

    @pytest.mark.parametrize(
        ("text", "expected", "rest"),
        [
            ("a bottle", amount(1), "bottle"),
            ("an egg", amount(1), "egg"),
            ("One can", amount(1), "can"),
            ("two or three leaves", amount(2, 3), "leaves"),
            ("half a dozen eggs", amount(6), "eggs"),
            ("a dozen eggs", amount(12), "eggs"),
            ("2 dozen eggs", amount(24), "eggs"),
            ("half an onion", amount("1/2"), "onion"),
            ("1/4 of an onion", amount("1/4"), "onion"),
            ("one and a half cups", amount("3/2"), "cups"),
            ("two-thirds cup", amount("2/3"), "cup"),
            ("three quarters of an hour", amount("3/4"), "hour"),
            ("a couple of leaves", amount(2), "leaves"),
        ],
    )
    def test_it_reads_words(self, text: str, expected: Quantity, rest: str) -> None:
        assert parse_quantity(text) == (expected, rest)

    @pytest.mark.parametrize("text", ["1,000", "1 000", "1\u00a0000", "1\u2009000"])
    def test_it_reads_thousands(self, text: str) -> None:
        assert parse_quantity(text) == (amount(1000), "")

    def test_it_takes_a_point_for_a_decimal_point_unless_it_groups_twice(self) -> None:
        assert parse_quantity("1.500") == (amount("3/2"), "")
        assert parse_quantity("1.500.000") == (amount(1_500_000), "")

    def test_it_doesnt_group_two_numbers_that_stand_side_by_side(self) -> None:
        assert parse_quantity("2 400 g tins") == (amount(2), "400 g tins")

    def test_it_takes_a_slash_between_large_numbers_for_an_or(self) -> None:
        assert parse_quantity("250/300 g") == (amount(250), "/300 g")

    @pytest.mark.parametrize(
        "text",
        ["", "salt", "95% spirit", "180 °C", "00 flour", "a few leaves", "A little salt",
         "half-and-half", "half and half", "a-maize", "1234567890123", "-1", "another egg"],
    )  # fmt: skip
    def test_it_leaves_what_is_no_quantity(self, text: str) -> None:
        assert parse_quantity(text) is None

    @given(st.text() | st.text(alphabet="0123456789½⅓/⁄.,-– aornthlfdze\u00a0"))
    def test_it_never_raises_and_the_rest_is_the_end_of_the_text(self, text: str) -> None:
        parsed = parse_quantity(text)
        if parsed is not None:
            quantity, rest = parsed
            assert text.endswith(rest)
            assert quantity.low >= 0
            assert quantity.high is None or quantity.high > quantity.low


class TestFormatQuantity:
    @pytest.mark.parametrize(
        ("quantity", "expected"),
        [
            (amount(2), "2"),
            (amount("3/2"), "1½"),
            (amount("2/3"), "⅔"),
            (amount("7/8"), "⅞"),
            (amount("5/12"), "5⁄12"),
            (amount("17/12"), "1 5⁄12"),
            (amount("6/5"), "1.2"),
            (amount("1/40"), "0.025"),
            (amount(2, 3), "2–3"),
            (amount("1/2", "3/4"), "½–¾"),
            (amount(1000), "1000"),
        ],
    )
    def test_it_sets_numbers_as_a_book_does(self, quantity: Quantity, expected: str) -> None:
        assert format_quantity(quantity) == expected

    @given(QUANTITIES)
    def test_what_it_sets_is_read_as_the_same_quantity(self, quantity: Quantity) -> None:
        assert parse_quantity(format_quantity(quantity)) == (quantity, "")

    @given(QUANTITIES)
    def test_what_it_sets_may_be_followed_by_a_unit(self, quantity: Quantity) -> None:
        assert parse_quantity(format_quantity(quantity) + " g") == (quantity, "g")
