"""The indexes by title and by ingredient, and the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.press.matter.indexes import initial, sort_key
from cookbook.press.sections import SectionKind
from tests.press.making import Set, chapter, make_book, recipe, set_book, words


def groups(made: Set, identifier: str) -> dict[str, list[str]]:
    """Letter -> what stands directly under it."""
    found = made.section(identifier).find_class("index-group")
    return {
        words(group.find("h2")): [
            words(item.find(".//span") if item.find("ul") is not None else item).strip()
            for item in group.find("ul").findall("li")
        ]
        for group in found
    }


class TestSortKey:
    @pytest.mark.parametrize(
        ("title", "letter"),
        [
            ("The Apple Cake", "A"),
            ("A Pear Tart", "P"),
            ("An Omelette", "O"),
            ("Éclairs", "E"),
            ("“Quoted” Pie", "Q"),
            ("Anna's Soup", "A"),
            ("7-Up Cake", "#"),
            ("Øllebrød", "Ø"),
            ("Theodor's Bread", "T"),
        ],
    )
    def test_articles_accents_and_marks_do_not_count(self, title: str, letter: str) -> None:
        assert initial(title) == letter

    def test_case_and_accents_do_not_part_neighbours(self) -> None:
        titles = ["Eggs", "éclairs", "Eclairs", "The Eggplant"]
        assert sorted(titles, key=sort_key) == ["Eclairs", "éclairs", "The Eggplant", "Eggs"]


class TestTitleIndex:
    def test_recipes_stand_under_their_letters(self, pond: Set) -> None:
        assert groups(pond, "title-index") == {
            "A": ["The Apple Cake"],
            "B": ["Broth"],
            "E": ["Éclairs", "Eggs in a cup"],
            "P": ["A Pear Tart"],
            "S": ["Stone soup"],
        }

    def test_each_leads_to_its_recipe(self, pond: Set) -> None:
        links = pond.section("title-index").find_class("locator")
        titles = {each.identifier: each.title for each in pond.book.sections}
        assert links
        assert all(titles[(each.get("href") or "")[1:]] == words(each) for each in links)

    def test_chapters_are_not_in_it(self, pond: Set) -> None:
        assert "Measures" not in pond.says("title-index")

    def test_a_book_without_recipes_has_none(self, coins: Set) -> None:
        kinds = {each.kind for each in coins.book.sections}
        assert not kinds & {SectionKind.TITLE_INDEX, SectionKind.INGREDIENT_INDEX}


class TestIngredientIndex:
    def test_what_every_kitchen_has_is_left_out(self, pond: Set) -> None:
        terms = [words(each) for each in pond.section("ingredient-index").find_class("term")]
        assert not {"salt", "water", "sugar"} & set(terms)
        assert {"apples", "butter", "eggs", "pears"} <= set(terms)

    def test_one_ingredient_names_all_its_recipes_in_order(self, pond: Set) -> None:
        (eggs,) = (
            each
            for each in pond.section("ingredient-index").iter("li")
            if each.find("span") is not None and words(each.find("span")) == "eggs"
        )
        assert [words(each) for each in eggs.iter("a")] == ["The Apple Cake", "Eggs in a cup"]

    def test_a_recipe_stands_once_under_an_ingredient(self, tmp_path: Path) -> None:
        lines = ("## Ingredients", "- 2 eggs", "- 1 egg, beaten")
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("Pie", *lines)}))
        assert len(made.section("ingredient-index").find_class("locator")) == 1

    def test_sentences_are_no_ingredients(self, tmp_path: Path) -> None:
        lines = (
            "## Ingredients",
            "- 2 eggs",
            "- whatever the neighbours bring along when they come round",
        )
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("Pie", *lines)}))
        assert len(made.section("ingredient-index").find_class("term")) == 1


class TestGlossary:
    def test_it_gathers_the_terms_of_all_chapters_in_order(self, coins: Set) -> None:
        terms = [words(each).strip() for each in coins.section("glossary").iter("dt")]
        assert terms == ["Bias", "Event", "Outcome"]

    def test_a_term_that_two_chapters_define_keeps_both_meanings(self, coins: Set) -> None:
        said = [words(each).strip() for each in coins.section("glossary").iter("dd")]
        assert said == [
            "What leans.",
            "A set of outcomes.",
            "Anything that happens.",
            "What a toss shows.",
        ]

    def test_the_terms_stay_in_their_chapters(self, coins: Set) -> None:
        (terms,) = coins.section("chance").find_class("key-terms")
        assert [words(each) for each in terms.iter("dt")] == ["Outcome", "Event"]

    def test_a_copy_carries_no_id_and_no_note(self, tmp_path: Path) -> None:
        lines = ("::: key-terms", "[Word]{#word}^[A note.]", "", ":   Meaning.", ":::")
        made = set_book(make_book(tmp_path, {"chapters/a.md": chapter("A", *lines)}))
        ids = [each.get("id") for each in made.html.iter() if each.get("id") == "word"]
        assert ids == ["word"]
        assert [words(each).strip() for each in made.section("glossary").iter("dt")] == ["Word"]

    def test_without_key_terms_there_is_none(self, pond: Set) -> None:
        assert SectionKind.GLOSSARY not in {each.kind for each in pond.book.sections}
