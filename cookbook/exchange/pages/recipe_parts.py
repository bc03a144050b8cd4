"""The parts of a cookbook: recipes grouped by course and, for mains, by what they are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from cookbook.manuscript import EntryRef, Part, Recipe

BREAKFAST = "Breakfast"
STARTERS = "Starters and snacks"
SOUPS = "Soups"
SALADS = "Salads"
POULTRY = "Poultry"
BEEF = "Beef, lamb and game"
PORK = "Pork, ham and sausages"
MEAT = "Meat"
FISH = "Fish and seafood"
VEGETABLES = "Vegetables, beans and eggs"
PASTA = "Pasta and noodles"
RICE = "Rice and grains"
BREAD = "Bread, dough and pizza"
SIDES = "On the side"
SAUCES = "Sauces, spreads and seasonings"
DESSERTS = "Desserts and baking"
DRINKS = "Drinks"
REST = "More dishes"
ORDER = (
    BREAKFAST, STARTERS, SOUPS, SALADS, POULTRY, BEEF, PORK, MEAT, FISH, VEGETABLES, PASTA, RICE,
    BREAD, SIDES, SAUCES, DESSERTS, DRINKS, REST,
)  # fmt: skip
PART_BY_COURSE = {
    "breakfast": BREAKFAST,
    "brunch": BREAKFAST,
    "starter": STARTERS,
    "appetizer": STARTERS,
    "snack": STARTERS,
    "soup": SOUPS,
    "salad": SALADS,
    "sauce": SAUCES,
    "condiment": SAUCES,
    "bread": BREAD,
    "side": SIDES,
    "dessert": DESSERTS,
    "drink": DRINKS,
}
# What a main dish is made of; the first that its tags, then its title, then its ingredients name.
STAPLES: tuple[tuple[str, str], ...] = (
    (BREAD, "pizza focaccia flammkuchen calzone empanada empanadas"),
    (PASTA, "pasta spaghetti noodles noodle macaroni lasagna lasagne penne tagliatelle gnocchi"),
    (PASTA, "ramen linguine ravioli fettuccine"),
    (POULTRY, "chicken poultry turkey duck goose"),
    (BEEF, "beef steak lamb mutton veal venison brisket goulash stroganoff"),
    (PORK, "pork ham bacon sausage sausages chorizo ribs pancetta prosciutto"),
    (FISH, "fish seafood shrimp prawn prawns salmon tuna cod mackerel squid octopus"),
    (FISH, "sardine sardines mussels anchovies"),
    (MEAT, "meat liver goat rabbit"),
    (RICE, "rice risotto pilaf paella couscous bulgur quinoa polenta buckwheat millet"),
    (VEGETABLES, "vegetables vegetable tofu beans lentil lentils egg eggs potato potatoes corn"),
    (VEGETABLES, "mushrooms mushroom cabbage squash chickpea chickpeas broccoli spinach eggplant"),
    (VEGETABLES, "tomato tomatoes zucchini peppers cheese paneer"),
)
# Words of titles that tell a course where no tag does.
COURSE_WORDS: tuple[tuple[str, str], ...] = (
    (SOUPS, "soup broth chowder borscht stock"),
    (SALADS, "salad slaw coleslaw"),
    (SAUCES, "sauce dressing jam dip spread pesto salsa mayonnaise chutney syrup marinade hummus"),
    (SAUCES, "ketchup butter"),
    (DESSERTS, "cake cookies cookie pie tart pudding dessert brownies cheesecake strudel custard"),
    (DESSERTS, "fudge"),
    (BREAD, "bread rolls dough focaccia bun buns loaf biscuits tortillas naan"),
    (DRINKS, "tea coffee milkshake lemonade punch cocktail kombucha kvass smoothie"),
    (BREAKFAST, "pancakes porridge oatmeal granola omelet omelette waffles cereal cereals"),
)
# Two small parts of a kind read better as one.
PART_MIN_ENTRIES = 6
JOINED = {MEAT: BEEF, SALADS: SIDES, RICE: VEGETABLES, DRINKS: REST}


def arrange(recipes: Mapping[str, Recipe]) -> tuple[Part, ...]:
    """Group recipes (by path) into parts in the order of a meal, each in alphabetical order."""
    places = {path: part_of(recipe) for path, recipe in recipes.items()}
    for small, larger in JOINED.items():
        members = [path for path, part in places.items() if part == small]
        if len(members) < PART_MIN_ENTRIES and larger in places.values():
            places |= dict.fromkeys(members, larger)
    ordered = sorted(recipes, key=lambda path: (sorting_key(recipes[path].title), path))
    return tuple(
        Part(
            title=title, entries=tuple(EntryRef(path) for path in ordered if places[path] == title)
        )
        for title in ORDER
        if title in places.values()
    )


def part_of(recipe: Recipe) -> str:
    """Give the title of the part that a recipe belongs to, by course, tags, title, ingredients."""
    if part := PART_BY_COURSE.get(recipe.course.lower()):
        return part
    tags = _words(" ".join(recipe.tags))
    title = _words(recipe.title)
    part = _first(STAPLES, tags)
    if part == MEAT:
        # The title may say which meat.
        part = _first(STAPLES, title) or part
    if part:
        return part
    if not recipe.course and (part := _first(COURSE_WORDS, title)):
        return part
    listed = _words(" ".join(item.line for item in recipe.ingredients))
    return _first(STAPLES, title) or _first(STAPLES, listed) or REST


def sorting_key(title: str) -> str:
    """Give the form in which titles are compared: without accents, case, quotes and articles."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode() or title
    return re.sub(r"^(the|a|an) ", "", re.sub(r"[^\w\s]", "", plain).strip().casefold())


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _first(table: tuple[tuple[str, str], ...], words: set[str]) -> str:
    return next((part for part, names in table if words & set(names.split())), "")
