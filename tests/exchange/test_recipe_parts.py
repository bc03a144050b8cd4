from __future__ import annotations

import pytest

from cookbook.exchange.pages.recipe_parts import arrange, part_of
from cookbook.exchange.pages.recipe_tags import course_of, cuisine_of, diets_of, one_spelling
from cookbook.manuscript import Recipe, parse_recipe


def recipe(title: str, *tags: str) -> Recipe:
    return Recipe(title=title, tags=tags, course=course_of(tags))


class TestTags:
    def test_the_most_telling_tag_names_the_course(self) -> None:
        assert course_of(["chicken", "Soup"]) == "soup"
        assert course_of(["sweet", "breakfast"]) == "breakfast"
        assert course_of(["basic"]) == ""

    def test_a_country_goes_before_a_region(self) -> None:
        assert cuisine_of(["asian", "thai"]) == "Thai"
        assert cuisine_of(["asian"]) == "Asian"

    def test_only_plain_words_name_a_diet(self) -> None:
        assert diets_of(["Vegan", "plant-based", "fasting", "cheesefare"]) == ("vegan",)

    def test_the_more_common_spelling_of_a_tag_wins(self) -> None:
        assert one_spelling([("BBQ", "Egg"), ("BBQ", "egg"), ("bbq",)]) == {
            "bbq": "BBQ",
            "egg": "egg",
        }


class TestPartOf:
    @pytest.mark.parametrize(
        ("made", "part"),
        [
            (recipe("Stew", "beef", "stew"), "Beef, lamb and game"),
            (recipe("Duck pie", "meat", "pie"), "Poultry"),
            (recipe("Bean soup"), "Soups"),
            (recipe("Odd thing"), "More dishes"),
            (
                parse_recipe("---\ntitle: Odd\n---\n## Ingredients\n- 2 eggs\n"),
                "Vegetables, beans and eggs",
            ),
        ],
    )
    def test_it_goes_by_tags_then_title_then_ingredients(self, made: Recipe, part: str) -> None:
        assert part_of(made) == part


class TestArrange:
    def test_parts_follow_a_meal_and_entries_the_alphabet(self) -> None:
        parts = arrange(
            {
                "recipes/z.md": recipe("The Apple soup", "soup"),
                "recipes/a.md": recipe("Éclair soup", "soup"),
                "recipes/c.md": recipe("bean soup", "soup"),
                "recipes/d.md": recipe("Pancakes", "breakfast"),
            }
        )
        assert [part.title for part in parts] == ["Breakfast", "Soups"]
        assert [ref.path for ref in parts[1].entries] == [
            "recipes/z.md", "recipes/c.md", "recipes/a.md",
        ]  # fmt: skip

    def test_a_small_part_joins_its_neighbour(self) -> None:
        parts = arrange({"a.md": recipe("A", "rice"), "b.md": recipe("B", "tofu")})
        assert [part.title for part in parts] == ["Vegetables, beans and eggs"]
