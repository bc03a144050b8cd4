from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.errors import Place
from cookbook.manuscript import FrontMatterError, Ingredient, Recipe, parse_recipe, write_recipe
from cookbook.manuscript.frontmatter import Value, join_front_matter, split_front_matter
from cookbook.manuscript.headings import SectionKind, section_kind
from cookbook.manuscript.recipes import (
    RECIPE_KEYS,
    IngredientsSection,
    MethodSection,
    Prose,
    Step,
    TextSection,
)
from tests.manuscript.strategies import bodies, extras, lines, lists, paths, steady, texts

FRONT = "---\ntitle: Stone soup\n---\n"
SOUP = """\
---
kind: recipe
title: Stone soup
by: Ines Duarte
town: Almeirim
yield: 6 bowls
prep: 20 min
cook: 1 h 10 min
course: soup
cuisine: Portuguese
diet: [vegetarian, gluten-free]
tags: winter
photo: images/stone-soup.jpg
photo-alt: A brown clay bowl
source: My grandmother's notebook
licence: CC-BY-4.0
heat: gentle
---
A headnote.

## Ingredients

### For the pot
- 500 g dried red beans, soaked overnight
- 2–3 bay leaves

## Method

1. Wash the stone.
2. Simmer the beans.

## Notes
Keeps three days.
"""

front_values = st.fixed_dictionaries(
    {"title": lines.map(lambda text: text[:300])},
    optional={
        "by": lists | texts,
        "town": texts,
        "yield": texts,
        "diet": lists,
        "tags": lists,
        "photo": paths,
        "photo-alt": texts,
        "licence": texts,
    },
)
recipe_texts = st.builds(
    lambda front, extra, body: join_front_matter({**front, **extra}, body),
    front_values,
    extras(RECIPE_KEYS),
    bodies,
)


def recipe_of(body: str) -> Recipe:
    return parse_recipe(FRONT + body)


def items_of(body: str) -> list[str]:
    """Give the ingredients or steps of a section; the prose between them in angle brackets."""
    recipe = recipe_of(body)
    listed = [each for group in recipe.ingredient_groups for each in group.items]
    return [_shown(each) for each in listed] + [
        _shown(each) for group in recipe.step_groups for each in group.items
    ]


def _shown(item: Ingredient | Step | Prose) -> str:
    if isinstance(item, Prose):
        return f"<{item.text}>"
    return item.line if isinstance(item, Ingredient) else item.text


def letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


