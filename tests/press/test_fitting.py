"""How a recipe is fitted to its pages."""

from __future__ import annotations

import pytest

from cookbook.manuscript.recipes import IngredientGroup, IngredientsSection, Recipe, parse_recipe
from cookbook.press.entries.fitting import Fit, PhotoSize, fit_recipe, has_long_lines
from cookbook.press.geometry import COMMON_ROOM, Room

SENTENCE = "Stir it slowly until it thickens, and do not leave the stove for anybody. "


def _recipe(steps: int, *, headnote: str = "A story.") -> str:
    method = "\n".join(f"{number}. {SENTENCE * 2}" for number in range(1, steps + 1))
    return (
        f"---\nkind: recipe\ntitle: Custard\n---\n{headnote}\n\n"
        f"## Ingredients\n\n- 2 eggs\n- 1 l milk\n\n## Method\n\n{method}\n"
    )


def _fit(steps: int, *, has_photo: bool) -> Fit:
    return fit_recipe(parse_recipe(_recipe(steps)), COMMON_ROOM, has_photo=has_photo)


class TestFitRecipe:
    def test_it_gives_a_short_recipe_a_large_picture(self) -> None:
        assert _fit(2, has_photo=True).photo is PhotoSize.LARGE

    def test_it_sets_the_picture_beside_the_words_where_they_nearly_fill_the_page(self) -> None:
        assert _fit(7, has_photo=True).photo is PhotoSize.BESIDE

    def test_it_sets_a_recipe_closer_that_would_spill_a_few_lines_over(self) -> None:
        assert _fit(10, has_photo=False).is_snug

    def test_it_leaves_a_recipe_alone_that_fills_a_page_and_a_half(self) -> None:
        assert not _fit(16, has_photo=False).is_snug

    def test_it_shows_a_recipe_of_two_pages_as_a_spread(self) -> None:
        spread, single = (
            fit_recipe(parse_recipe(_recipe(steps)), COMMON_ROOM, has_photo=False)
            for steps in (16, 5)
        )
        assert "spread" in spread.classes
        assert "spread" not in single.classes

    def test_it_goes_by_the_room_of_the_page(self) -> None:
        recipe = parse_recipe(_recipe(16))
        assert fit_recipe(recipe, Room(60, 90, 40), has_photo=False).classes == ()

    @pytest.mark.parametrize(
        ("said", "size"),
        [("page", PhotoSize.PAGE), ("half", PhotoSize.LARGE), ("small", PhotoSize.BESIDE)],
    )
    def test_it_does_what_the_author_wishes(self, said: str, size: PhotoSize) -> None:
        for steps in (2, 9, 200):
            text = _recipe(steps).replace("title:", f"photo-size: {said}\ntitle:")
            assert fit_recipe(parse_recipe(text), COMMON_ROOM, has_photo=True).photo is size

    def test_a_wish_without_a_photo_changes_nothing(self) -> None:
        text = _recipe(2).replace("title:", "photo-size: page\ntitle:")
        wished = fit_recipe(parse_recipe(text), COMMON_ROOM, has_photo=False)
        assert wished == _fit(2, has_photo=False)

    def test_it_counts_the_lines_of_lists_within_steps(self) -> None:
        item = "Stir it once more"
        steps = "\n".join(f"   {number}. {item}" for number in range(1, 40))
        nested = _recipe(1).replace("\n1. ", f"\n1. Then:\n{steps}\n2. ")
        assert "spread" in fit_recipe(parse_recipe(nested), COMMON_ROOM, has_photo=False).classes

    def test_it_gives_up_on_a_recipe_of_many_pages(self) -> None:
        fit = _fit(200, has_photo=True)
        assert (fit.photo, fit.is_snug) == (PhotoSize.BESIDE, False)


class TestHasLongLines:
    def test_it_tells_a_list_of_sentences_from_a_list_of_things(self) -> None:
        short, long = (
            parse_recipe(f"---\ntitle: A\n---\n## Ingredients\n\n- {line}\n- {line}\n")
            for line in ("2 eggs", "2 eggs from the hen that lives behind the old mill")
        )
        assert has_long_lines(_group(long), COMMON_ROOM)
        assert not has_long_lines(_group(short), COMMON_ROOM)

    def test_it_takes_no_ingredients_for_no_long_ones(self) -> None:
        assert not has_long_lines(IngredientGroup("", ()), COMMON_ROOM)


def _group(recipe: Recipe) -> IngredientGroup:
    section = recipe.sections[0]
    assert isinstance(section, IngredientsSection)
    return section.groups[0]
