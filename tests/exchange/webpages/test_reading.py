"""A page read within bounds: its recipe in our format, and what a hostile one comes to."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cookbook.exchange.webpages.problems import NoRecipeError, NotAPageError
from cookbook.exchange.webpages.reading import (
    NO_STEPS,
    PageRecipe,
    read_web_page,
    scrape_bounded,
)
from cookbook.exchange.webpages.scraped import Scraped
from cookbook.manuscript import Recipe, parse_recipe
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment, read_fragments
from cookbook.press.tree import plain_text
from tests.exchange.webpages.test_schema import SOUP, page_of

DAY = dt.date(2026, 5, 3)
ADDRESS = "https://soup.example/stone"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpora"
CORPUS = SHARED / "interchange" / "recipe-html-clear"
HARM = "<script>alert(1)</script> *a* [b](javascript:c) {{7*7}} `d` # e"


def read(page: str, address: str = ADDRESS) -> PageRecipe:
    return read_web_page(page, address, accessed=DAY)


def recipe_of(data: object, words: str = "") -> Recipe:
    return parse_recipe(read(page_of(data, words)).text)


class TestReadWebPage:
    def test_it_is_a_recipe_of_ours_that_says_where_it_is_from(self) -> None:
        recipe = recipe_of(
            {
                **SOUP,
                "author": {"name": "Ana Duarte"},
                "publisher": {"name": "The Soup Site"},
                "prepTime": "PT10M",
                "cookTime": "PT1H",
                "totalTime": "PT70M",
                "keywords": "soup, winter",
            }
        )
        assert recipe.title == "Stone soup"
        assert recipe.by == ("Ana Duarte",)
        assert (recipe.prep, recipe.cook, recipe.total) == ("10 min", "1 h", "")
        assert recipe.tags == ("soup", "winter")
        assert recipe.source == (f"“Stone soup”, The Soup Site, {ADDRESS}, accessed 3 May 2026")
        assert [each.line for each in recipe.ingredients] == ["1 stone", "2 onions"]

    def test_nobody_is_said_to_have_written_it_who_did_not(self) -> None:
        assert recipe_of(SOUP).by == ("soup.example",)

    def test_a_total_that_adds_nothing_is_left_out_and_one_that_does_stays(self) -> None:
        assert recipe_of({**SOUP, "prepTime": "PT30M", "totalTime": "PT30S"}).total == ""
        assert recipe_of({**SOUP, "prepTime": "PT30M", "totalTime": "PT8H"}).total == "8 h"

    def test_what_is_missing_is_said(self) -> None:
        data = {key: value for key, value in SOUP.items() if key != "recipeInstructions"}
        assert read(page_of(data)).missed == (NO_STEPS,)

    def test_words_stay_words_in_every_field(self) -> None:
        data = {
            "@type": "Recipe",
            "name": HARM,
            "description": HARM,
            "recipeIngredient": [HARM, "# no heading", "- no list"],
            "recipeInstructions": [HARM, "1) no list", "## Method", "> no quote"],
            "author": HARM,
            "recipeYield": HARM,
            "keywords": HARM,
        }
        recipe = recipe_of(data)
        steps = [step.text for group in recipe.step_groups for step in group.items]
        lines = [recipe.headnote, *(each.line for each in recipe.ingredients), *steps]
        trees = read_fragments([Fragment(line, RECIPE_FORMAT) for line in lines], seconds=30)
        shown = [" ".join(plain_text(tree).split()) for tree in trees]
        assert [[block["t"] for block in tree] for tree in trees] == [["Para"]] * len(lines)
        assert not any(word in json.dumps(trees) for word in ("Link", "Emph", '"Code"', "Raw"))
        plain = "alert(1) *a* [b](javascript:c) {{7*7}} `d` # e"
        ingredients, steps = ["# no heading", "- no list"], ["no list", "## Method", "> no quote"]
        assert shown == [plain, plain, *ingredients, plain, *steps]
        assert len(recipe.sections) == 2

    def test_a_page_without_a_recipe_is_told(self) -> None:
        with pytest.raises(NoRecipeError):
            read("<h1>About us</h1><p>We are a company.</p>")

    def test_the_words_of_a_page_are_read_where_it_has_no_data(self) -> None:
        page = """<title>Stone soup</title><h1>Stone soup</h1><p>A story.</p><h2>Ingredients</h2>
          <ul><li>1 stone</li><li>2 onions</li></ul><h2>Method</h2>
          <ol><li>Wash the stone.</li><li>Simmer for an hour.</li></ol>"""
        told = read(page)
        recipe = parse_recipe(told.text)
        assert not told.is_told
        assert recipe.by == ("soup.example",)
        assert ADDRESS in recipe.source
        assert [each.line for each in recipe.ingredients] == ["1 stone", "2 onions"]
        assert len(recipe.step_groups[0].items) == 2

    @pytest.mark.corpora
    def test_real_pages_give_all_that_they_have(self) -> None:
        if not CORPUS.is_dir():
            pytest.skip("the corpora are not here")
        for file in sorted(CORPUS.rglob("*.html")):
            expected_file = file.with_suffix(".expected.json")
            page = read(file.read_text(encoding="utf-8"), f"https://{file.parent.name}/x")
            recipe = parse_recipe(page.text)
            if not expected_file.is_file():
                continue
            expected = json.loads(expected_file.read_text(encoding="utf-8"))
            assert recipe.title == expected["title"]
            assert sorted(each.line for each in recipe.ingredients) == sorted(
                expected["ingredients"]
            )
            steps = [step.text for group in recipe.step_groups for step in group.items]
            assert steps == expected["instructions_list"]


class TestBounds:
    @pytest.mark.parametrize(
        "told",
        [
            "[" * 200_000,
            '{"a":' * 100_000,
            '{"@type": "Recipe", "name": ' + "[" * 900 + "]" * 900 + "}",
            '{"@type": "Recipe", "name": ' + "9" * 100_000 + "}",
            '{"@type": "Recipe", "recipeIngredient": [' + '"a",' * 300_000 + '"b"]}',
        ],
        ids=["open lists", "open objects", "nested", "a number", "many"],
    )
    def test_data_without_end_come_to_one(self, told: str) -> None:
        page = f'<script type="application/ld+json">{told}</script>'
        began = time.monotonic()
        try:
            scraped = scrape_bounded(page, ADDRESS, seconds=20)
        except NotAPageError:
            scraped = Scraped()
        assert sum(len(group.lines) for group in scraped.ingredients) <= 300
        assert time.monotonic() - began < 30

    def test_elements_without_end_come_to_one(self) -> None:
        began = time.monotonic()
        try:
            scraped = scrape_bounded("<div><b>" * 20_000, ADDRESS, seconds=20)
        except NotAPageError:
            scraped = Scraped()
        assert not scraped.is_recipe
        assert time.monotonic() - began < 30

    def test_what_takes_too_long_is_ended(self) -> None:
        with pytest.raises(NotAPageError, match="took longer"):
            scrape_bounded(page_of(SOUP), ADDRESS, seconds=0.05)

    def test_long_fields_are_cut(self) -> None:
        scraped = scrape_bounded(page_of({**SOUP, "name": "x" * 99_000}), ADDRESS)
        assert len(scraped.title) <= 300

    def test_the_process_that_reads_reaches_nobody(self) -> None:
        code = (
            "import sys; from cookbook.exchange.webpages.scraping import _refuse_network\n"
            "sys.addaudithook(_refuse_network)\nimport socket\n"
            "try: socket.create_connection(('127.0.0.1', 9))\n"
            "except PermissionError: print('refused')"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "refused"

    def test_the_site_itself_loads_no_scraper(self) -> None:
        code = (
            "import sys, cookbook.contributing.views\n"
            "print([n for n in ('recipe_scrapers', 'extruct', 'requests') if n in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"
