"""What a page says of its recipe in schema.org's words -> plain words, however it says it.

The words are those of https://schema.org/Recipe; pages write a list where one thing is meant, a
thing where its name is meant, and text where a number is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, TypeAlias

from cookbook.exchange.webpages.scraped import MOST_LINES, MOST_WORDS, Lines, Scraped
from cookbook.exchange.webpages.words import plain_lines, plain_words
from cookbook.manuscript.times import format_duration, parse_duration

Node: TypeAlias = Mapping[str, Any]

MOST_DEPTH = 8
MOST_NODES = 20_000
NAME_MAX_LENGTH = 80
LONGEST = timedelta(days=400)
DIETS = {
    "DiabeticDiet": "diabetic",
    "GlutenFreeDiet": "gluten-free",
    "HalalDiet": "halal",
    "HinduDiet": "Hindu",
    "KosherDiet": "kosher",
    "LowCalorieDiet": "low-calorie",
    "LowFatDiet": "low-fat",
    "LowLactoseDiet": "low-lactose",
    "LowSaltDiet": "low-salt",
    "VeganDiet": "vegan",
    "VegetarianDiet": "vegetarian",
}
STEP = "(?:step|schritt|étape|paso|passo)"
NUMBERED = re.compile(rf"^(?:{STEP}\s*)?\d{{1,2}}\s*[.):]\s+", re.IGNORECASE)
ONLY_NUMBER = re.compile(rf"{STEP}?\s*#?\s*\d{{0,2}}\s*[.):]?", re.IGNORECASE)
ISO = re.compile(
    r"P(?:0+Y)?(?:0+M)?(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6}(?:\.\d{1,3})?)M)?"
    r"(?:(?P<seconds>\d{1,7}(?:\.\d{1,6})?)S)?)?",
    re.IGNORECASE,
)
HEADING = re.compile(r"[^\d½¼¾⅓⅔].{0,58}:")


def find_recipe(found: object) -> Node:
    """Give the recipe of which structured data say most; an empty one where they hold none."""
    recipes = [node for node in _nodes(found) if _is_a(node, "Recipe")]
    return max(recipes, key=_worth, default={})


def read_recipe(node: Node, found: object) -> Scraped:
    """Read a recipe that `find_recipe` gave; `found` is where it finds the people it refers to."""
    prep, cook = _time(node.get("prepTime")), _time(node.get("cookTime"))
    return Scraped(
        title=plain_words(_first(node.get("name") or node.get("headline"))),
        description="\n\n".join(plain_lines(_first(node.get("description")))),
        yield_text=_yield(node.get("recipeYield") or node.get("yield")),
        prep=prep,
        cook=cook,
        total=_time(node.get("totalTime")),
        ingredients=group_lines(_ingredients(node)),
        steps=tuple(_steps(_first_of(node, "recipeInstructions", "RecipeInstructions"))),
        courses=_listed(node.get("recipeCategory")),
        cuisines=_listed(node.get("recipeCuisine")),
        diets=tuple(dict.fromkeys(filter(None, map(_diet, _many(node.get("suitableForDiet")))))),
        keywords=_listed(node.get("keywords")),
        authors=_names(node.get("author") or node.get("Author"), found),
        site=next(iter(_names(node.get("publisher"), found)), ""),
        licence=plain_words(_address(node.get("license"))),
    )


def group_lines(lines: list[str]) -> tuple[Lines, ...]:
    """Group lines: one that ends in a colon, and holds no amount, heads those below it."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if HEADING.fullmatch(line):
            groups.append((line.removesuffix(":").strip(), []))
        else:
            groups[-1][1].append(line)
    return tuple(Lines(title, tuple(group)) for title, group in groups if group)


def step_lines(text: object) -> list[str]:
    """Give the steps of a text, without the numbers that a list counts by itself."""
    lines = [NUMBERED.sub("", line, count=1) for line in plain_lines(text)]
    return [line for line in lines if not ONLY_NUMBER.fullmatch(line)]


def minutes(value: object) -> str:
    """Write a number of minutes as we write times; "" for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 600_000:  # noqa: PLR2004 -- more than a year
        return ""
    return format_duration(timedelta(minutes=value))


def _nodes(found: object, depth: int = 0) -> Iterator[Node]:
    """Give every thing that structured data hold, from the outermost; bounded."""
    waiting: list[tuple[object, int]] = [(found, depth)]
    seen = 0
    while waiting and seen < MOST_NODES:
        each, deep = waiting.pop(0)
        seen += 1
        if isinstance(each, Mapping):
            yield each
            inner: list[object] = list(each.values())
        elif isinstance(each, list):
            inner = each
        else:
            continue
        if deep < MOST_DEPTH:
            waiting += [(one, deep + 1) for one in inner if isinstance(one, Mapping | list)]


def _is_a(node: Node, kind: str) -> bool:
    types = (str(each).rstrip("/").rpartition("/")[2] for each in _many(node.get("@type")))
    return kind in (each.removeprefix("schema:") for each in types)


def _worth(node: Node) -> tuple[int, int]:
    told = ("name", "recipeIngredient", "ingredients", "recipeInstructions")
    return sum(bool(node.get(key)) for key in told), len(node)


def _many(value: object) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _first(value: object) -> object:
    for each in _many(value):
        if isinstance(each, Mapping):
            return each.get("@value") or each.get("text") or each.get("name")
        return each
    return ""


def _first_of(node: Node, *keys: str) -> object:
    return next((node[key] for key in keys if node.get(key)), None)


def _ingredients(node: Node) -> list[str]:
    value = _first_of(node, "recipeIngredient", "recipeIngredients", "ingredients", "ingredient")
    lines: list[str] = []
    for each in _flat(value):
        if isinstance(each, Mapping):
            amount = each.get("value") or each.get("amount")
            unit = each.get("unitText") or each.get("unitCode")
            words = (amount, unit, each.get("name") or each.get("text"))
            lines += [" ".join(filter(None, map(plain_words, map(_first, words))))]
        elif isinstance(value, list):
            lines += [plain_words(each)]
        else:
            lines += plain_lines(each)
    return [line for line in lines if line][:MOST_LINES]


def _flat(value: object) -> list[Any]:
    flat: list[Any] = []
    for each in _many(value):
        flat += each if isinstance(each, list) else [each]
    return flat


def _steps(value: object) -> list[Lines]:
    """Read what is to be done: texts, steps, sections of steps, lists of any of these."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    _take_steps(value, groups, 0)
    return [Lines(title, tuple(lines)) for title, lines in groups if lines]


