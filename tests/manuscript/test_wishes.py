"""What book.yaml wishes of the pages that nobody writes."""

from __future__ import annotations

import pytest

from cookbook.manuscript import FrontMatterError, parse_book, parse_recipe, write_book, write_recipe
from cookbook.manuscript.wishes import (
    USUAL_INDEXES,
    Besides,
    IndexName,
    ListName,
    OrderForm,
    Wishes,
    read_wishes,
    with_wishes,
)

BOOK = """title: T
kind: cookbook
language: en
indexes: [courses, titles]
see:
  Courgette: Zucchini
  Pulses: [beans, lentils]
see-also:
  beans!red: chilli
lists: figures
besides: [large-print, source]
colophon: yes
order-form:
  price: £12
  payable-to: The Roof
  address: |-
    The Mill
    Pond Lane
parts:
- entries: [recipes/a.md]
"""


class TestWishes:
    def test_they_are_read_from_book_yaml(self) -> None:
        assert parse_book(BOOK).wishes == Wishes(
            indexes=(IndexName.COURSES, IndexName.TITLES),
            lists=(ListName.FIGURES,),
            besides=(Besides.LARGE_PRINT, Besides.SOURCE),
            see={"Courgette": ("Zucchini",), "Pulses": ("beans", "lentils")},
            see_also={"beans!red": ("chilli",)},
            colophon=True,
            order_form=OrderForm(price="£12", payable_to="The Roof", address="The Mill\nPond Lane"),
        )

    def test_they_stay_in_book_yaml_when_it_is_written_again(self) -> None:
        book = parse_book(BOOK)
        assert parse_book(write_book(book)).wishes == book.wishes

    def test_one_can_be_wished_and_taken_back(self) -> None:
        wished = with_wishes({"colophon": "yes"}, citation_style="a.csl", besides=("text",))
        assert wished == {"colophon": "yes", "citation-style": "a.csl", "besides": ("text",)}
        assert with_wishes(wished, citation_style="", besides=()) == {"colophon": "yes"}

    def test_a_book_that_says_nothing_has_the_usual_indexes(self) -> None:
        assert read_wishes({}, "book.yaml") == Wishes(indexes=USUAL_INDEXES)

    def test_an_empty_list_of_indexes_means_none(self) -> None:
        assert read_wishes({"indexes": ()}, "book.yaml").indexes == ()

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("indexes: [titles, colours]", 'It says "colours".'),
            ("lists: [photos]", 'It says "photos".'),
            ("besides: [papyrus]", 'It says "papyrus".'),
        ],
    )
    def test_a_name_that_nobody_knows_is_an_error_with_those_that_are_known(
        self, line: str, said: str
    ) -> None:
        text = f"title: T\n{line}\nparts: []\n"
        with pytest.raises(FrontMatterError) as caught:
            parse_book(text)
        key = line.partition(":")[0]
        assert str(caught.value.place) == "book.yaml, line 2"
        assert f'"{key}" should be a list of some of' in caught.value.message
        assert caught.value.remedy == said

    def test_pointers_that_are_no_mapping_are_an_error(self) -> None:
        with pytest.raises(FrontMatterError, match='"see" should be keys with values'):
            parse_book("title: T\nsee: [a, b]\nparts: []\n")


class TestTheIndexOfARecipe:
    def test_it_may_name_its_own_entries_or_none(self) -> None:
        text = "---\nkind: recipe\ntitle: T\nindex: [beans!red, cabbage]\n---\n"
        assert parse_recipe(text).index == ("beans!red", "cabbage")
        assert parse_recipe(text.replace("[beans!red, cabbage]", "[]")).index == ()
        assert parse_recipe("---\ntitle: T\n---\n").index is None

    def test_it_is_kept_when_the_recipe_is_written_again(self) -> None:
        recipe = parse_recipe("---\nkind: recipe\ntitle: T\nindex: [beans!red, cabbage]\n---\n")
        assert parse_recipe(write_recipe(recipe)).index == recipe.index

    def test_what_is_no_list_of_texts_is_an_error(self) -> None:
        with pytest.raises(FrontMatterError, match='"index" should be'):
            parse_recipe("---\ntitle: T\nindex:\n  beans: red\n---\n")
