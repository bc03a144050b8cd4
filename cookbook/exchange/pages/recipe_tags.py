"""What tags say about a recipe: its course, its cuisine, its diet. Tables, and how to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

# The first course that any tag names is the recipe's; so what is most telling stands first.
COURSES: tuple[tuple[str, str], ...] = (
    ("drink", "drink, drinks, beverage, cocktail, smoothie, liquor, liqueur, digestivo"),
    ("soup", "soup, soups, broth, stock, chowder"),
    ("salad", "salad, salads"),
    ("dessert", "dessert, desserts, cake, cakes, cookie, cookies, biscuits, pudding, ice cream"),
    (
        "sauce",
        "sauce, sauces, dressing, spread, dip, jam, syrup, condiment, chutney, pickle, spice",
    ),
    ("breakfast", "breakfast, brunch, pancake, pancakes"),
    (
        "starter",
        "starter, starters, appetizer, appetiser, snack, snacks, antipasti, sandwich, pate",
    ),
    ("bread", "bread, breads, dough, sourdough"),
    (
        "main",
        "main, mains, main course, dinner, supper, lunch, stew, curry, roast, traybake, pasta",
    ),
    (
        "main",
        "pizza, noodles, steak, chicken, beef, pork, lamb, mutton, veal, fish, seafood, shrimp",
    ),
    ("main", "duck, turkey, tofu, sausage, meat, rice, casserole"),
    ("side", "side, sides, side dish, garnish"),
    ("dessert", "sweet, chocolate, pastry, candy"),
)

DIETS: Mapping[str, str] = {
    "vegan": "vegan",
    "plant-based": "vegan",
    "vegetarian": "vegetarian",
    "veggie": "vegetarian",
    "pescatarian": "pescatarian",
    "gluten-free": "gluten-free",
    "glutenfree": "gluten-free",
    "gluten free": "gluten-free",
    "dairy-free": "dairy-free",
    "dairy free": "dairy-free",
    "lactose-free": "lactose-free",
    "nut-free": "nut-free",
    "egg-free": "egg-free",
    "sugar-free": "sugar-free",
    "low-carb": "low-carb",
    "keto": "keto",
    "paleo": "paleo",
    "halal": "halal",
    "kosher": "kosher",
}

CUISINE_NAMES = (
    "American, Argentinian, Australian, Austrian, Belgian, Brazilian, British, Cajun, Catalan, "
    "Chinese, Colombian, Cuban, Czech, Danish, Dominican, Dutch, Egyptian, English, Ethiopian, "
    "Filipino, Finnish, French, Galician, Georgian, German, Greek, Hungarian, Indian, Indonesian, "
    "Irish, Israeli, Italian, Jamaican, Japanese, Jewish, Korean, Lebanese, Malaysian, Maltese, "
    "Mexican, Moroccan, Norwegian, Palestinian, Persian, Peruvian, Polish, Portuguese, Romanian, "
    "Russian, Scottish, Serbian, Sicilian, Spanish, Swedish, Swiss, Syrian, Taiwanese, Thai, "
    "Tunisian, Turkish, Ukrainian, Uzbek, Vietnamese, Welsh, Yucatecan, Tex-Mex"
)
CUISINES: Mapping[str, str] = {name.lower(): name for name in CUISINE_NAMES.split(", ")} | {
    "quebec": "Québécois",
    "texmex": "Tex-Mex",
}
# These name a region of several cuisines, and count only where no tag says more.
WIDER_CUISINES: Mapping[str, str] = {
    "african": "African",
    "asian": "Asian",
    "caribbean": "Caribbean",
    "mediterranean": "Mediterranean",
    "middle eastern": "Middle Eastern",
    "middleeastern": "Middle Eastern",
    "nordic": "Nordic",
    "scandinavian": "Scandinavian",
    "southern": "Southern American",
    "southwest": "Southwestern American",
}


def course_of(tags: Iterable[str]) -> str:
    """Give the course that tags name, or ""."""
    words = {tag.lower() for tag in tags}
    return next((course for course, names in COURSES if words & set(names.split(", "))), "")


def cuisine_of(tags: Iterable[str]) -> str:
    """Give the cuisine that the first telling tag names, or ""."""
    words = [tag.lower() for tag in tags]
    for table in (CUISINES, WIDER_CUISINES):
        for word in words:
            if word in table:
                return table[word]
    return ""


def diets_of(tags: Iterable[str]) -> tuple[str, ...]:
    """Give the diets that tags name, each once.

    A tag of fasting or of what it leaves out is none: communities mean different things by it.
    """
    return tuple(dict.fromkeys(DIETS[tag.lower()] for tag in tags if tag.lower() in DIETS))


def one_spelling(all_tags: Iterable[Iterable[str]]) -> Mapping[str, str]:
    """Map each tag in lower case to the way in which the collection writes it most often."""
    counts = Counter(tag for tags in all_tags for tag in tags)
    chosen: dict[str, str] = {}
    for tag, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0].swapcase())):
        chosen.setdefault(tag.lower(), tag)
    return chosen
