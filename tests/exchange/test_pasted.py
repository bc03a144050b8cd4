"""Recipes pasted as plain text come out in their places, and no word of them is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.exchange.pasted.reading import (
    PASTED_MAX_CHARACTERS,
    Pasted,
    PastedError,
    read_pasted,
)
from cookbook.exchange.pasted.roles import LineRole
from cookbook.manuscript import Recipe, parse_recipe, write_recipe
from cookbook.manuscript.recipes import Step, TextSection

NOTE = """Gran's lemon cake

4 eggs
200g sugar
200g butter, soft
200g self-raising flour
zest of 2 lemons

Beat the butter and the sugar until pale.
Add the eggs one by one, then the flour and the zest.
Bake at 180 for 40 minutes. Don't open the oven!
"""
MAIL = """-----Original Message-----
From: Tess <tess@example.org>
Sent: 3 May 2026 10:31
Subject: Fwd: Bean stew

> Hi Joan,
>
> here is the stew that you liked so much.
>
> Ingredients:
> 500 g beans
> 2 onions
>
> Method:
> 1. Soak the beans.
> 2. Cook them with the onions.

Sent from my iPhone
"""
PAGE = """Jump to Recipe
Print Recipe
★★★★☆
4.7 from 210 votes
Potato Leek Soup
Prep Time
15 mins
Cook Time
35 mins
Servings: 6
A soup for cold evenings.
Ingredients
1x 2x 3x
For the soup
▢ 3 leeks
▢ 500 g potatoes
▢ 1 l stock
For the top
▢ 50 g bacon
Instructions
Step 1
Slice the leeks and soften them in butter.
Step 2
Add potatoes and stock; simmer for half an hour.
Notes
Freezes well.
"""
GERMAN = """Omas Pfannkuchen

Zutaten für 4 Personen:

250 g Mehl
3 Eier
1 Prise Salz

Zubereitung:

Alles verrühren und 20 Minuten ruhen lassen.
In einer Pfanne mit Butter backen.

