"""Quantities in running words, as a book sets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.press.entries.quantity_faults import apart_fractions, loose_units, turned_units
from cookbook.press.entries.typography import (
    JOINER,
    TOGETHER,
    keep_all_units,
    keep_units,
    set_blocks,
    set_words,
    words_as_inlines,
)
from cookbook.press.tree import link, para, plain_text, span, text
from tests.press.making import chapter, make_book, recipe, set_book

NBSP = "\u00a0"
PIECES = st.sampled_from([
    "1", "2", "12", "350", "½", "¾", "1/2", "3/16", "5/4", " ", "\n", "-", "–", "x", "×", "°C", "°",
    "F", "g", "ml", "cm", "minutes", "cups", "gas ", "(", ")", ",", ".", "a", "of ", "/", "⁄",
])  # fmt: skip


class TestSetWords:
    @pytest.mark.parametrize(
        ("words", "printed"),
        [
            ("juice of 1/2 lemon", "juice of ½ lemon"),
            ("add 1 1/2 cups", f"add 1½{NBSP}cups"),
            ("add 1-1/2 cups", f"add 1½{NBSP}cups"),
            ("another 1 ½ cups", f"another 1½{NBSP}cups"),
            ("2/3 of the dough", "⅔ of the dough"),
            ("for 1/2 hour", f"for ½{NBSP}hour"),
            ("3/4 cup of it", f"¾{NBSP}cup of it"),
            ("another (3/4-1 cup) of it", f"another (¾–{JOINER}1{NBSP}cup) of it"),
            ("3/16 inch thick", f"3⁄16{NBSP}inch thick"),
            ("1 5/16 inch thick", f"1\u202f5⁄16{NBSP}inch thick"),
            ("1/2-3/4 cup", f"½–{JOINER}¾{NBSP}cup"),
        ],
    )
    def test_fractions_are_true_ones(self, words: str, printed: str) -> None:
        assert set_words(words) == printed

    @pytest.mark.parametrize(
        ("words", "printed"),
        [
            ("for 10 minutes", f"for 10{NBSP}minutes"),
            ("for 10-12 minutes", f"for 10–{JOINER}12{NBSP}minutes"),
            ("for 10–12 minutes", f"for 10–{JOINER}12{NBSP}minutes"),
            ("a 9-inch tin", f"a 9-{JOINER}inch tin"),
            ("1 h 10 min", f"1{NBSP}h 10{NBSP}min"),
            ("2 (400 g) tins", f"2 (400{NBSP}g) tins"),
            ("add 200g flour", f"add 200{NBSP}g flour"),
            ("1.5l of it", f"1.5{NBSP}l of it"),
            ("at 180 °C", f"at 180{NBSP}°C"),
            ("at 180°C", f"at 180{NBSP}°C"),
            ("at 180º C", f"at 180{NBSP}°C"),
            ("gas 6", f"gas{NBSP}6"),
            ("a loss of 20 %", f"a loss of 20{NBSP}%"),
        ],
    )
    def test_units_stay_with_their_figures(self, words: str, printed: str) -> None:
        assert set_words(words) == printed

    @pytest.mark.parametrize(
        ("words", "printed"),
        [
            ("a 20 x 30 cm tin", f"a 20{NBSP}×{NBSP}30{NBSP}cm tin"),
            ("a 20x30cm tin", f"a 20{NBSP}×{NBSP}30{NBSP}cm tin"),
            ("20 cm x 10 cm x 5 cm", "20 cm × 10 cm × 5 cm".replace(" ", NBSP)),
            ("2 x 400 g tins", f"2{NBSP}×{NBSP}400{NBSP}g tins"),
        ],
    )
    def test_an_x_between_figures_is_a_times_sign(self, words: str, printed: str) -> None:
        assert set_words(words) == printed

    @pytest.mark.parametrize(
        "words",
        [
            "gas\u00a04/5",
            "for 2/3\u00a0minutes",
            "add 3/4 eggs",
            "serves 2/3",
            "on 1/2/2026",
            "open 24/7",
            "250/300 of them",
            "and/or",
            "2-3 people",
            "in 1974-1980",
            "add 2 x, then y",
            "0x1F",
            "see 1.5.2",
            "5/4",
            "2/4",
            "A4 paper",
            "no figures at all",
        ],
    )
    def test_nothing_else_is_touched(self, words: str) -> None:
        assert set_words(words) == words

    @given(st.lists(PIECES, max_size=14).map("".join))
    def test_done_twice_it_changes_nothing_more(self, words: str) -> None:
        once = set_words(words)
        assert set_words(once) == once

    @given(st.lists(PIECES, max_size=14).map("".join))
    def test_it_leaves_nothing_that_a_check_would_find(self, words: str) -> None:
        assert loose_units(set_words(words)) == []


class TestKeepAllUnits:
    @pytest.mark.parametrize(
        ("words", "printed"),
        [
            ("12 Slices of bread", f"12{NBSP}Slices of bread"),
            ("or 15 branches of coriander", f"or 15{NBSP}branches of coriander"),
            ("½\ncup of milk", f"½{NBSP}cup of milk"),
            ("2 eggs, 3 large onions", "2 eggs, 3 large onions"),
            ("flour, type 405 is best", "flour, type 405 is best"),
        ],
    )
    def test_things_to_count_are_units_in_a_list(self, words: str, printed: str) -> None:
        assert keep_all_units(words) == printed


class TestSetBlocks:
    def test_addresses_and_code_are_never_touched(self) -> None:
        code = {"t": "Code", "c": [["", [], []], "1/2 cup"]}
        blocks = [para([*text("Take 1/2 cup"), code, link("x/1/2 cup", text("1/2 cup"))])]
        (made,) = set_blocks(blocks)
        assert made["c"][-2] is code
        assert made["c"][-1]["c"][2] == ["x/1/2 cup", ""]
        assert plain_text([made]) == "Take ½ cup1/2 cup½ cup"

    def test_what_needs_nothing_stays_the_very_same(self) -> None:
        blocks = [para(text("Take 2 eggs.")), para(text("Beat them."))]
        assert set_blocks(blocks) is blocks

    def test_a_unit_on_the_next_line_of_the_source_comes_to_its_figure(self) -> None:
        run = [{"t": "Str", "c": "10"}, {"t": "SoftBreak"}, {"t": "Str", "c": "cm"}]
        assert set_blocks([para(run)]) == [para([{"t": "Str", "c": f"10{NBSP}cm"}])]

    def test_no_line_ends_at_the_dash_of_a_range(self) -> None:
        (made,) = set_blocks([para(text("bake 10-12 minutes, no more"))])
        kept = span([{"t": "Str", "c": f"10–12{NBSP}minutes,"}], TOGETHER)
        assert made["c"] == [*text("bake "), kept, *text(" no more")]
        assert JOINER not in plain_text(words_as_inlines(set_words("2-3 cm")))


class TestABook:
    def test_units_are_kept_in_lists_within_lists_and_where_they_are_emphasised(
        self, tmp_path: Path
    ) -> None:
        lines = (
            "- For the bites",
            "  - 12 slices of bread",
            "- **4 branches of *mint***",
            "- salt",
        )
        text = recipe("Croque", "## Ingredients", "", *lines, "", "## Method", "", "1. Bake.")
        made = set_book(make_book(tmp_path, {"recipes/croque.md": text}))
        assert f"12{NBSP}slices of bread" in made.says("croque")
        assert f"4{NBSP}branches of mint" in made.says("croque")

    def test_all_texts_of_a_recipe_are_set(self, tmp_path: Path) -> None:
        lines = [
            "Since 12 hours I wait 1/2 an hour.",
            "",
            "## Ingredients",
            "- 2 (400 g) tins",
            "- juice of 1/2 lemon",
            "",
            "## Method",
            "1. Bake at 180°C in a 20 x 30 cm tin for 1 1/2 hours.",
            "2. Say `1/2 cup`.",
            "",
            "## Notes",
            "Keeps 3 days.",
        ]
        text_ = recipe("Pie", *lines, prep="1 1/2 h")
        said = set_book(make_book(tmp_path, {"recipes/pie.md": text_})).says("pie")
        for each in (
            "12 hours", "½ an hour", "(400 g)", "½ lemon", "180 °C", "20 × 30 cm", "1½ hours",
            "3 days", "Preparation 1½ h",
        ):  # fmt: skip
            kept = each.replace(" ", NBSP) if each[0].isdigit() or each[0] == "(" else each
            kept = kept.replace("½ h", f"½{NBSP}h")
            assert kept in said
        assert "1/2 cup" in said

    def test_a_chapters_fractions_are_its_own_affair(self, tmp_path: Path) -> None:
        text_ = chapter("Odds", "A chance of 1/2, in 10 minutes, at 20 °C.")
        said = set_book(make_book(tmp_path, {"chapters/odds.md": text_})).says("odds")
        assert f"1/2, in 10{NBSP}minutes, at 20{NBSP}°C" in said

    def test_units_are_kept_without_anything_else(self) -> None:
        assert keep_units("1/2 cup in 20 x 30 cm") == f"1/2{NBSP}cup in 20 x 30{NBSP}cm"


class TestFaults:
    def test_a_space_between_a_whole_number_and_its_fraction_is_found(self) -> None:
        assert apart_fractions("Take 1 ½ cups, or 1½ cups.") == ["Take 1 ½ cups, or 1½ cups."]
        assert apart_fractions("1 5⁄12") == ["1 5⁄12"]
        assert apart_fractions("1\u202f5⁄12 and 1½ and 20 minutes") == []

    def test_a_breaking_space_before_a_unit_is_found(self) -> None:
        assert loose_units("Take 500 g now") == ["Take 500 g now"]
        assert loose_units(f"Take 500{NBSP}g of 3 great and 20{NBSP}°C") == []

    def test_a_unit_that_begins_a_line_is_found(self) -> None:
        assert turned_units("a tin of 20\ncm and 3\ngreat") == ["a tin of 20 cm and 3 great"]
        assert turned_units("a tin of 20 cm\nand") == []
