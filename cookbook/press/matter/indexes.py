"""Stage: recipes -> the indexes by title, ingredient, course, diet and contributor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cookbook.manuscript.ingredient_names import head_noun
from cookbook.press.matter.lines import index_group, pointers, pointing_item
from cookbook.press.matter.ordering import initial, sort_key, term_key
from cookbook.press.matter.terms import Term, TermIndex, path_of
from cookbook.press.tree import (
    Blocks,
    Inlines,
    bullet_list,
    div,
    link,
    plain,
    span,
    text,
)
from cookbook.press.words import Words

# The courses in the order of a day and of a meal; others follow in that of the alphabet.
COURSES = (
    "breakfast", "brunch", "snack", "nibble", "appetizer", "appetiser", "dip", "starter",
    "first course", "soup", "salad", "egg", "pasta", "rice", "fish", "seafood", "poultry", "meat",
    "main", "main course", "main dish", "lunch", "dinner", "supper", "vegetable", "side",
    "side dish", "sauce", "condiment", "bread", "baking", "cake", "biscuit", "cookie", "pastry",
    "pudding", "dessert", "sweet", "cheese", "preserve", "pickle", "larder", "basic", "drink",
)  # fmt: skip
DIETS = ("vegetarian", "vegan")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A recipe in the index: its title and the id of its section."""

    title: str
    identifier: str


def title_index(recipes: Sequence[Indexed]) -> Iterator[Blocks]:
    """List recipes by title, a letter at a time."""
    by_letter: dict[str, list[Indexed]] = {}
    for each in _by_title(recipes):
        by_letter.setdefault(initial(each.title), []).append(each)
    for letter, group in by_letter.items():
        yield [index_group(letter, [_locator(each) for each in group])]


def gather_ingredients(recipes: Iterable[tuple[Sequence[str], Indexed]]) -> TermIndex[Indexed]:
    """Put recipes under the names by which they are sought."""
    index = TermIndex[Indexed](head_noun)
    for names, indexed in recipes:
        for path in filter(None, map(path_of, names)):
            index.add(path, indexed)
    return index


def ingredient_index(index: TermIndex[Indexed], words: Words) -> Iterator[Blocks]:
    """List recipes under the names by which they are sought, a letter at a time."""
    for letter, terms in index.by_letter():
        # A recipe stands under many names: the same locator serves for all of them.
        locators: dict[Indexed, Blocks] = {}
        yield [index_group(letter, [_term(each, locators, words) for each in terms])]


def course_index(recipes: Iterable[tuple[Sequence[str], Indexed]]) -> Iterator[Blocks]:
    """List recipes under their courses, in the order of a day and of a meal."""
    return _named_groups(recipes, COURSES)


def diet_index(recipes: Iterable[tuple[Sequence[str], Indexed]]) -> Iterator[Blocks]:
    """List recipes under the diets for which they are."""
    return _named_groups(recipes, DIETS)


def contributor_index(given: Iterable[tuple[str, Sequence[Indexed]]]) -> Iterator[Blocks]:
    """List what each gave under the names of people, which stand in order."""
    items: list[Blocks] = []
    for name, gave in given:
        locators = bullet_list([_locator(each) for each in _by_title(gave)])
        items.append([plain([span(text(name), "term")]), locators])
    yield [div([bullet_list(items)], "index-group")]


def _term(term: Term[Indexed], locators: dict[Indexed, Blocks], words: Words) -> Blocks:
    for each in term.places:
        locators.setdefault(each, _locator(each))
    below = [locators[each] for each in _by_title(dict.fromkeys(term.places))]
    below += [_term(each, locators, words) for each in term.in_order()]
    if term.see_also:
        below.append(pointing_item(words.see_also, term.see_also))
    line: Inlines = [span(term.shown, "term", identifier=term.identifier)]
    if term.see:
        line += [{"t": "Str", "c": ","}, {"t": "Space"}, *pointers(words.see, term.see)]
    return [plain(line), *([bullet_list(below)] if below else [])]


def _named_groups(
    recipes: Iterable[tuple[Sequence[str], Indexed]], order: Sequence[str]
) -> Iterator[Blocks]:
    """List recipes under names that were written this way and that: Soup, soups."""
    groups: dict[str, list[Indexed]] = {}
    shown: dict[str, str] = {}
    for names, indexed in recipes:
        for name in filter(None, names):
            key = _singular(name)
            shown.setdefault(key, f"{name[:1].upper()}{name[1:]}")
            groups.setdefault(key, []).append(indexed)
    ranks = {name: rank for rank, name in enumerate(order)}
    for key in sorted(groups, key=lambda each: (ranks.get(each, len(ranks)), term_key(each))):
        items = [_locator(each) for each in _by_title(dict.fromkeys(groups[key]))]
        yield [index_group(shown[key], items, "named")]


def _singular(name: str) -> str:
    plain_name = " ".join(name.casefold().split())
    return plain_name.removesuffix("s")


def _by_title(recipes: Iterable[Indexed]) -> list[Indexed]:
    return sorted(recipes, key=lambda each: sort_key(each.title))


def _locator(each: Indexed) -> Blocks:
    return [plain([link(f"#{each.identifier}", text(each.title), "locator")])]