Tipp:
Schmeckt mit Apfelmus.
"""


def steps_of(recipe: Recipe) -> list[str]:
    return [
        item.text for group in recipe.step_groups for item in group.items if isinstance(item, Step)
    ]


def ingredients_of(recipe: Recipe) -> list[str]:
    return [item.line for item in recipe.ingredients]


def roles_of(pasted: Pasted) -> dict[str, LineRole]:
    return {line.text: line.role for line in pasted.lines}


class TestReadPasted:
    def test_it_finds_the_parts_of_a_note_without_headings(self) -> None:
        pasted = read_pasted(NOTE)
        assert pasted.recipe.title == "Gran's lemon cake"
        assert ingredients_of(pasted.recipe) == NOTE.split("\n")[2:7]
        assert steps_of(pasted.recipe) == NOTE.strip().split("\n")[8:]
        assert [line.text for line in pasted.doubts] == ["4 eggs", NOTE.split("\n")[8]]

    def test_it_takes_a_mail_out_of_its_wrapping(self) -> None:
        pasted = read_pasted(MAIL)
        assert pasted.recipe.title == "Bean stew"
        assert "the stew that you liked" in pasted.recipe.headnote
        assert ingredients_of(pasted.recipe) == ["500 g beans", "2 onions"]
        assert steps_of(pasted.recipe) == ["Soak the beans.", "Cook them with the onions."]
        assert roles_of(pasted)["Sent from my iPhone"] is LineRole.LEFT_OUT

    def test_it_leaves_out_the_buttons_of_a_page_and_reads_its_times(self) -> None:
        recipe = read_pasted(PAGE).recipe
        assert recipe.title == "Potato Leek Soup"
        assert (recipe.prep, recipe.cook, recipe.yield_text) == ("15 mins", "35 mins", "6 servings")
        assert recipe.headnote == "A soup for cold evenings."
        groups = [(group.title, len(group.items)) for group in recipe.ingredient_groups]
        assert [count for _, count in groups if count] == [3, 1]
        assert steps_of(recipe) == [
            "Slice the leeks and soften them in butter.",
            "Add potatoes and stock; simmer for half an hour.",
        ]
        assert recipe.sections[-1] == TextSection("Notes", "Freezes well.")

    def test_it_reads_other_languages(self) -> None:
        recipe = read_pasted(GERMAN).recipe
        assert ingredients_of(recipe) == ["250 g Mehl", "3 Eier", "1 Prise Salz"]
        assert len(steps_of(recipe)) == 2
        assert recipe.sections[-1] == TextSection("Tipp", "Schmeckt mit Apfelmus.")
        assert recipe.yield_text == "4 Personen"

    def test_it_joins_lines_that_a_mail_program_broke(self) -> None:
        text = (
            "Bread\n\nIngredients\n\n- 500 g flour\n- salt\n\nDirections\n\n"
            "1.  Mix the flour with the water and the salt, and let it stand under\n"
            "    a cloth until the kitchen smells of it, which takes an hour or two.\n"
            "2.  Bake it in a very hot oven until it sounds hollow when you knock on\n"
            "    the bottom of the loaf with a knuckle.\n"
        )
        steps = steps_of(read_pasted(text).recipe)
        assert [step.split()[0] for step in steps] == ["Mix", "Bake"]
        assert "under a cloth until" in steps[0]

    def test_it_reads_one_paragraph_after_the_word_ingredients(self) -> None:
        recipe = read_pasted("Tea\nIngredients: 1 bag of tea\nMethod: Pour water on it.").recipe
        assert ingredients_of(recipe) == ["1 bag of tea"]
        assert steps_of(recipe) == ["Pour water on it."]

    def test_a_text_without_a_title_gets_one_and_says_so(self) -> None:
        pasted = read_pasted("Ingredients\n2 eggs\n1 cup milk\nMethod\nBeat them.")
        assert pasted.recipe.title == "Untitled recipe"
        assert pasted.doubts

    @pytest.mark.parametrize("text", ["", " \n\t\n", "\u200b"])
    def test_nothing_is_no_recipe(self, text: str) -> None:
        with pytest.raises(PastedError):
            read_pasted(text)

    def test_a_whole_book_is_refused(self) -> None:
        with pytest.raises(PastedError) as caught:
            read_pasted("x" * (PASTED_MAX_CHARACTERS + 1))
        assert "one recipe at a time" in caught.value.remedy

    def test_what_looks_like_markup_stays_words(self) -> None:
        text = "Soup *hot* [a](b)\n\nIngredients\n1 cup *secret* `sauce`\n2 onions\n\nMethod\n"
        written = write_recipe(read_pasted(f"{text}Stir $x$ and $y$.\nSee @tom.\n").recipe)
        assert "\\*secret\\*" in written
        assert "\\@tom" in written
        assert "\\$x\\$" in written

    @given(
        st.lists(
            st.one_of(
                st.sampled_from(
                    [
                        "Ingredients", "Method:", "Notes", "2 eggs", "1 cup of milk", "- salt",
                        "1. Stir well.", "Bake for 20 minutes.", "", "For the sauce:", "Serves 4",
                        "Prep time: 10 min", "A story of a dish, long ago.", "> quoted", "**Bold**",
                    ]
                ),
                st.text(
                    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]),
                    max_size=60,
                ),
            ),
            max_size=25,
        )
    )  # fmt: skip
    def test_every_line_has_a_fate_and_no_word_is_lost(self, rows: list[str]) -> None:
        text = "\n".join(rows)
        try:
            pasted = read_pasted(text)
        except PastedError:
            return
        assert [line.text for line in pasted.lines] == [row.strip() for row in rows if row.strip()]
        written = write_recipe(pasted.recipe)
        assert parse_recipe(written).title == pasted.recipe.title
        kept = _letters(written)
        for line in pasted.lines:
            if line.role in {LineRole.LEFT_OUT, LineRole.DETAIL}:
                continue
            for word in re.findall(r"[A-Za-z]{3,}", line.text):
                assert _letters(word) in kept, (line, written)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())
