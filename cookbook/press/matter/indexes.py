"""Stage: recipes -> the index by title and the index by ingredient."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cookbook.manuscript import Recipe
from cookbook.manuscript.ingredients import main_ingredient_name
from cookbook.press.tree import Blocks, bullet_list, div, header, link, plain, span, text

# What stands in nearly every kitchen and every recipe finds nothing for anyone in an index.
STAPLES = frozenset(
    {
        "salt", "sea salt", "table salt", "kosher salt", "pepper", "black pepper", "white pepper",
        "salt and pepper", "water", "oil", "sugar", "cold water", "hot water", "warm water",
        "boiling water", "vegetable oil", "cooking oil", "ice", "ice cubes", "seasoning",
    }
)  # fmt: skip
LONGEST_NAME = 40
# Words that say how much or whose, and under which nobody looks.
LEADING = re.compile(r"^(?:quantity|batch|portion|recipe|strips?|the|some|any|enough)\s+(?:of\s+)?")
POINTING = re.compile(r"^(?:its|their|your|this|that|these|those)\b")


@dataclass(frozen=True)
class Indexed:
    """A recipe in the index: its title and the id of its section."""

    title: str
    identifier: str


def title_index(recipes: Sequence[Indexed]) -> Blocks:
    """List recipes by title, under their letters."""
    by_letter: dict[str, list[Indexed]] = {}
    for each in sorted(recipes, key=lambda recipe: sort_key(recipe.title)):
        by_letter.setdefault(initial(each.title), []).append(each)
    return [
        div(
            [_letter(letter), bullet_list([[plain([_locator(each)])] for each in group])],
            "index-group",
        )
        for letter, group in by_letter.items()
    ]


def ingredient_index(recipes: Sequence[tuple[Recipe, Indexed]]) -> Blocks:
    """List recipes under their ingredients; what nearly all of them hold is left out."""
    by_name: dict[str, list[Indexed]] = {}
    for recipe, indexed in recipes:
        names = {_sought(main_ingredient_name(each)) for each in recipe.ingredients}
        for name in sorted(names):
            if name and name not in STAPLES and len(name) <= LONGEST_NAME:
                by_name.setdefault(name, []).append(indexed)
    by_letter: dict[str, list[str]] = {}
    for name in sorted(by_name, key=sort_key):
        by_letter.setdefault(initial(name), []).append(name)
    return [
        div([_letter(letter), bullet_list([_term(name, by_name) for name in names])], "index-group")
        for letter, names in by_letter.items()
    ]


def _sought(name: str) -> str:
    """Give the words under which a cook looks for an ingredient, or ""."""
    words = LEADING.sub("", name.strip().lower())
    return "" if POINTING.match(words) else words


def sort_key(words: str) -> tuple[str, str]:
    """Give what decides a title's place: without accents, case, marks and a leading article."""
    plain_words = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(each for each in plain_words if each.isalnum() or each == " ").strip()
    for article in ("the ", "a ", "an "):
        if kept.startswith(article):
            kept = kept.removeprefix(article)
            break
    return (kept, words)


def initial(words: str) -> str:
    """Give the letter under which a title stands; "#" for figures and signs."""
    kept = sort_key(words)[0][:1].upper()
    return kept if kept.isalpha() else "#"


def _term(name: str, by_name: Mapping[str, Sequence[Indexed]]) -> Blocks:
    recipes = sorted(by_name[name], key=lambda each: sort_key(each.title))
    return [
        plain([span(text(name), "term")]),
        bullet_list([[plain([_locator(each)])] for each in recipes]),
    ]


def _letter(letter: str) -> dict[str, object]:
    return header(2, text(letter), "letter", "unlisted")


def _locator(each: Indexed) -> dict[str, object]:
    return link(f"#{each.identifier}", text(each.title), "locator")
