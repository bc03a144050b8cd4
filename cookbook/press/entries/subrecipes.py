"""Stage: ingredients that are recipes of the same book -> references to them.

"1 batch shortcrust pastry" leads to the recipe of that title. Only a whole title counts, of two
words or more, or behind a word for what one makes of a recipe; what any shop sells never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from cookbook.manuscript import Ingredient, Recipe
from cookbook.manuscript.densities import DENSITIES
from cookbook.manuscript.ingredient_names import head_noun
from cookbook.press.entries.cards import Card
from cookbook.press.entries.typography import BLANK, run_words, runs, words_as_inlines
from cookbook.press.matter.mains import STAPLES
from cookbook.press.tree import Blocks, Inlines, link, walk

_MADE = re.compile(
    r"(?:half |quarter |double )?(?:an? )?(?:batch|quantity|recipe|portion|serving|lot|amount|jar"
    r"|ball)(?:es|s)?(?: of)?(?: the)? ",
    re.IGNORECASE,
)
_POINTER = r"\((?:see |the |recipe |from )*(?:on |opposite )?(?:page|pp?\.)[^()]{0,20}\)"
_POINTED = re.compile(_POINTER, re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?) ")
_LONGEST = 80


def title_key(words: str) -> str:
    """Give the form in which titles are compared: in small letters, without a leading article."""
    return _ARTICLE.sub("", " ".join(words.casefold().replace("’", "'").split()), count=1)


@dataclass(frozen=True)
class RecipeTitles:
    """The recipes of a book by their titles; titles that two recipes have lead nowhere."""

    paths: Mapping[str, str]

    @staticmethod
    def of(cards: Mapping[str, Card]) -> RecipeTitles:
        """Gather the titles of a book's recipes."""
        paths: dict[str, str] = {}
        for path, card in cards.items():
            key = title_key(card.title)
            if card.is_recipe and not _is_sold(key):
                paths[key] = "" if key in paths else path
        return RecipeTitles({key: path for key, path in paths.items() if path})

    def find(self, entry: str, names: Iterable[str]) -> dict[str, str]:
        """Give the paths of those names that are titles of other recipes than an entry itself."""
        found = ((name, self.paths.get(name, entry)) for name in names)
        return {name: path for name, path in found if path != entry}


def recipe_names(recipe: Recipe) -> tuple[str, ...]:
    """Give all names in a recipe's ingredients that could be titles of other recipes."""
    names = (title_key(name) for each in recipe.ingredients for name in _names(each))
    return tuple(dict.fromkeys(names))


def refer_to_recipes(tree: Blocks, ingredient: Ingredient, paths: Mapping[str, str]) -> Blocks:
    """Make a link of the first recipe that an ingredient names; one that links already stays."""
    if not paths or not tree or tree[0]["t"] not in ("Para", "Plain"):
        return tree
    named = [name for name in _names(ingredient) if title_key(name) in paths]
    if not named or any(node["t"] == "Link" for node in walk(tree)):
        return tree
    words = _linked(tree[0]["c"], named[0], paths[title_key(named[0])])
    return tree if words is None else [{"t": tree[0]["t"], "c": words}, *tree[1:]]


def _is_sold(key: str) -> bool:
    """Tell whether a title is what any kitchen has: butter, brown sugar, cold water."""
    return key in DENSITIES or key in STAPLES


def _names(ingredient: Ingredient) -> Sequence[str]:
    """Give what a line calls its ingredient, the fullest first, where that could be a title."""
    named = ingredient.name
    made = _MADE.match(named)
    named = named[made.end() :] if made else named
    is_meant = made is not None or ("(" in ingredient.line and _POINTED.search(ingredient.line))
    if not (is_meant or " " in named) or len(named) > _LONGEST:
        return []
    names = dict.fromkeys((named, head_noun(named)))
    return [each for each in names if each and (is_meant or " " in each)]


def _linked(inlines: Inlines, name: str, path: str) -> Inlines | None:
    """Make a link of a name among inlines, or give None where it isn't there in one piece."""
    spelt = BLANK.join(map(re.escape, name.split()))
    pattern = re.compile(rf"(?<!\w){spelt}(?!\w)(?:{BLANK}?{_POINTER})?", re.IGNORECASE)
    linked: Inlines = []
    done = False
    for run in runs(inlines):
        words = None if done else run_words(run)
        found = pattern.search(words) if words else None
        if words is None or found is None:
            linked += run
            continue
        title = _POINTED.sub("", found[0]).rstrip()
        linked += words_as_inlines(words[: found.start()])
        linked.append(link(f"/{quote(path)}", words_as_inlines(title)))
        linked += words_as_inlines(words[found.end() :])
        done = True
    return linked if done else None