class TestParseRecipe:
    def test_it_reads_every_key_and_section(self) -> None:
        recipe = parse_recipe(SOUP)
        assert recipe == Recipe(
            title="Stone soup",
            by=("Ines Duarte",),
            town="Almeirim",
            yield_text="6 bowls",
            prep="20 min",
            cook="1 h 10 min",
            course="soup",
            cuisine="Portuguese",
            diet=("vegetarian", "gluten-free"),
            tags=("winter",),
            photo="images/stone-soup.jpg",
            photo_alt="A brown clay bowl",
            source="My grandmother's notebook",
            licence="CC-BY-4.0",
            headnote="A headnote.",
            sections=recipe.sections,
            extra={"heat": "gentle"},
        )
        assert [type(each) for each in recipe.sections] == [
            IngredientsSection,
            MethodSection,
            TextSection,
        ]
        assert [each.name for each in recipe.ingredients] == ["dried red beans", "bay leaves"]
        assert [group.title for group in recipe.ingredient_groups] == ["For the pot"]
        assert recipe.step_groups[0].items == (Step("Wash the stone."), Step("Simmer the beans."))
        assert recipe.sections[2] == TextSection("Notes", "Keeps three days.")

    def test_it_understands_yield_and_times(self) -> None:
        recipe = parse_recipe(SOUP)
        assert (recipe.yields.unit, recipe.yields.text) == ("bowls", "6 bowls")
        assert recipe.prep_time == timedelta(minutes=20)
        assert recipe.cook_time == timedelta(minutes=70)

    @pytest.mark.parametrize(
        ("body", "items"),
        [
            ("- a\n* b\n+ c\n• d", ["a", "b", "c", "d"]),
            ("1. a\n2) b", ["a", "b"]),
            ("First:\n- a\n\nThen:\n- b", ["<First:>", "a", "<Then:>", "b"]),
            ("- nuts\n  - walnuts\n  - pecans\n- oil", ["nuts\n- walnuts\n- pecans", "oil"]),
            ("| a |\n|---|\n| c |", ["<| a |\n|---|\n| c |>"]),
            ("Wash the stone.\n\nBoil it.", ["<Wash the stone.\n\nBoil it.>"]),
            ("1. Wash\nthe stone.\n2. Boil.", ["Wash\nthe stone.", "Boil."]),
            ("1. a\n\n![A pot](pot.jpg)\n\n2. b", ["a", "<![A pot](pot.jpg)>", "b"]),
            ("1. a\n\n   ![A pot](pot.jpg)\n\n2. b", ["a\n\n![A pot](pot.jpg)", "b"]),
            ("1. a\n   ```\n   ## x\n   - y\n   ```\n2. b", ["a\n```\n## x\n- y\n```", "b"]),
            ("1. a\n\n```\n## x\n1. y\n```\n\n2. b", ["a", "<```\n## x\n1. y\n```>", "b"]),
            ("1986. was a good year", ["<1986. was a good year>"]),
            ("", []),
        ],
    )
    @pytest.mark.parametrize("section", ["Ingredients", "Method"])
    def test_it_parts_items_from_the_prose_between_them(
        self, section: str, body: str, items: list[str]
    ) -> None:
        assert items_of(f"## {section}\n{body}") == items

    @pytest.mark.parametrize(
        ("body", "titles"),
        [
            ("- a\n### For the crust\n- b\n#### Top\n- c", ["", "For the crust", "Top"]),
            ("### Empty\n### Full\n- a", ["Empty", "Full"]),
            ("-\n\n### Full\n- a", ["Full"]),
            ("```\n### Code\n```", [""]),
            ("### ###\n", [""]),
            ("\n\n", []),
        ],
    )
    def test_headings_make_groups(self, body: str, titles: list[str]) -> None:
        recipe = recipe_of(f"## Ingredients\n{body}\n## Method\n{body}")
        assert [group.title for group in recipe.ingredient_groups] == titles
        assert [group.title for group in recipe.step_groups] == titles

    def test_a_heading_in_code_starts_no_section(self) -> None:
        recipe = recipe_of("Said:\n~~~\n## Method\n~~~\n\n## Notes\n```\n## Tips\n```")
        assert recipe.headnote == "Said:\n~~~\n## Method\n~~~"
        assert recipe.sections == (TextSection("Notes", "```\n## Tips\n```"),)

    def test_a_section_may_come_twice_and_in_any_order(self) -> None:
        recipe = recipe_of("## Steps\n1. a\n## What you need\n- b\n## History\nc\n## Method\n1. d")
        headings = [each.heading for each in recipe.sections]
        assert headings == ["Steps", "What you need", "History", "Method"]
        assert [group.items for group in recipe.step_groups] == [(Step("a"),), (Step("d"),)]

    def test_a_recipe_may_have_no_body(self) -> None:
        assert (recipe_of("").headnote, recipe_of("").sections) == ("", ())

    @pytest.mark.parametrize(
        ("front", "line", "expected"),
        [
            ("kind: recipe", 2, '"title" should be a title.'),
            ("by: Ines\ntitle: ' '", 3, '"title" should be a title.'),
            (f"by: Ines\ntitle: {'x' * 301}", 3, '"title" should be at most 300 characters.'),
            ("title: [a]", 2, '"title" should be a text.'),
            ("title: a\ntown:\n  in: b", 3, '"town" should be a text.'),
            ("title: a\ntags:\n  in: b", 3, '"tags" should be a text or a list of texts.'),
            ("title: a\nby:\n- [b]", 3, '"by" should be a list of texts.'),
            ("title: a\nphoto: ../b.jpg", 3, '"photo" should be a path inside the book folder'),
            ("title: a\nphoto: /b.jpg", 3, '"photo" should be a path inside the book folder'),
            (
                "title: a\nphoto: images\\b.jpg",
                3,
                '"photo" should be a path inside the book folder',
            ),
            ("title: a\nphoto: C:/b.jpg", 3, '"photo" should be a path inside the book folder'),
            ("title: a\nphoto: ~/b.jpg", 3, '"photo" should be a path inside the book folder'),
            ("title: a\nphoto: https://b.org/c.jpg", 3, '"photo" should be a path inside'),
        ],
    )
    def test_it_names_file_line_and_what_was_expected(
        self, front: str, line: int, expected: str
    ) -> None:
        with pytest.raises(FrontMatterError) as caught:
            parse_recipe(f"---\n{front}\n---\n", "recipes/a.md")
        assert caught.value.place == Place("recipes/a.md", line)
        assert expected in caught.value.message
        assert caught.value.remedy

    def test_a_text_without_front_matter_has_no_title(self) -> None:
        with pytest.raises(FrontMatterError, match="should be a title") as caught:
            parse_recipe("## Method\n", "a.md")
        assert caught.value.place == Place("a.md")


