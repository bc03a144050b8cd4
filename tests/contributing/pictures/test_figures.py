"""Figures: lifted from the ends of fields, and put back letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.contributing.chapter_fields import ChapterFields
from cookbook.contributing.pictures.figures import (
    Figure,
    Place,
    lift_figures,
    put_below,
    put_figures,
)
from cookbook.contributing.recipe_fields import RecipeFields, recipe_fields, write_recipe_fields
from cookbook.manuscript import parse_recipe

A, B = "images/soup-1a2b3c4d.jpg", "images/soup-5e6f7a8b.jpg"
SOUP = RecipeFields(
    title="Soup", headnote="My aunt's.", ingredients="1 stone", method="Wash.\n\nSimmer.", notes=""
)
FIGURES = (
    Figure(A, "A stone", Place.STORY),
    Figure(B, "", Place.STORY),
    Figure(A, "A pot", Place.METHOD),
    Figure(B, "A ladle", Place.METHOD),
    Figure(A, "A bowl", Place.NOTES),
)
PATHS = frozenset({A, B})
WORDS = st.text(st.sampled_from("ab >!\n[](){}#."), max_size=20)


class TestPutFigures:
    def test_they_stand_in_the_text_below_what_they_belong_to(self) -> None:
        text = write_recipe_fields(put_figures(SOUP, FIGURES))
        assert f'My aunt\'s.\n\n![](../{A}){{alt="A stone"}}\n\n' in text
        assert f'![](../{B}){{alt="" .decorative}}\n\n## Ingredients' in text
        assert f'2. Simmer.\n\n![](../{A}){{alt="A pot"}}\n\n![](../{B})' in text
        assert f'## Notes\n![](../{A}){{alt="A bowl"}}\n' in text

    def test_they_come_back_from_the_text(self) -> None:
        text = write_recipe_fields(put_figures(SOUP, FIGURES))
        assert lift_figures(recipe_fields(parse_recipe(text)), PATHS) == (SOUP, FIGURES)

    def test_a_recipe_of_pictures_alone_is_one_too(self) -> None:
        bare = RecipeFields(title="Soup")
        text = write_recipe_fields(put_figures(bare, FIGURES))
        assert lift_figures(recipe_fields(parse_recipe(text)), PATHS) == (bare, FIGURES)

    @pytest.mark.parametrize("alt", ['A "stone"', "A \\ stone", "A\nstone", "A {stone} ](x)"])
    def test_no_description_breaks_out_of_its_figure(self, alt: str) -> None:
        put = put_figures(SOUP, [Figure(A, alt)])
        _fields, (found,) = lift_figures(put, PATHS)
        assert found.path == A
        assert found.alt.startswith("A")
        assert put.headnote.count("\n") == 2

    def test_those_of_a_chapter_stand_below_it(self) -> None:
        fields = put_below(ChapterFields(body="Hot.\n"), FIGURES[:2])
        assert fields.body == (
            f'Hot.\n\n![](../{A}){{alt="A stone"}}\n\n![](../{B}){{alt="" .decorative}}'
        )


class TestLiftFigures:
    def test_pictures_of_others_stay_where_they_are(self) -> None:
        put = put_figures(SOUP, FIGURES)
        assert lift_figures(put, frozenset()) == (put, ())

    @pytest.mark.parametrize(
        "headnote",
        [
            f'![](../{A}){{alt="x"}}\n\nAnd then more.',
            f"Words.\n\n![A caption](../{A})",
            f'Words.\n![](../{A}){{alt="x"}}',
            f'Words.\n\n\n![](../{A}){{alt="x"}}',
            f'Words.\n\n![](../{A}){{alt="x" width=10}}',
        ],
    )
    def test_what_is_no_figure_at_the_end_stays_as_it_is(self, headnote: str) -> None:
        fields = RecipeFields(title="Soup", headnote=headnote)
        assert lift_figures(fields, PATHS) == (fields, ())

    @given(st.lists(WORDS, min_size=3, max_size=3), st.lists(st.sampled_from(FIGURES), max_size=4))
    def test_what_was_lifted_is_put_back_letter_by_letter(
        self, words: list[str], figures: list[Figure]
    ) -> None:
        headnote, method, notes = words
        before = put_figures(
            RecipeFields("x", headnote=headnote, method=method, notes=notes), figures
        )
        lifted, found = lift_figures(before, PATHS)
        assert put_figures(lifted, found) == before
