"""Books in metric or American measures, and their tables of measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.manuscript import read_book_folder
from cookbook.press.assembling import assemble
from cookbook.press.caching import MemoryCache
from cookbook.press.sections import SectionKind
from cookbook.press.warnings import Warnings
from tests.press.making import Set, chapter, make_book, recipe, set_book, words

BISCUITS = recipe(
    "Biscuits",
    "My oven stood at 350°F.",
    "",
    "## Ingredients",
    "- 2 1/2 cups all-purpose flour",
    "- 1 tbsp sugar",
    "- 1 cup buttermilk",
    "- 1 cup grated Cheddar",
    "- 2 eggs",
    "",
    "## Method",
    "1. Bake at 450°F for 12 minutes.",
)


def book(folder: Path, measures: str, **files: str) -> Set:
    named = {"recipes/biscuits.md": BISCUITS, **files}
    places = ", ".join(named)
    frame = (
        f"title: A Trial\nlicence: CC0-1.0\nmeasures: {measures}\nparts:\n- entries: [{places}]\n"
    )
    return set_book(make_book(folder, named, frame))


def said(made: Set, identifier: str = "biscuits") -> str:
    return made.says(identifier).replace("\u00a0", " ")


def rows(made: Set, caption: str) -> list[list[str]]:
    (table,) = (
        each
        for each in made.section("measures").iter("table")
        if words(each.find("caption")).strip() == caption
    )
    return [[words(cell).replace("\u00a0", " ") for cell in row] for row in table.iter("tr")]


class TestABookInMeasures:
    def test_metric_figures_stand_first(self, tmp_path: Path) -> None:
        made = said(book(tmp_path, "metric"))
        assert "300 g (2½ cups) all-purpose flour" in made
        assert "1 tbsp sugar" in made
        assert "240 ml (1 cup) buttermilk" in made
        assert "Bake at 230 °C (450 °F) for 12 minutes." in made
        assert "My oven stood at 350 °F." in made

    def test_american_ones_stay_where_they_are_first(self, tmp_path: Path) -> None:
        made = said(book(tmp_path, "us"))
        assert "2½ cups all-purpose flour" in made
        assert "Bake at 450 °F for" in made

    def test_both_stand_in_the_books_order(self, tmp_path: Path) -> None:
        made = said(book(tmp_path, "us and metric"))
        assert "2½ cups (300 g) all-purpose flour" in made
        assert "Bake at 450 °F (230 °C) for" in made

    @pytest.mark.parametrize("measures", ["as written", '""'])
    def test_as_written_they_are_those_of_the_contributor(
        self, tmp_path: Path, measures: str
    ) -> None:
        made = book(tmp_path, measures)
        assert "2½ cups all-purpose flour" in said(made)
        assert SectionKind.MEASURES not in {each.kind for each in made.book.sections}

    def test_a_change_of_measures_composes_recipes_anew_and_chapters_not(
        self, tmp_path: Path
    ) -> None:
        cache, more = MemoryCache(), {"chapters/words.md": chapter("Words", "At 350 °F.")}

        def digests(measures: str) -> dict[str, str]:
            book(tmp_path, measures, **more)
            made = assemble(read_book_folder(tmp_path), tmp_path, Warnings(), cache=cache)
            return {each.identifier: each.digest for each in made.sections}

        before, after, again = digests("as written"), digests("metric"), digests("as written")
        assert before["biscuits"] != after["biscuits"]
        assert before["words"] == after["words"]
        assert before == again


class TestTheTablesOfMeasures:
    def test_they_list_what_the_recipes_weigh(self, tmp_path: Path) -> None:
        made = book(tmp_path, "metric")
        assert rows(made, "What a cup weighs") == [
            ["One cup of", "weighs"],
            ["Grated cheese", "110 g"],
            ["Plain flour", "120 g"],
            ["Sugar", "200 g"],
        ]

    def test_the_books_system_comes_first(self, tmp_path: Path) -> None:
        metric, american = book(tmp_path / "a", "metric"), book(tmp_path / "b", "us and metric")
        assert rows(metric, "Weights")[:2] == [["Metric", "American"], ["15 g", "½ oz"]]
        assert rows(american, "Weights")[:2] == [["American", "Metric"], ["½ oz", "15 g"]]
        assert rows(metric, "Ovens")[6] == ["180 °C", "350 °F", "4"]
        assert rows(american, "Spoons and cups")[4] == ["¼ cup", "60 ml"]

    def test_every_row_is_named_by_its_first_cell(self, tmp_path: Path) -> None:
        made = book(tmp_path, "metric")
        for row in made.section("measures").findall(".//tbody/tr"):
            assert next(cell.tag for cell in row) == "th"

    def test_a_chapter_of_that_name_takes_their_place(self, tmp_path: Path) -> None:
        own = chapter("Our measures", "By eye.", id="measures")
        made = book(tmp_path, "metric", **{"chapters/own.md": own})
        assert said(made, "measures").split()[:2] == ["Our", "measures"]
        assert SectionKind.MEASURES not in {each.kind for each in made.book.sections}

    def test_references_find_them(self, tmp_path: Path) -> None:
        text = chapter("Words", "See [](#measures), or [the tables](#measures).")
        made = book(tmp_path, "metric", **{"chapters/measures.md": text})
        assert made.warnings == ()
        links = [(each.get("href"), words(each)) for each in made.section("measures-2").iter("a")]
        assert links[-2:] == [("#measures", "“Measures”"), ("#measures", "the tables")]

    def test_they_change_with_the_recipes(self, tmp_path: Path) -> None:
        cache = MemoryCache()
        book(tmp_path, "metric")
        for line in ("1 cup honey", "1 egg", "1 cup rice"):
            text = recipe("Biscuits", "## Ingredients", f"- {line}")
            (tmp_path / "recipes/biscuits.md").write_text(text, encoding="utf-8")
            kept, new = (
                assemble(read_book_folder(tmp_path), tmp_path, Warnings(), cache=each)
                for each in (cache, MemoryCache())
            )
            assert [each.digest for each in kept.sections] == [each.digest for each in new.sections]
