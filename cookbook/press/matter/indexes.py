"""Stage: recipes -> the index by title and the index by ingredient."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cookbook.manuscript import Recipe
from cookbook.manuscript.ingredients import main_ingredient_name
from cookbook.press.pandoc import Node
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


@dataclass(frozen=True, slots=True)
class Indexed:
    """A recipe in the index: its title and the id of its section."""

    title: str
    identifier: str


def title_index(recipes: Sequence[Indexed]) -> Iterator[Blocks]:
    """List recipes by title, a letter at a time."""
    by_letter: dict[str, list[Indexed]] = {}
    for each in sorted(recipes, key=lambda recipe: sort_key(recipe.title)):
        by_letter.setdefault(initial(each.title), []).append(each)
    for letter, group in by_letter.items():
        yield [_group(letter, [_locator(each) for each in group])]


def sought_names(recipe: Recipe) -> tuple[str, ...]:
    """Give the names under which an index lists a recipe; what nearly all hold is left out."""
    names = {_sought(main_ingredient_name(each)) for each in recipe.ingredients}
    return tuple(
        name for name in sorted(names) if name and name not in STAPLES and len(name) <= LONGEST_NAME
    )


def ingredient_index(recipes: Sequence[tuple[Sequence[str], Indexed]]) -> Iterator[Blocks]:
    """List recipes under the names by which they are sought, a letter at a time."""
    by_name: dict[str, list[Indexed]] = {}
    for names, indexed in sorted(recipes, key=lambda each: sort_key(each[1].title)):
        for name in names:
            by_name.setdefault(name, []).append(indexed)
    by_letter: dict[str, list[str]] = {}
    for name in sorted(by_name, key=sort_key):
        by_letter.setdefault(initial(name), []).append(name)
    for letter, names in by_letter.items():
        yield [_group(letter, _terms(names, by_name))]


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


def _terms(names: Sequence[str], by_name: Mapping[str, Sequence[Indexed]]) -> list[Blocks]:
    # A recipe stands under many names: the same locator serves for all of them.
    locators = {each: _locator(each) for name in names for each in by_name[name]}
    return [
        [plain([span(text(name), "term")]), bullet_list([locators[each] for each in by_name[name]])]
        for name in names
    ]


def _group(letter: str, items: Sequence[Blocks]) -> Node:
    title = header(2, text(letter), "letter", "unlisted")
    return div([title, bullet_list(items)], "index-group")


def _locator(each: Indexed) -> Blocks:
    return [plain([link(f"#{each.identifier}", text(each.title), "locator")])]