def _take_steps(value: object, groups: list[tuple[str, list[str]]], depth: int) -> None:
    if depth > MOST_DEPTH:
        return
    for each in _many(value):
        if isinstance(each, list):
            _take_steps(each, groups, depth + 1)
        elif not isinstance(each, Mapping):
            groups[-1][1].extend(step_lines(each))
        elif _is_a(each, "HowToSection"):
            groups.append((plain_words(each.get("name")).removesuffix(":").strip(), []))
            _take_steps(each.get("itemListElement") or each.get("steps"), groups, depth + 1)
            groups.append(("", []))
        elif each.get("itemListElement") and not each.get("text"):
            _take_steps(each["itemListElement"], groups, depth + 1)
        else:
            groups[-1][1].extend(_step(each))


def _step(node: Node) -> list[str]:
    text = step_lines(_first(node.get("text") or node.get("description")))
    name = plain_words(_first(node.get("name")))
    if isinstance(node.get("item"), Mapping) and not text:
        return _step(node["item"])
    if not text:
        return step_lines(name)
    is_told = text[0].lower().startswith(name.lower().rstrip(".…: ")[:NAME_MAX_LENGTH])
    if not name or is_told or len(name) > NAME_MAX_LENGTH or ONLY_NUMBER.fullmatch(name):
        return text
    return [f"{name.rstrip('.:')}: {text[0]}", *text[1:]]


def _yield(value: object) -> str:
    """Give the yield that says most: one with words rather than a bare number."""
    said = [_quantity(each) for each in _many(value)]
    told = [each for each in said if each]
    chosen = next((each for each in told if re.search(r"[^\W\d_]", each)), (told or [""])[0])
    return f"{chosen} servings" if re.fullmatch(r"\d+(?:\s*[-–]\s*\d+)?", chosen) else chosen


def _quantity(value: object) -> str:
    if not isinstance(value, Mapping):
        return plain_words(value)
    words = (_first(value.get("value")), value.get("unitText") or value.get("name"))
    return " ".join(filter(None, map(plain_words, words)))


def _time(value: object) -> str:
    """Read a length of time: ISO 8601, as it should be, or words."""
    if isinstance(value, Mapping):
        value = value.get("maxValue") or value.get("value") or value.get("@value")
    text = plain_words(_first(value))
    coded = ISO.fullmatch(text)
    if coded:
        parts = {unit: float(count) for unit, count in coded.groupdict().items() if count}
        length: timedelta | None = timedelta(**parts)
    else:
        length = parse_duration(text)
    if length is None:
        return text if len(text) <= NAME_MAX_LENGTH else ""
    return format_duration(length) if timedelta(0) < length < LONGEST else ""


def _diet(value: object) -> str:
    said = plain_words(_first(value))
    name = said.rstrip("/").rpartition("/")[2]
    return DIETS.get(name, "" if "://" in said else said)


def _listed(value: object) -> tuple[str, ...]:
    words = [word for each in _flat(value) for word in plain_words(_first(each)).split(",")]
    return tuple(dict.fromkeys(filter(None, map(str.strip, words))))[:MOST_WORDS]


def _names(value: object, found: object) -> tuple[str, ...]:
    """Give names of people and bodies, which may stand elsewhere on the page."""
    names: list[str] = []
    for each in _flat(value):
        if isinstance(each, Mapping) and not each.get("name"):
            key = each.get("@id") or each.get("url")
            named = (
                one for one in _nodes(found) if key and key in (one.get("@id"), one.get("url"))
            )
            each = next((one for one in named if one.get("name")), {})  # noqa: PLW2901 -- it is the same person
        name = plain_words(_first(each.get("name") if isinstance(each, Mapping) else each))
        names += [name] if name and "://" not in name else []
    return tuple(dict.fromkeys(names))[:MOST_WORDS]


def _address(value: object) -> object:
    each = next(iter(_many(value)), "")
    return (
        each.get("url") or each.get("@id") or each.get("name")
        if isinstance(each, Mapping)
        else each
    )
