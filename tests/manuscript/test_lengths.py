from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript.lengths import convert_lengths
from cookbook.manuscript.measures import Measures, MeasureStyle
from cookbook.manuscript.rounding import round_centimetres, round_inches

METRIC = MeasureStyle(Measures.METRIC)
US = MeasureStyle(Measures.US)
METRIC_AND_US = MeasureStyle(Measures.METRIC_AND_US)


class TestConvertLengths:
    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("a 9-inch pie plate", "a 23 cm (9-inch) pie plate"),
            ("a 9 x 13-inch tin", "a 23 x 33 cm (9 x 13-inch) tin"),
            ('an 8" tin', 'a 20 cm (8") tin'),
            ("1/2 inch thick", "1.3 cm (1/2 inch) thick"),
            ("sliced 1/4-inch thick", "sliced 6 mm (1/4-inch) thick"),
            ("1 1/2-inch cubes", "4 cm (1 1/2-inch) cubes"),
            ("2-3 inches apart", "5–8 cm (2-3 inches) apart"),
            ("a tin (9 inches)", "a tin (23 cm/9 inches)"),
        ],
    )
    def test_centimetres_stand_before_the_contributors_inches(
        self, text: str, printed: str
    ) -> None:
        assert convert_lengths(text, METRIC).replace("\u00a0", " ") == printed

    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("a 22 cm pie plate", "an 8½ in (22 cm) pie plate"),
            ("to 40 × 50 cm", "to 16 × 20 in (40 × 50 cm)"),
            ("5 mm thick", "3⁄16 in (5 mm) thick"),
            ("a 23–24 cm ring tin", "a 9–9½ in (23–24 cm) ring tin"),
            ("a tin (about 23 × 13 cm)", "a tin (about 9 × 5 in/23 × 13 cm)"),
        ],
    )
    def test_inches_stand_before_the_contributors_centimetres(
        self, text: str, printed: str
    ) -> None:
        assert convert_lengths(text, US).replace("\u00a0", " ") == printed

    def test_what_is_computed_stays_on_one_line(self) -> None:
        assert convert_lengths("20 cm", US) == "8\u00a0in (20 cm)"

    @pytest.mark.parametrize("style", [METRIC, US, METRIC_AND_US])
    @pytest.mark.parametrize(
        "text", ["23 cm (9 in.)", "9-inch/23 cm", "a 9 in the evening", "B52 inches", "inches"]
    )
    def test_what_has_both_or_is_no_length_is_left(self, text: str, style: MeasureStyle) -> None:
        assert convert_lengths(text, style) == text

    def test_as_written_nothing_changes(self) -> None:
        assert convert_lengths("9-inch", MeasureStyle()) == "9-inch"


class TestRounding:
    @given(st.fractions(min_value=Fraction(1, 4), max_value=200, max_denominator=40))
    def test_centimetres_and_inches_are_within_a_tenth(self, value: Fraction) -> None:
        for figure in (round_centimetres(value), round_inches(value)):
            assert figure is None or abs(figure - value) <= value / 10

    @given(st.integers(min_value=1, max_value=60))
    def test_whole_centimetres_can_be_said_in_inches(self, centimetres: int) -> None:
        assert round_inches(centimetres / Fraction("2.54"))
