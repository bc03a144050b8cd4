"""The form is a view of the text: whatever it doesn't show, or nobody touched, stays."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.config import samples_folder
from cookbook.contributing.chapter_fields import ChapterFields, chapter_fields, write_chapter_fields
from cookbook.contributing.field_words import read_list, show_list
from cookbook.contributing.recipe_fields import RecipeFields, recipe_fields, write_recipe_fields
from cookbook.contributing.recipe_lines import (
    read_ingredient_lines,
    read_step_lines,
    show_ingredient_lines,
    show_step_lines,
)
from cookbook.manuscript import (
    Chapter,
    Recipe,
    parse_chapter,
    parse_ingredient,
    parse_recipe,
    write_chapter,
    write_recipe,
)
from cookbook.manuscript.decoding import tidy_text
from cookbook.manuscript.recipes import RECIPE_KEYS, IngredientsSection, MethodSection
from tests.manuscript.strategies import bodies, brief, extras, lists, trimmed

RECIPES = sorted(samples_folder().glob("*/recipes/*.md"))
CHAPTERS = sorted(samples_folder().glob("*/chapters/*.md"))

recipes = st.builds(
    lambda body, extra, by, tags: dataclasses.replace(
        parse_recipe(f"---\ntitle: Soup\n---\n{tidy_text(body)[0]}"), extra=extra, by=by, tags=tags
    ),
    bodies,
    extras(RECIPE_KEYS),
    lists,
    lists,
)


class TestRecipeFields:
    @pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
    def test_a_sample_that_is_only_looked_at_stays_as_it_is(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        fields = recipe_fields(parse_recipe(text))
        assert write_recipe_fields(fields, text) == text

    @pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
    def test_a_sample_whose_lines_are_read_anew_means_the_same(self, path: Path) -> None:
        recipe = parse_recipe(path.read_text(encoding="utf-8"))
        groups = recipe.ingredient_groups
        assert read_ingredient_lines(show_ingredient_lines(groups)) == groups
        assert read_step_lines(show_step_lines(recipe.step_groups)) == recipe.step_groups

    @pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
    def test_a_new_title_changes_one_line_of_a_sample(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        fields = dataclasses.replace(recipe_fields(parse_recipe(text)), title="Something else")
        before, after = text.split("\n"), write_recipe_fields(fields, text).split("\n")
        changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        assert [now for _, now in changed] == ["title: Something else"]

    @given(recipes)
    @brief
    def test_a_recipe_that_is_only_looked_at_stays_as_it_is(self, recipe: Recipe) -> None:
        text = write_recipe(recipe)
        fields = recipe_fields(parse_recipe(text))
        assert write_recipe_fields(fields, text) == text

    @given(recipes, trimmed)
    @brief
    def test_what_is_not_touched_survives_a_change_elsewhere(
        self, recipe: Recipe, town: str
    ) -> None:
        text = write_recipe(recipe)
        parsed = parse_recipe(text)
        fields = dataclasses.replace(recipe_fields(parsed), town=town)
        after = parse_recipe(write_recipe_fields(fields, text))
        assert dataclasses.replace(after, town=parsed.town) == parsed
        assert after.town == " ".join(town.split("\n")).strip() or "\n" in town

    @given(recipes)
    @brief
    def test_ingredients_and_steps_come_back_from_their_lines(self, recipe: Recipe) -> None:
        for section in parse_recipe(write_recipe(recipe)).sections:
            if isinstance(section, IngredientsSection):
                shown = show_ingredient_lines(section.groups)
                assert read_ingredient_lines(shown) == section.groups
            elif isinstance(section, MethodSection):
                assert read_step_lines(show_step_lines(section.groups)) == section.groups

    def test_keys_and_sections_that_the_form_does_not_show_survive(self) -> None:
        text = (
            "---\nkind: recipe\ntitle: Soup\nwine: 'no'  # said the doctor\n---\nA story.\n\n"
            "## History\nOld.\n\n## What you need\n- 1 stone\n\n## Steps\n1. Boil.\n\n"
            "## Variations\nNone.\n"
        )
        fields = dataclasses.replace(recipe_fields(parse_recipe(text)), headnote="A long story.")
        assert write_recipe_fields(fields, text) == text.replace("A story.", "A long story.")

    def test_sections_are_added_changed_and_taken_away_where_they_stand(self) -> None:
        text = "---\nkind: recipe\ntitle: Soup\n---\n## History\nOld.\n\n## Tips\nSalt it.\n"
        fields = recipe_fields(parse_recipe(text))
        assert (fields.more, fields.notes) == ("## History\nOld.", "Salt it.")
        changed = dataclasses.replace(
            fields,
            ingredients="1 stone\n1 l water",
            method="Boil.\n\nServe.",
            notes="",
            more="## History\nVery old.\n\n## Wine\nNone.",
        )
        written = write_recipe_fields(changed, text)
        assert [section.heading for section in parse_recipe(written).sections] == [
            "Ingredients",
            "Method",
            "History",
            "Wine",
        ]
        assert "Very old." in written
        assert "Salt it." not in written

    def test_a_new_recipe_is_written_from_nothing_but_a_title(self) -> None:
        assert write_recipe_fields(RecipeFields(title=" Stone \n soup ")) == (
            "---\nkind: recipe\ntitle: Stone soup\n---\n"
        )

    def test_several_names_stand_a_line_each(self) -> None:
        fields = RecipeFields(title="Soup", by="Ines Duarte\n\n Tom  Okafor \n")
        assert parse_recipe(write_recipe_fields(fields)).by == ("Ines Duarte", "Tom Okafor")


class TestIngredientLines:
    def test_a_line_is_an_ingredient_whatever_mark_it_has(self) -> None:
        (group,) = read_ingredient_lines("500 g beans\n- 1 onion\n• salt\n– 2 eggs\n\n3. pepper")
        lines = ["500 g beans", "1 onion", "salt", "2 eggs", "pepper"]
        assert group.items == tuple(map(parse_ingredient, lines))

    def test_a_line_with_a_colon_heads_a_group(self) -> None:
        groups = read_ingredient_lines("1 stone\n\nFor the soup:\n2 onions\n### For the pot\nbeans")
        assert [group.title for group in groups] == ["", "For the soup", "For the pot"]

    def test_groups_are_shown_as_people_write_them(self) -> None:
        text = "For the pot:\n500 g beans\n\nFor the soup:\n2 onions"
        assert show_ingredient_lines(read_ingredient_lines(text)) == text

    def test_a_remark_stays_between_the_lines(self) -> None:
        recipe = parse_recipe("---\ntitle: x\n---\n## Ingredients\n- a\n\nAnd then:\n\n- b\n")
        assert show_ingredient_lines(recipe.ingredient_groups) == "a\n> And then:\nb"


class TestStepLines:
    def test_a_line_is_a_step(self) -> None:
        (group,) = read_step_lines("Wash the stone.\nSimmer it.\n\nServe.")
        assert len(group.items) == 3

    def test_a_sentence_that_was_broken_into_lines_stays_one_step(self) -> None:
        (group,) = read_step_lines("1. Wash the stone in\nplenty of cold\nwater.\n2. Simmer.")
        assert [item.text for item in group.items] == [
            "Wash the stone in plenty of cold water.",
            "Simmer.",
        ]


class TestChapterFields:
    @pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
    def test_a_sample_that_is_only_looked_at_stays_as_it_is(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert write_chapter_fields(chapter_fields(parse_chapter(text)), text) == text

    @given(bodies, trimmed.filter(bool))
    @brief
    def test_the_body_survives_a_change_elsewhere(self, body: str, source: str) -> None:
        text = write_chapter(parse_chapter(f"---\ntitle: x\n---\n{tidy_text(body)[0]}"))
        parsed = parse_chapter(text)
        fields = dataclasses.replace(chapter_fields(parsed), source=source)
        after = parse_chapter(write_chapter_fields(fields, text))
        assert after.body == parsed.body

    def test_every_field_is_written(self) -> None:
        fields = ChapterFields(
            title="Sampling",
            by="Ada Obi\nJon Vik",
            town="Lund",
            identifier="sampling",
            role="introduction",
            numbered="no",
            tags="one, two",
            source="A lecture",
            licence="CC0-1.0",
            body="Words.",
        )
        assert parse_chapter(write_chapter_fields(fields)) == Chapter(
            title="Sampling",
            by=("Ada Obi", "Jon Vik"),
            town="Lund",
            identifier="sampling",
            role="introduction",
            numbered=False,
            tags=("one", "two"),
            source="A lecture",
            licence="CC0-1.0",
            body="Words.",
        )


class TestLists:
    @pytest.mark.parametrize("items", [(), ("a",), ("a", "b c"), ("a, b", "c"), ("a, b",)])
    def test_they_come_back_from_one_line(self, items: tuple[str, ...]) -> None:
        assert read_list(show_list(items)) == items

    def test_an_item_stands_once(self) -> None:
        assert read_list("beans, winter,, beans ") == ("beans", "winter")
