"""What a reader marks on a typeset page is found in the manuscript, and put in other words."""

from __future__ import annotations

import pytest

from cookbook.contributing.suggesting.finding import find_passage, replace_passage
from cookbook.manuscript import parse_recipe
from cookbook.manuscript.passages import Passage
from cookbook.models import ContributionKind

RECIPE = """---
kind: recipe
title: Stone soup
---
My *grandmother's* "stone" soup
goes over two lines -- always.

A second paragraph, with a [link](https://example.org).

## Ingredients

### For the pot
- 1/2 cup flour
- 350 g [beans](x)
- 1 onion

## Method

1. Bake at 350 F for 20 min.
2. Simmer.
   For long.
10. Simmer again, and serve.
"""


def found(quote: str, text: str = RECIPE) -> Passage | None:
    return find_passage(text, ContributionKind.RECIPE, quote)


def replaced(quote: str, words: str) -> str:
    passage = found(quote)
    assert passage is not None
    return replace_passage(RECIPE, passage, words)


class TestFindPassage:
    @pytest.mark.parametrize(
        ("quote", "begins"),
        [
            ("grandmother’s “stone” soup goes over two lines – always", "My *grandmother's*"),
            ("with a link", "A second paragraph"),
            ("½ cup flour", "1/2 cup"),
            ("½ cup (60 g) flour", "1/2 cup"),
            ("350\N{NARROW NO-BREAK SPACE}g beans", "350 g"),
            ("Bake at 350 °F (180 °C) for 20 min", "Bake at"),
            ("BAKE AT 350 F", "Bake at"),
            ("Simmer.", "Simmer."),
            ("Simmer again", "Simmer again"),
            ("for 20 min. Simmer. For long.", "Simmer."),
            ("goes over two lines – always. A second paragraph, with a link.", "A second"),
            ("For the pot", "For the pot"),
            ("grand\N{SOFT HYPHEN}mother’s", "My *grandmother's*"),
        ],
    )
    def test_what_was_typeset_is_found_as_it_was_written(self, quote: str, begins: str) -> None:
        passage = found(quote)
        assert passage is not None
        assert passage.text.startswith(begins)

    @pytest.mark.parametrize("quote", ["", " ", "—", "Stone soup", "Contents of another book"])
    def test_what_stands_in_no_paragraph_is_not_found(self, quote: str) -> None:
        assert found(quote) is None

    def test_a_chapter_is_read_as_a_chapter(self) -> None:
        text = "---\nkind: chapter\ntitle: On soup\n---\n1. First.\n2. Then.\n"
        passage = find_passage(text, ContributionKind.CHAPTER, "Then")
        assert passage is not None
        assert passage.text == "Then."


class TestReplacePassage:
    def test_an_item_stays_an_item_and_the_rest_as_it_was(self) -> None:
        assert replaced("1 onion", "2 onions") == RECIPE.replace("- 1 onion", "- 2 onions")

    def test_several_lines_are_several_ingredients(self) -> None:
        ingredients = parse_recipe(replaced("1 onion", "1 onion\r\n\r\n1 leek")).ingredients
        assert [each.line for each in ingredients][-2:] == ["1 onion", "1 leek"]

    def test_a_step_of_several_lines_stays_one(self) -> None:
        recipe = parse_recipe(replaced("Simmer. For long.", "Simmer.\n\nVery long."))
        steps = [step for group in recipe.step_groups for step in group.items]
        assert len(steps) == 3
        assert "Very long." in steps[1].text

    def test_a_paragraph_may_become_two(self) -> None:
        headnote = parse_recipe(replaced("second paragraph", "Second.\n\nThird.")).headnote
        assert headnote.endswith("always.\n\nSecond.\n\nThird.")

    def test_a_paragraph_may_go(self) -> None:
        recipe = parse_recipe(replaced("second paragraph", " \n"))
        assert recipe.headnote.endswith("always.")
        assert len(recipe.ingredients) == 3

    def test_a_number_that_is_its_own_words_is_not_taken_for_its_marker(self) -> None:
        text = "---\ntitle: x\n---\n## Method\n1. 1\n2. two\n"
        passage = find_passage(text, ContributionKind.RECIPE, "two")
        assert passage is not None
        assert replace_passage(text, passage, "2") == text.replace("2. two", "2. 2")
        one = Passage(passage.role, "1", 5, "Method", "1.", 1)
        assert replace_passage(text, one, "one") == text.replace("1. 1", "1. one")
