from __future__ import annotations

import pytest

from cookbook.manuscript.measures import Measures, MeasureStyle
from cookbook.manuscript.temperatures import convert_temperatures

METRIC = MeasureStyle(Measures.METRIC)
US = MeasureStyle(Measures.US)
METRIC_AND_US = MeasureStyle(Measures.METRIC_AND_US)


class TestConvertTemperatures:
    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("Bake at 350°F.", "Bake at 180 °C (350°F)."),
            ("Bake at 350 °F for 20 minutes.", "Bake at 180 °C (350 °F) for 20 minutes."),
            ("Preheat to 425F", "Preheat to 220 °C (425F)"),
            ("Heat to 375 degrees F.", "Heat to 190 °C (375 degrees F)."),
            ("at 350–375 °F", "at 180–190 °C (350–375 °F)"),
            ("to 165 °F inside", "to 74 °C (165 °F) inside"),
            ("350°F (gas 4)", "180 °C (350°F, gas 4)"),
        ],
    )
    def test_metric_degrees_stand_before_the_contributors_own(
        self, text: str, printed: str
    ) -> None:
        assert convert_temperatures(text, METRIC) == printed

    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("Oven to 190 °C (170 °C fan, gas 5).", "Oven to 375 °F (190 °C, 170 °C fan, gas 5)."),
            ("180\u00a0°C", "350 °F (180\u00a0°C)"),
            ("97–98 °C", "207–208 °F (97–98 °C)"),
            ("160 °C fan", "325 °F (160 °C) fan"),
        ],
    )
    def test_american_degrees_stand_before_the_contributors_own(
        self, text: str, printed: str
    ) -> None:
        assert convert_temperatures(text, US) == printed

    def test_with_both_the_other_goes_into_brackets_that_are_there(self) -> None:
        text = "Oven to 180 °C (160 °C fan, gas 4), later 200 °C."
        assert convert_temperatures(text, METRIC_AND_US) == (
            "Oven to 180 °C (350 °F, 160 °C fan, gas 4), later 200 °C (400 °F)."
        )

    @pytest.mark.parametrize("style", [METRIC, US, METRIC_AND_US])
    @pytest.mark.parametrize(
        "text",
        [
            "350°F (180°C)",
            "180°C/350°F",
            "180 °C, or 350 °F",
            "gas 4",
            "2 C flour",
            "vitamin C",
            "at 350 degrees",
            "Fig. 12C4",
        ],
    )
    def test_what_has_both_or_no_scale_is_left(self, text: str, style: MeasureStyle) -> None:
        assert convert_temperatures(text, style) == text

    def test_as_written_nothing_changes(self) -> None:
        assert convert_temperatures("350°F", MeasureStyle()) == "350°F"
