"""Recipes: what a book makes of quantities, groups and steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.manuscript import parse_ingredient
from cookbook.press.entries.typography import set_quantity
from tests.press.making import Set, make_book, recipe, set_book, words

NBSP = "\u00a0"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


class TestSetQuantity:
    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            ("1 1/2 cups water", f"1½{NBSP}cups water"),
            ("1-1/2 cups water", f"1½{NBSP}cups water"),
            ("1 ½ cups water", f"1½{NBSP}cups water"),
            ("1/2 cup sugar", f"½{NBSP}cup sugar"),
            ("5/12 cup sugar", f"5⁄12{NBSP}cup sugar"),
            ("½ tsp salt", f"½{NBSP}tsp salt"),
            ("500g flour", f"500{NBSP}g flour"),
            ("2 l water", f"2{NBSP}l water"),
        ],
    )
    def test_fractions_are_true_and_units_stay_with_their_figures(
        self, line: str, printed: str
    ) -> None:
        assert set_quantity(parse_ingredient(line)) == printed

    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            ("2-3 bay leaves", "2–3 bay leaves"),
            ("2 - 3 bay leaves", "2–3 bay leaves"),
            ("1 1/2-2 cups milk", f"1½–2{NBSP}cups milk"),
            ("1,000-1,500 g flour", f"1,000–1,500{NBSP}g flour"),
            ("0.25-0.5 kg plums", f"0.25–0.5{NBSP}kg plums"),
            ("1-2 dozen eggs", "1–2 dozen eggs"),
        ],
    )
    def test_a_range_has_a_dash_and_keeps_its_figures(self, line: str, printed: str) -> None:
        assert set_quantity(parse_ingredient(line)) == printed

    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            ("1/2 a lemon", "½ a lemon"),
            ("1/2 of a lemon", "½ of a lemon"),
            ("1/2 dozen eggs", "½ dozen eggs"),
            ("1 and 1/2 cups milk", f"1 and ½{NBSP}cups milk"),
            ("3/4 or 1 cup milk", f"¾ or 1{NBSP}cup milk"),
            ("1/2 to 3/4 cup milk", f"½ to ¾{NBSP}cup milk"),
            ("1/2-inch piece of ginger", "½-inch piece of ginger"),
        ],
    )
    def test_no_word_is_lost_between_the_figures(self, line: str, printed: str) -> None:
        assert set_quantity(parse_ingredient(line)) == printed

    @pytest.mark.parametrize(
        "line",
        [
            "a pinch of salt",
            "salt, 1/2 of it for the crust",
            "half a lemon",
            "250/300 g rice",
            "10% cream",
            "2 (400 g) tins tomatoes",
            "12 eggs",
            "juice of 1/2 lemon",
        ],
    )
    def test_nothing_else_is_touched(self, line: str) -> None:
        assert set_quantity(parse_ingredient(line)) == line


class TestARecipe:
    def test_its_parts_stand_in_the_books_order(self, pond: Set) -> None:
        classes = [each.get("class") or "" for each in pond.section("stone-soup")]
        order = ("byline", "photo", "headnote", "facts", "ingredients", "method", "notes", "other")
        found = [next(n for n, each in enumerate(classes) if name in each) for name in order]
        assert found == sorted(found)

    def test_its_facts_are_the_authors_words(self, pond: Set) -> None:
        (facts,) = pond.section("stone-soup").find_class("facts")
        assert [words(each) for each in facts.iter("li")] == [
            "Yield 6 bowls",
            "Preparation 20\u00a0min",
            "Cooking 1\u00a0h 10\u00a0min",
            "In all 1\u00a0h 30\u00a0min",
        ]

    def test_groups_have_their_headings_below_the_sections(self, pond: Set) -> None:
        soup = pond.section("stone-soup")
        headings = [(each.tag, words(each)) for each in soup.iter("h2", "h3", "h4")]
        assert headings[:8] == [
            ("h2", "Stone soup"),
            ("h3", "Ingredients"),
            ("h4", "For the pot"),
            ("h4", "For the table"),
            ("h3", "Method"),
            ("h4", "The day before"),
            ("h4", "On the day"),
            ("h3", "Notes"),
        ]

    def test_sections_keep_the_names_that_their_author_gave_them(self, pond: Set) -> None:
        tart = pond.section("pear-tart")
        assert [words(each) for each in tart.iter("h3")] == ["What you need", "Directions"]

    def test_a_paragraph_between_ingredients_is_a_remark(self, pond: Set) -> None:
        (remark,) = pond.section("stone-soup").find_class("remark")
        assert words(remark).strip() == "A loaf comes with it."

    def test_steps_number_on_across_a_paragraph(self, pond: Set) -> None:
        lists = list(pond.section("stone-soup").find_class("method")[0].iter("ol"))
        assert [(each.get("start") or "1", len(each)) for each in lists] == [
            ("1", 2),
            ("3", 1),
            ("1", 1),
        ]

    def test_its_source_is_printed(self, pond: Set) -> None:
        (source,) = pond.section("stone-soup").find_class("provenance")
        assert words(source).strip() == "From: My grandmother's notebook"

    def test_headings_in_its_texts_become_strong_lines(self, tmp_path: Path) -> None:
        text = recipe("Pie", "# Loud", "", "> ## Quoted", "", "## Method", "1. # Bake")
        made = set_book(make_book(tmp_path, {"recipes/pie.md": text}))
        assert [words(each) for each in made.section("pie").iter("h1", "h2")] == ["Pie", "Method"]
        assert [words(each) for each in made.section("pie").iter("strong")] == [
            "Loud",
            "Quoted",
            "Bake",
        ]

    def test_two_paragraphs_of_a_step_stay_two(self, tmp_path: Path) -> None:
        text = recipe("Pie", "## Method", "1. Mix.", "", "   Rest.", "2. Bake.")
        made = set_book(make_book(tmp_path, {"recipes/pie.md": text}))
        first, _second = made.section("pie").iter("li")
        assert [words(each) for each in first.iter("p")] == ["Mix.", "Rest."]

    def test_a_bare_title_is_a_recipe(self, tmp_path: Path) -> None:
        made = set_book(make_book(tmp_path, {"recipes/pie.md": "---\ntitle: Pie\n---\n"}))
        assert made.says("pie").strip() == "Pie"

    def test_a_photo_without_words_is_remarked(self, tmp_path: Path) -> None:
        text = recipe("Pie", photo="images/pie.svg")
        files = {"recipes/pie.md": text, "images/pie.svg": DRAWING}
        made = set_book(make_book(tmp_path, files))
        assert made.remarks("recipes/pie.md") == [
            "its photo has no alternative text; add photo-alt."
        ]

    def test_a_photo_of_a_page_stands_once_on_screens_and_once_on_paper(
        self, tmp_path: Path
    ) -> None:
        text = recipe("Pie", photo="images/pie.svg", photo_alt="A pie", photo_size="page")
        made = set_book(make_book(tmp_path, {"recipes/pie.md": text, "images/pie.svg": DRAWING}))
        section = made.section("pie")
        assert len(section.find_class("photo-page")) == 1
        [plate] = section.find_class("plate")
        assert "paper-only" in plate.get("class")
        assert section[-1] is plate
        assert not made.warnings

    def test_a_size_that_nobody_knows_is_remarked(self, tmp_path: Path) -> None:
        text = recipe("Pie", photo="images/pie.svg", photo_alt="A pie", photo_size="huge")
        made = set_book(make_book(tmp_path, {"recipes/pie.md": text, "images/pie.svg": DRAWING}))
        assert made.remarks("recipes/pie.md") == ['photo-size "huge" is none of page, half, small.']
