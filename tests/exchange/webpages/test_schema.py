"""What pages say in schema.org's words, in all the ways in which they do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cookbook.exchange.webpages.schema import find_recipe, group_lines, read_recipe
from cookbook.exchange.webpages.scraped import Lines, Scraped
from cookbook.exchange.webpages.scraping import scrape

SOUP = {
    "@type": "Recipe",
    "name": "Stone soup",
    "recipeIngredient": ["1 stone", "2 onions"],
    "recipeInstructions": [{"@type": "HowToStep", "text": "Wash the stone."}],
}


def read(**values: Any) -> Scraped:  # noqa: ANN401 -- as JSON has them
    return read_recipe({**SOUP, **values}, [])


def page_of(data: object, words: str = "") -> str:
    told = json.dumps(data).replace("</", "<\\/")
    return f'<html><script type="application/ld+json">{told}</script><body>{words}</body></html>'


def scraped(data: object, words: str = "") -> Scraped:
    return scrape(page_of(data, words), "https://soup.example/x")


class TestFindRecipe:
    @pytest.mark.parametrize(
        "data",
        [
            SOUP,
            [{"@type": "WebSite"}, SOUP],
            {"@graph": [{"@type": "Person", "name": "Ana"}, SOUP]},
            {"@type": "WebPage", "mainEntity": SOUP},
            {"@type": ["Recipe", "NewsArticle"], **{k: v for k, v in SOUP.items() if k != "@type"}},
            {**SOUP, "@type": "http://schema.org/Recipe"},
            {"@graph": [[{"@graph": [SOUP]}]]},
            [{"@type": "Recipe", "name": "Related soup"}, SOUP],
        ],
    )
    def test_it_finds_the_recipe_wherever_it_stands(self, data: object) -> None:
        assert find_recipe(data)["recipeIngredient"] == ["1 stone", "2 onions"]

    def test_what_is_nested_without_end_is_left(self) -> None:
        deep: object = SOUP
        for _ in range(500):
            deep = {"mainEntity": [deep]}
        assert find_recipe(deep) == {}

    def test_other_things_are_no_recipes(self) -> None:
        assert find_recipe([{"@type": "RecipeCollection"}, "Recipe", None, 3]) == {}


class TestReadRecipe:
    @pytest.mark.parametrize(
        ("said", "written"),
        [
            ("PT1H30M", "1 h 30 min"), ("PT90M", "1 h 30 min"), ("P0DT0H25M", "25 min"),
            ("P0Y0M0DT0H35M0.000S", "35 min"), ("PT0M", ""), ("P", ""), ("45 minutes", "45 min"),
            ("overnight", "overnight"), ({"maxValue": "PT20M"}, "20 min"), (None, ""),
            (["PT5M"], "5 min"), ("P9999D", ""), ("P2D", "2 d"), ("PT1.5H", "PT1.5H"), ({}, ""),
        ],
    )  # fmt: skip
    def test_times_are_written_as_ours(self, said: object, written: str) -> None:
        assert read(prepTime=said).prep == written

    @pytest.mark.parametrize(
        ("said", "written"),
        [
            ("4", "4 servings"), (4, "4 servings"), (["4", "4 bowls"], "4 bowls"),
            ("Serves 4&ndash;6", "Serves 4–6"), ("4-6", "4-6 servings"), ("", ""), ([], ""),
            ({"@type": "QuantitativeValue", "value": 12, "unitText": "cookies"}, "12 cookies"),
            (True, ""), (1e300, ""),
        ],
    )  # fmt: skip
    def test_yields_say_of_what(self, said: object, written: str) -> None:
        assert read(recipeYield=said).yield_text == written

    @pytest.mark.parametrize(
        "said",
        [
            ["Wash it.", "Simmer it."],
            "Wash it.\nSimmer it.",
            "<ol><li>Wash it.</li><li>Simmer it.</li></ol>",
            "<p>1. Wash it.</p><p>2. Simmer it.</p>",
            [{"@type": "HowToStep", "text": "Wash it."}, {"text": "Simmer it."}],
            [{"@type": "HowToStep", "name": "Wash it.", "text": "Wash it."}, "Step 2: Simmer it."],
            {"@type": "ItemList", "itemListElement": ["Wash it.", {"text": "Simmer it."}]},
            [["Wash it."], ["Simmer it."]],
            [{"@type": "ListItem", "item": {"text": "Wash it."}}, "Simmer it."],
            [{"itemListElement": [{"@type": "HowToDirection", "text": "Wash it."}]}, "Simmer it."],
            [{"@type": "HowToStep", "name": "Step 1", "text": "Wash it."}, "Simmer it."],
        ],
    )  # fmt: skip
    def test_steps_are_read_in_every_form(self, said: object) -> None:
        assert read(recipeInstructions=said).steps == (Lines("", ("Wash it.", "Simmer it.")),)

    def test_sections_of_steps_keep_their_titles(self) -> None:
        said = [
            {"@type": "HowToSection", "name": "Dough:", "itemListElement": [{"text": "Knead."}]},
            {"@type": "HowToSection", "name": "Filling", "itemListElement": {"text": "Stir."}},
            {"text": "Bake."},
        ]
        assert read(recipeInstructions=said).steps == (
            Lines("Dough", ("Knead.",)),
            Lines("Filling", ("Stir.",)),
            Lines("", ("Bake.",)),
        )

    def test_the_name_of_a_step_stays_where_it_says_more(self) -> None:
        step = {"@type": "HowToStep", "name": "The base.", "text": "Fry the onions."}
        assert read(recipeInstructions=[step]).steps[0].lines == ("The base: Fry the onions.",)

    def test_ingredients_may_be_things_or_a_text(self) -> None:
        flour = {"@type": "PropertyValue", "name": "flour", "value": 500, "unitText": "g"}
        assert read(recipeIngredient=[flour, ["2 eggs"]]).ingredients[0].lines == (
            "500 g flour",
            "2 eggs",
        )
        assert read(recipeIngredient="1 stone<br>2 onions").ingredients[0].lines == (
            "1 stone",
            "2 onions",
        )

    def test_diets_are_called_as_we_call_them(self) -> None:
        said = [
            "https://schema.org/GlutenFreeDiet",
            "VeganDiet",
            "https://schema.org/OddDiet",
            "raw",
        ]
        assert read(suitableForDiet=said).diets == ("gluten-free", "vegan", "raw")

    def test_lists_are_parted_and_hold_each_word_once(self) -> None:
        assert read(keywords="soup, winter,, soup").keywords == ("soup", "winter")
        assert read(recipeCategory=["Main", {"name": "Soup"}]).courses == ("Main", "Soup")

    def test_authors_are_found_elsewhere_on_the_page(self) -> None:
        graph = [{"@type": "Person", "@id": "#ana", "name": "Ana Duarte"}]
        node = {**SOUP, "author": [{"@id": "#ana"}, "Tom", {"@id": "#gone"}, "https://x.example/"]}
        assert read_recipe(node, graph).authors == ("Ana Duarte", "Tom")

    def test_tags_and_entities_are_no_words(self) -> None:
        told = read(name="Ol&amp;#233; &lt;b&gt;soup&lt;/b&gt;", description="<p>One</p><p>Two</p>")
        assert (told.title, told.description) == ("Olé soup", "One\n\nTwo")

    @pytest.mark.parametrize(
        "value", [None, 3, True, {}, [], [[]], {"@type": {}}, [None], "", "\0"]
    )
    def test_values_of_any_kind_stop_nothing(self, value: object) -> None:
        keys = (
            "name", "description", "recipeYield", "prepTime", "recipeIngredient", "author",
            "recipeInstructions", "recipeCategory", "suitableForDiet", "keywords", "license",
            "publisher", "recipeCuisine",
        )  # fmt: skip
        for key in keys:
            assert isinstance(read(**{key: value}), Scraped)


class TestGroupLines:
    def test_a_line_that_ends_in_a_colon_heads_a_group(self) -> None:
        assert group_lines(["1 stone", "For the sauce:", "2 onions", "8 oz: cheese"]) == (
            Lines("", ("1 stone",)),
            Lines("For the sauce", ("2 onions", "8 oz: cheese")),
        )


class TestScrape:
    def test_json_with_commas_too_many_and_remarks_is_read(self) -> None:
        told = '{"@context": "https://schema.org", "@type": "Recipe", "name": "Soup", // a soup\n'
        told += '"recipeIngredient": ["1 stone",], }'
        page = f'<script type="application/ld+json">{told}</script>'
        assert scrape(page, "https://soup.example/").ingredients[0].lines == ("1 stone",)

    def test_microdata_are_read(self) -> None:
        page = """<div itemscope itemtype="http://schema.org/Recipe"><h1 itemprop="name">Soup</h1>
          <span itemprop="author" itemscope itemtype="http://schema.org/Person">
            <b itemprop="name">Ana</b></span>
          <meta itemprop="cookTime" content="PT1H">
          <li itemprop="recipeIngredient">1 <b>stone</b></li>
          <li itemprop="recipeIngredient">salt</li>
          <ol itemprop="recipeInstructions"><li>Wash it.</li><li>Simmer.</li></ol></div>"""
        told = scrape(page, "https://soup.example/")
        assert told.title == "Soup"
        assert told.authors == ("Ana",)
        assert told.cook == "1 h"
        assert told.ingredients == (Lines("", ("1 stone", "salt")),)
        assert "Wash it." in " ".join(told.steps[0].lines)

    def test_groups_of_ingredients_are_taken_from_the_page(self) -> None:
        data = {"@context": "https://schema.org", **SOUP}
        words = """<div class="wprm-recipe-ingredient-group"><h4>For the broth</h4>
          <ul><li class="wprm-recipe-ingredient">1 stone</li></ul></div>
          <div class="wprm-recipe-ingredient-group"><h4>To serve</h4>
          <ul><li class="wprm-recipe-ingredient">2 onions</li></ul></div>"""
        assert scraped(data, words).ingredients == (
            Lines("For the broth", ("1 stone",)),
            Lines("To serve", ("2 onions",)),
        )

    def test_the_licence_that_a_page_names_is_kept(self) -> None:
        link = '<a rel="license" href="https://creativecommons.org/licenses/by-sa/3.0/">x</a>'
        assert scraped(SOUP, link).licence == "CC-BY-SA-3.0"
        zero = {**SOUP, "license": "https://creativecommons.org/publicdomain/zero/1.0/"}
        assert scraped(zero).licence == "CC0-1.0"

    def test_a_page_without_data_gives_its_words(self) -> None:
        page = """<html><head><title>Soup | Site</title><style>b{}</style></head><body>
          <nav>Home About</nav><main><h1>Stone
          soup</h1><p>1 stone<br>2 onions</p><script>alert(1)</script>
          <ul><li>Wash <b>it</b>.</li><li>Simmer.</li></ul></main><footer>© us</footer></body>"""
        told = scrape(page, "https://soup.example/")
        assert told.title == "Stone soup"
        assert told.text.split("\n") == [
            "Stone soup",
            "1 stone",
            "2 onions",
            "- Wash it.",
            "- Simmer.",
        ]

    @pytest.mark.parametrize(
        "page", ["", "<", "\0", "<html>", "{}", "<script type='application/ld+json'>"]
    )
    def test_what_is_hardly_a_page_gives_nothing(self, page: str) -> None:
        assert not scrape(page, "https://soup.example/").is_recipe
