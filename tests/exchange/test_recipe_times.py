from __future__ import annotations

import pytest

from cookbook.exchange.pages.recipe_times import read_times


class TestReadTimes:
    @pytest.mark.parametrize(
        ("line", "key", "value"),
        [
            ("- ⏲️ Prep time: 10 min", "prep", "10 min"),
            ("* 🍳Cook Time: 2 hours.", "cook", "2 hours"),
            ("- **Cook time:** 1 h", "cook", "1 h"),
            ("- 🍽️ Servings : 10.", "yield", "10 servings"),
            ("- 🍽️ Serving 14", "yield", "14 servings"),
            ("- Serves: 1", "yield", "1 serving"),
            ("🍽️ Servings: 2 patties", "yield", "2 patties"),
            ("- Servings: 2/3", "yield", "2-3 servings"),
            ("- Preparation time: 10min", "prep", "10min"),
            ("Total time: 1:30", "total", "1:30"),
        ],
    )
    def test_it_reads_a_line(self, line: str, key: str, value: str) -> None:
        headnote = read_times(f"Story.\n\n{line}\n", {})
        assert headnote.values == {key: value}
        assert headnote.text == "Story."

    @pytest.mark.parametrize(
        "line",
        ["Serves many people for days.", "- Makes a mess", "Prepare the nail.", "- Cook the nail"],
    )
    def test_a_sentence_stays(self, line: str) -> None:
        assert read_times(line, {}).text == line

    def test_a_second_line_of_a_kind_stays_with_a_remark(self) -> None:
        headnote = read_times("- Prep time: 1 h\n- Prep time: 2 h", {})
        assert headnote.values == {"prep": "1 h"}
        assert headnote.text == "- Prep time: 2 h"
        assert headnote.remarks

    def test_a_line_stays_where_front_matter_says_it_already(self) -> None:
        assert read_times("- Prep time: 2 h", {"prep": "1 h"}).text == "- Prep time: 2 h"

    def test_a_line_without_a_value_goes_with_a_remark(self) -> None:
        headnote = read_times("- 🍽️ Servings:", {})
        assert headnote.text == ""
        assert "says nothing" in headnote.remarks[0]

    def test_decorations_stay_in_sentences(self) -> None:
        assert read_times("A good burger 🍔", {}).text == "A good burger 🍔"
