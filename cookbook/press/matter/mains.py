"""Stage: a recipe's ingredients -> the few under which cooks look for it in an index."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cookbook.manuscript import Recipe
from cookbook.manuscript.ingredients import Ingredient, main_ingredient_name
from cookbook.manuscript.units import Unit
from cookbook.press.reading.cleaning import clean_words

MOST_NAMES = 6
"""Under so many ingredients a recipe is found at most; a list of all of them would be no index."""
LONGEST_NAME = 40
# What stands in nearly every kitchen and every recipe finds nothing for anyone in an index.
STAPLES = frozenset(
    {
        "salt", "sea salt", "table salt", "kosher salt", "pepper", "black pepper", "white pepper",
        "salt and pepper", "water", "oil", "sugar", "cold water", "hot water", "warm water",
        "boiling water", "vegetable oil", "cooking oil", "ice", "ice cubes", "seasoning",
    }
)  # fmt: skip
# What very many recipes hold is the main thing in few of them.
COMMON = frozenset(
    {
        "flour", "plain flour", "self-raising flour", "butter", "unsalted butter", "margarine",
        "eggs", "egg yolks", "egg whites", "milk", "olive oil", "sunflower oil", "brown sugar",
        "caster sugar", "icing sugar", "powdered sugar", "baking powder", "baking soda",
        "bicarbonate of soda", "vanilla", "vanilla extract", "cornflour", "cornstarch", "garlic",
        "onions", "stock", "vegetable stock", "chicken stock", "vinegar",
    }
)  # fmt: skip
SMALL = frozenset(
    {Unit.MG, Unit.TSP, Unit.DESSERTSPOON, Unit.TBSP, Unit.SPOON, Unit.DROP, Unit.SPLASH, Unit.DASH,
     Unit.PINCH, Unit.SPRIG, Unit.KNOB}
)  # fmt: skip
"""Measures for what seasons a dish, mostly."""
# Words that say how much or whose, and under which nobody looks.
LEADING = re.compile(r"^(?:quantity|batch|portion|recipe|strips?|the|some|any|enough)\s+(?:of\s+)?")
POINTING = re.compile(r"^(?:its|their|your|this|that|these|those)\b")
WORD = re.compile(r"[^\W\d_]{3,}")


def sought_names(recipe: Recipe) -> tuple[str, ...]:
    """Give the entries under which an index lists a recipe: those that it names, or those found.

    Found are its main ingredients, in the order of the alphabet: first those in its title, then
    those that few other recipes hold, then those of which there is much, as they stand in its list.
    """
    if recipe.index is not None:
        return tuple(dict.fromkeys(clean_words(each) for each in recipe.index))
    titled = set(_stems(recipe.title))
    ranks: dict[str, tuple[bool, bool, bool]] = {}
    for each in recipe.ingredients:
        name = _sought(main_ingredient_name(each))
        if name and name not in STAPLES and len(name) <= LONGEST_NAME:
            rank = (titled.isdisjoint(_stems(name)), name in COMMON, _is_small(each))
            ranks[name] = min(rank, ranks.get(name, rank))
    return tuple(sorted(sorted(ranks, key=ranks.__getitem__)[:MOST_NAMES]))


def _sought(name: str) -> str:
    """Give the words under which a cook looks for an ingredient, or ""."""
    found = LEADING.sub("", name.strip().lower())
    return "" if POINTING.match(found) else found


def _is_small(ingredient: Ingredient) -> bool:
    return ingredient.unit in SMALL or (ingredient.quantity is None and ingredient.unit is None)


def _stems(words: str) -> Iterator[str]:
    """Give words in the form in which one and several are the same: berry, berries."""
    for word in WORD.findall(words.casefold()):
        yield word.removesuffix("s").removesuffix("ie").removesuffix("e").removesuffix("y")
