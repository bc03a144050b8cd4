"""What an index lists a recipe under: its main ingredients, or what it says itself."""

from __future__ import annotations

import pytest

from cookbook.manuscript import parse_recipe
from cookbook.press.matter.mains import MOST_NAMES, sought_names

CAKE = (
    "200 g flour", "100 g butter", "3 eggs", "100 ml milk", "2 lemons", "3 tbsp poppy seeds",
    "150 g raspberries", "80 g ground almonds", "1 tsp baking powder", "1 tsp vanilla extract",
    "a pinch of salt",
)  # fmt: skip


def sought(title: str, *lines: str, head: str = "") -> tuple[str, ...]:
    """Give what an index lists a recipe under."""
    listed = "\n".join(f"- {each}" for each in lines)
    text = f"---\nkind: recipe\ntitle: {title}\n{head}---\n## Ingredients\n{listed}\n"
    return sought_names(parse_recipe(text, "recipes/it.md"))


class TestMainIngredients:
    """What is found in the ingredients."""

    def test_short_lists_are_listed_whole_but_for_staples(self) -> None:
        """Under three ingredients three cooks may look."""
        found = sought("Soup", "2 leeks", "500 g potatoes", "1 tsp thyme", "salt", "1 l water")
        assert found == ("leeks", "potatoes", "thyme")

    def test_long_lists_are_cut_to_what_the_recipe_is_about(self) -> None:
        """What all cakes hold gives way to what this one holds."""
        found = sought("Lemon and poppy seed cake", *CAKE)
        assert len(found) == MOST_NAMES
        assert {"lemons", "poppy seeds", "raspberries", "almonds"} <= set(found)
        assert "vanilla extract" not in found

    def test_what_the_title_names_comes_before_what_there_is_much_of(self) -> None:
        """A teaspoon can be what it is about."""
        lines = [f"100 g {each}" for each in ("rice", "peas", "ham", "leeks", "beans", "kale")]
        assert "saffron" in sought("Saffron rice", *lines, "1 pinch saffron")
        assert "saffron" not in sought("Fried rice", *lines, "1 pinch saffron")

    @pytest.mark.parametrize("title", ["Berry pudding", "Berries in cream", "BERRY tart"])
    def test_titles_name_one_or_many(self, title: str) -> None:
        """A title has its own number."""
        lines = [f"100 g {each}" for each in ("rice", "peas", "ham", "leeks", "beans", "kale")]
        assert "berries" in sought(title, *lines, "3 tbsp berries")

    def test_the_order_is_that_of_the_alphabet_whatever_the_list_has(self) -> None:
        """Two recipes of the same things stand in the same places."""
        found = sought("Cake", *CAKE[5:])
        assert found == sought("Cake", *reversed(CAKE[5:])) == tuple(sorted(found))


class TestOwnEntries:
    """What the recipe says itself."""

    def test_an_author_s_entries_are_all_there(self) -> None:
        """However many."""
        names = ["a", "b", "c", "d", "e", "f", "g", "h"]
        assert sought("Cake", *CAKE, head=f"index: [{', '.join(names)}]\n") == tuple(names)

    def test_none_means_none(self) -> None:
        """An empty list keeps it out."""
        assert sought("Cake", *CAKE, head="index: []\n") == ()