class TestWriteRecipe:
    def test_it_gives_back_a_tidy_text_as_it_was(self) -> None:
        assert write_recipe(parse_recipe(SOUP)) == SOUP

    def test_it_writes_one_form_for_what_can_be_said_in_many(self) -> None:
        said = "## Ingredients ##\n* a\n\n* b\nNot a list:\n## Method\n 7) c\n   \n   d\n 9) e\n"
        tidy = "## Ingredients\n\n- a\n- b\n  Not a list:\n\n## Method\n\n1. c\n\n   d\n2. e\n"
        assert write_recipe(recipe_of(said)).endswith("---\n" + tidy)

    def test_more_steps_than_three_figures_can_number_are_still_steps(self) -> None:
        recipe = recipe_of("## Method\n" + "1. Stir.\n" * 1005)
        assert len(recipe.step_groups[0].items) == 1005
        assert parse_recipe(write_recipe(recipe)) == recipe

    @given(recipe_texts)
    @steady
    def test_what_it_writes_is_parsed_to_the_same_recipe(self, text: str) -> None:
        recipe = parse_recipe(text)
        written = write_recipe(recipe)
        assert parse_recipe(written) == recipe
        assert write_recipe(parse_recipe(written)) == written

    @given(bodies)
    @steady
    def test_it_loses_no_word_of_the_body(self, body: str) -> None:
        written = write_recipe(recipe_of(body))
        assert letters(split_front_matter(written, "").body) == letters(body)

    @given(extras(RECIPE_KEYS))
    @steady
    def test_unknown_keys_stay_in_their_order(self, extra: dict[str, Value]) -> None:
        text = join_front_matter({"title": "a", **extra}, "")
        written = split_front_matter(write_recipe(parse_recipe(text)), "").values
        assert list(written.items()) == [("kind", "recipe"), ("title", "a"), *extra.items()]


class TestSectionKind:
    @pytest.mark.parametrize(
        ("heading", "kind"),
        [
            ("Ingredients", SectionKind.INGREDIENTS),
            ("INGREDIENTS:", SectionKind.INGREDIENTS),
            ("**Ingredients**", SectionKind.INGREDIENTS),
            ("_What you’ll need_", SectionKind.INGREDIENTS),
            ("What  you need", SectionKind.INGREDIENTS),
            ("Ingredients for the crust", SectionKind.INGREDIENTS),
            ("Ingrédients", SectionKind.INGREDIENTS),
            ("Ingre\u0301dients", SectionKind.INGREDIENTS),
            ("Zutaten", SectionKind.INGREDIENTS),
            ("सामग्री", SectionKind.INGREDIENTS),
            ("材料：", SectionKind.INGREDIENTS),
            ("Gör så här:", SectionKind.METHOD),
            ("Приготовление", SectionKind.METHOD),
            ("نکته‌ها", SectionKind.NOTES),
            ("Method", SectionKind.METHOD),
            ("Directions", SectionKind.METHOD),
            ("Instructions\r", SectionKind.METHOD),
            ("Preparation", SectionKind.METHOD),
            ("Steps", SectionKind.METHOD),
            ("Method and timing", SectionKind.METHOD),
            ("Notes", SectionKind.NOTES),
            ("Cook's notes", SectionKind.NOTES),
            ("Tips", SectionKind.NOTES),
            ("Tips for the brave", SectionKind.OTHER),
            ("Recipe for disaster", SectionKind.OTHER),
            ("Variations", SectionKind.OTHER),
            ("", SectionKind.OTHER),
        ],
    )
    def test_it_knows_the_words_that_people_use(self, heading: str, kind: SectionKind) -> None:
        assert section_kind(heading) is kind

    def test_a_section_of_text_tells_its_kind(self) -> None:
        kinds = [TextSection(each, "").kind for each in ("Tips", "History")]
        assert kinds == [SectionKind.NOTES, SectionKind.OTHER]


class TestProse:
    def test_it_stands_apart_from_the_items(self) -> None:
        group = recipe_of("## Ingredients\n- a\n\nb").ingredient_groups[0]
        assert group.items[1] == Prose("b")
        assert recipe_of("## Ingredients\n- a\n\nb").ingredients == (group.items[0],)
