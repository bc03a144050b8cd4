"""Ingredients that are recipes of the same book."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.manuscript import parse_ingredient, read_book_folder
from cookbook.press.assembling import assemble
from cookbook.press.caching import MemoryCache
from cookbook.press.entries.subrecipes import RecipeTitles, refer_to_recipes, title_key
from cookbook.press.tree import link, plain, plain_text, text, walk
from cookbook.press.warnings import Warnings
from tests.press.making import Set, make_book, recipe, set_book, words

CRUST = "recipes/crust.md"


def pie(*lines: str, title: str = "Cheese pie") -> str:
    return recipe(
        title, "## Ingredients", *(f"- {line}" for line in lines), "", "## Method", "1. Bake."
    )


def book_of(folder: Path, *lines: str, crust: str = "Shortcrust pastry") -> Set:
    files = {CRUST: recipe(crust, "## Method", "1. Rub."), "recipes/pie.md": pie(*lines)}
    return set_book(make_book(folder, files))


def references(made: Set) -> list[tuple[str, str]]:
    found = made.section("pie")
    return [
        (each.get("href") or "", words(each))
        for each in found.iter("a")
        if "entry-ref" in (each.get("class") or "")
    ]


class TestASubRecipe:
    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            ("1 batch Shortcrust pastry", "Shortcrust pastry"),
            ("1 quantity of shortcrust pastry, chilled", "shortcrust pastry"),
            ("300 g shortcrust pastry", "shortcrust pastry"),
            ("½ recipe SHORTCRUST PASTRY (cold)", "SHORTCRUST PASTRY"),
            ("300 g shortcrust pastry (see page 12)", "shortcrust pastry"),
            ("Shortcrust pastry", "Shortcrust pastry"),
        ],
    )
    def test_it_becomes_a_reference(self, tmp_path: Path, line: str, printed: str) -> None:
        made = book_of(tmp_path, line, "300 g cheese")
        assert references(made) == [("#crust", printed)]
        assert made.warnings == ()

    @pytest.mark.parametrize(
        "line",
        ["1 batch shortcrust", "300 g shortcrust (see page …)", "1 portion of the Shortcrust"],
    )
    def test_one_word_will_do_where_it_is_surely_meant(self, tmp_path: Path, line: str) -> None:
        made = book_of(tmp_path, line, crust="Shortcrust")
        assert [href for href, _words in references(made)] == ["#crust"]
        assert "see page" not in made.says("pie")

    @pytest.mark.parametrize(
        ("line", "title"),
        [
            ("300 g shortcrust", "Shortcrust"),
            ("300 g shortcrust pastry scraps", "Shortcrust pastry"),
            ("100 g butter", "Butter"),
            ("1 batch butter", "Butter"),
            ("100 g brown sugar", "Brown sugar"),
            ("1 batch cheese pie", "Shortcrust pastry"),
            ("300 g *shortcrust* pastry", "Shortcrust pastry"),
        ],
    )
    def test_what_may_be_something_else_does_not(
        self, tmp_path: Path, line: str, title: str
    ) -> None:
        assert references(book_of(tmp_path, line, crust=title)) == []

    def test_a_link_of_the_contributors_own_stays_as_it_is(self, tmp_path: Path) -> None:
        made = book_of(tmp_path, "1 batch [pastry](crust.md) or shortcrust pastry")
        assert references(made) == [("#crust", "pastry")]

    def test_of_two_recipes_of_one_title_none_is_meant(self, tmp_path: Path) -> None:
        files = {
            "recipes/one.md": recipe("Red sauce", "## Method", "1. Stir."),
            "recipes/two.md": recipe("Red sauce", "## Method", "1. Stir."),
            "recipes/pie.md": pie("1 batch red sauce"),
        }
        assert references(set_book(make_book(tmp_path, files))) == []

    def test_measures_stand_before_the_reference(self, tmp_path: Path) -> None:
        files = {CRUST: recipe("Shortcrust pastry", "## Method", "1. Rub."),
                 "recipes/pie.md": pie("10 oz shortcrust pastry")}  # fmt: skip
        entries = ", ".join(files)
        frame = f"title: A Trial\nmeasures: metric\nparts:\n- entries: [{entries}]\n"
        made = set_book(make_book(tmp_path, files, frame))
        assert references(made) == [("#crust", "shortcrust pastry")]
        assert "280\u00a0g (10\u00a0oz) shortcrust pastry" in made.says("pie")


class TestAfterAnEdit:
    def sections(self, folder: Path, cache: MemoryCache) -> list[tuple[str, str]]:
        book = assemble(read_book_folder(folder), folder, Warnings(), cache=cache)
        return [(each.identifier, each.digest) for each in book.sections]

    def test_a_book_that_was_pressed_before_is_the_same_as_a_new_one(self, tmp_path: Path) -> None:
        cache = MemoryCache()
        before = book_of(tmp_path, "1 batch shortcrust pastry")
        self.sections(tmp_path, cache)
        for title in ("Hot water crust", "Shortcrust pastry", "The shortcrust pastry"):
            (tmp_path / CRUST).write_text(recipe(title, "## Method", "1. Rub."), encoding="utf-8")
            assert self.sections(tmp_path, cache) == self.sections(tmp_path, MemoryCache())
        assert references(before) == [("#crust", "shortcrust pastry")]
        (tmp_path / CRUST).write_text(recipe("Other", "## Method", "1. Rub."), encoding="utf-8")
        assert references(set_book(tmp_path)) == []


class TestReferToRecipes:
    def test_only_the_first_name_is_linked_and_the_rest_is_kept(self) -> None:
        tree = [plain(text("1 batch red sauce, or more red sauce"))]
        line = parse_ingredient("1 batch red sauce, or more red sauce")
        (made,) = refer_to_recipes(tree, line, {"red sauce": "recipes/a b.md"})
        links = [node for node in walk([made]) if node["t"] == "Link"]
        assert links == [link("/recipes/a%20b.md", text("red sauce"))]
        assert plain_text([made]) == "1 batch red sauce, or more red sauce"

    def test_without_titles_a_tree_is_the_very_same(self) -> None:
        tree = [plain(text("1 batch red sauce"))]
        assert refer_to_recipes(tree, parse_ingredient("1 batch red sauce"), {}) is tree


class TestRecipeTitles:
    def test_case_blanks_and_articles_do_not_count(self) -> None:
        assert title_key("The  Red\u00a0Sauce") == title_key("red sauce")

    def test_a_recipe_is_never_found_by_itself(self) -> None:
        titles = RecipeTitles({"red sauce": "recipes/sauce.md"})
        assert titles.find("recipes/sauce.md", ["red sauce", "none"]) == {}
        assert titles.find("recipes/pie.md", ["red sauce"]) == {"red sauce": "recipes/sauce.md"}
