"""What search engines read in a page: parsed back, and shut in its block whatever it holds."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from cookbook.press.outputs.excerpts import PagePicture, read_excerpt
from cookbook.press.outputs.linkeddata import book_data, data_block, entry_data, iso_duration
from tests.press.making import Pressed, Set, chapter, make_book, recipe, set_book

BREAKOUT = "Pie </script><script>alert(1)</script> <!-- & ]]>"
FULL = recipe(
    "Pie",
    "The *story* of [a pie](https://example.org).",
    "",
    "## Ingredients",
    "### For the pastry",
    "- 1/2 cup **flour**",
    "- salt",
    "### For the filling",
    "- 3 pears",
    "",
    "## Method",
    "### Pastry",
    "1. Rub it.",
    "2. Chill^[Overnight.] it.",
    "### Filling",
    "Mind your fingers.",
    "",
    "1. Peel.",
    by="[Ada Obi, Jon Vik]",
    **{"yield": "6 slices"},
    prep="20 min",
    cook="1 h 10 min",
    total="2 days",
    course="dessert",
    cuisine="Portuguese",
    diet="[gluten-free, Vegetarian, raw]",
    tags="[winter, pears]",
    licence="CC-BY-4.0",
)


def data_of(book: Set, identifier: str) -> dict[str, Any]:
    section = book.find(identifier)
    data = entry_data(book.book, section, read_excerpt(section), f"{identifier}.html")
    assert data is not None
    return parsed(data_block(data))


def parsed(block: str) -> dict[str, Any]:
    node = lxml_html.fragment_fromstring(block)
    assert (node.tag, node.get("type")) == ("script", "application/ld+json")
    data: dict[str, Any] = json.loads(node.text or "")
    assert data.pop("@context") == "https://schema.org"
    return data


class TestRecipe:
    @pytest.fixture
    def pie(self, tmp_path: Path) -> dict[str, Any]:
        return data_of(set_book(make_book(tmp_path, {"recipes/pie.md": FULL})), "pie")

    def test_it_says_what_the_recipe_says(self, pie: dict[str, Any]) -> None:
        instructions = pie.pop("recipeInstructions")
        assert pie == {
            "@type": "Recipe",
            "name": "Pie",
            "url": "pie.html",
            "author": [
                {"@type": "Person", "name": "Ada Obi"},
                {"@type": "Person", "name": "Jon Vik"},
            ],
            "description": "The story of a pie.",
            "recipeYield": "6 slices",
            "prepTime": "PT20M",
            "cookTime": "PT1H10M",
            "totalTime": "P2D",
            "recipeIngredient": ["1/2 cup flour", "salt", "3 pears"],
            "recipeCategory": "dessert",
            "recipeCuisine": "Portuguese",
            "keywords": "winter, pears, raw",
            "suitableForDiet": [
                "https://schema.org/GlutenFreeDiet",
                "https://schema.org/VegetarianDiet",
            ],
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "inLanguage": "en",
            "isPartOf": {"@type": "Book", "name": "A Trial", "url": "index.html"},
        }
        assert [each["name"] for each in instructions] == ["Pastry", "Filling"]

    def test_its_steps_stand_under_their_headings(self, pie: dict[str, Any]) -> None:
        steps = [
            [(each["@type"], each["text"]) for each in section["itemListElement"]]
            for section in pie["recipeInstructions"]
        ]
        assert steps == [
            [("HowToStep", "Rub it."), ("HowToStep", "Chill it.")],
            [("HowToStep", "Mind your fingers."), ("HowToStep", "Peel.")],
        ]

    def test_what_a_recipe_does_not_say_is_left_out(self, tmp_path: Path) -> None:
        book = make_book(tmp_path, {"recipes/tea.md": recipe("Tea", "## Method", "1. Pour.")})
        assert set(data_of(set_book(book), "tea")) == {
            *("@type", "name", "url", "author", "recipeInstructions", "license", "inLanguage"),
            "isPartOf",
        }

    def test_its_picture_is_that_of_the_page(self, pressed_pond: Pressed) -> None:
        page = pressed_pond.web["stone-soup.html"]
        (block,) = page.iter("script")
        image = json.loads(block.text or "")["image"]
        shown = page.find(".//main//img")
        assert image["url"] == shown.get("src")
        assert (str(image["width"]), str(image["height"])) == (
            shown.get("width"),
            shown.get("height"),
        )


class TestDataBlock:
    def test_no_text_ends_the_block_or_begins_another(self, tmp_path: Path) -> None:
        text = recipe(f"'{BREAKOUT}'", BREAKOUT, "", "## Ingredients", f"- {BREAKOUT}")
        book = set_book(make_book(tmp_path, {"recipes/pie.md": text}))
        pie = book.find("pie")
        data = entry_data(book.book, pie, read_excerpt(pie), "pie.html")
        assert data is not None
        block = data_block(data)
        inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
        assert not set(inner) & set("<>&")
        assert "</script><script>alert(1)" in parsed(block)["name"]

    def test_ends_of_lines_that_json_knows_and_scripts_did_not_are_written_out(self) -> None:
        block = data_block({"name": "a\u2028b\u2029c"})
        assert not set(block) & set("\u2028\u2029")
        assert parsed(block) == {"name": "a\u2028b\u2029c"}


class TestChapterAndBook:
    def test_a_chapter_is_one(self, tmp_path: Path) -> None:
        book = set_book(make_book(tmp_path, {"chapters/a.md": chapter("Ovens", "Hot *words*.")}))
        data = data_of(book, "a")
        assert (data["@type"], data["name"], data["description"]) == (
            "Chapter",
            "Ovens",
            "Hot words.",
        )
        assert data["author"] == [{"@type": "Person", "name": "Ada Obi"}]

    def test_what_nobody_wrote_is_not_described(self, pond: Set) -> None:
        page = pond.find("contributors")
        assert entry_data(pond.book, page, read_excerpt(page), "contributors.html") is None

    def test_a_book_has_its_people_and_its_cover(self, pond: Set) -> None:
        cover = PagePicture("pictures/cover.jpg", 2, 3, "Cover")
        data = parsed(data_block(book_data(pond.book, cover)))
        assert (data["@type"], data["name"]) == ("Book", pond.book.book.title)
        assert [each["name"] for each in data["author"]] == list(pond.book.authors)
        assert data["image"]["url"] == "pictures/cover.jpg"

    def test_the_opening_page_describes_the_book(self, pressed_pond: Pressed) -> None:
        (block,) = pressed_pond.web["index.html"].iter("script")
        assert json.loads(block.text or "")["@type"] == "Book"


class TestIsoDuration:
    @pytest.mark.parametrize(
        ("minutes", "written"),
        [(0, ""), (45, "PT45M"), (60, "PT1H"), (1500, "P1DT1H"), (2880, "P2D"), (0.5, "PT30S")],
    )
    def test_it_is_written_as_the_standard_has_it(self, minutes: float, written: str) -> None:
        assert iso_duration(timedelta(minutes=minutes)) == written

    def test_none_is_nothing(self) -> None:
        assert iso_duration(None) == ""
