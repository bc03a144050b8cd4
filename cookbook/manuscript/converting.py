"""Lines of ingredients -> the same lines with amounts in a book's measures.

What the contributor wrote is never replaced: its figure stands beside the computed one, letter by
letter, and the rest of the line is as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cookbook.manuscript.conversions import convert
from cookbook.manuscript.densities import find_density
from cookbook.manuscript.ingredients import Ingredient
from cookbook.manuscript.measures import MeasureStyle, System
from cookbook.manuscript.quantities import Quantity, parse_quantity
from cookbook.manuscript.recipes import (
    IngredientGroup,
    IngredientsSection,
    MethodSection,
    Prose,
    Recipe,
    Section,
    TextSection,
)
from cookbook.manuscript.units import Dimension, Unit, read_unit

_ABOUT = re.compile(r"(?:~|≈|ca?\.|about|around|approx\.?|approximately|roughly) ?", re.IGNORECASE)
_MANNER = re.compile(
    r"(?:(?:tightly |firmly |lightly |loosely )?packed|level|scant|heaped|heaping|rounded"
    r"|generous|full|good|large|small) ",
    re.IGNORECASE,
)
# What begins so may be the same amount in other words, or more of the same.
_GOING_ON = re.compile(r"[(/|=≈+,–-] ?|(?:or|plus|and|to|\+|&) |(?=[0-9½⅓⅔¼¾⅛])", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.,/⁄])(?=[0-9½⅓⅔¼¾⅛])")
_BRACKET = re.compile(r"\((?P<inside>[^()]*)\)")
_PACKAGE = re.compile(
    r"(?:[0-9]+|an?|one|two|three)(?: (?:large |small |big )?[^\W\d]+)? \((?P<size>[^()]+)\)",
    re.IGNORECASE,
)
_LONGEST = 500
"""Beyond these characters a line is a story, in which nobody looks for amounts."""
_SPOONS = frozenset({Unit.TSP, Unit.TBSP})
_CLOSING = ",;:.)"


@dataclass(frozen=True)
class _Own:
    """The contributor's amount at the start of a line: what stands before it, it, and the rest."""

    before: str
    words: str
    rest: str
    quantity: Quantity
    unit: Unit


def convert_recipe(recipe: Recipe, style: MeasureStyle) -> Recipe:
    """Give a recipe with its ingredients in a book's measures; see `convert_line`."""
    if style.measures.first is None:
        return recipe
    return replace(recipe, sections=tuple(_section(each, style) for each in recipe.sections))


def convert_line(ingredient: Ingredient, style: MeasureStyle) -> str:
    """Give an ingredient's line in a book's measures, such as "120 g (1 cup) flour".

    A line stays as it is where it has its amount in both systems, where it counts, where it says
    more than one amount, and where a cook would leave it (see `conversions.convert`).
    """
    if style.measures.first is None:
        return ingredient.line
    own = _own_amount(ingredient)
    system = style.system_of(own.unit) if own else None
    if own is None or system is None:
        return _with_size(ingredient, style)
    if _has_other(own.rest, system, style):
        return ingredient.line
    computed = _computed(own, ingredient, system, style)
    if computed is None:
        return ingredient.line
    aside, rest = _aside(own.rest)
    is_first = system is style.measures.first
    first, second = (own.words, computed) if is_first else (computed, own.words)
    gap = "" if not rest or rest[0] in _CLOSING else " "
    return f"{own.before}{first} ({second}{aside}){gap}{rest}"


def _computed(own: _Own, ingredient: Ingredient, system: System, style: MeasureStyle) -> str | None:
    """Say an amount in the other system, where the book wants it."""
    if system is style.measures.first and not style.measures.has_both:
        return None
    density = find_density(ingredient.name, ingredient.line)
    return convert(own.quantity, own.unit, density, style)


def _own_amount(ingredient: Ingredient) -> _Own | None:
    """Read the amount that a line begins with, where it is one and the whole one."""
    line = ingredient.line
    start = len(about[0]) if (about := _ABOUT.match(line)) else 0
    parsed = parse_quantity(line[start:])
    if parsed is None:
        return None
    quantity, rest = parsed
    while manner := _MANNER.match(rest):
        rest = rest[manner.end() :]
    found = read_unit(rest)
    if found is None:
        return None
    words = line[start : len(line) - len(found[1])].rstrip()
    # What was understood of the line as a whole must agree: an amount, or the size of one package.
    agrees = (quantity, found[0]) == (ingredient.quantity, ingredient.unit)
    if not agrees and (words != ingredient.size or not ingredient.unit):
        return None
    return _Own(line[:start], words, found[1], quantity, found[0])


def _has_other(rest: str, system: System, style: MeasureStyle) -> bool:
    """Tell whether what follows an amount says it in the other system, or adds to it."""
    if any(style.system_of(size) is system.other for size in _sizes(rest)):
        return True
    # Spoons are in both systems, but behind grams in brackets they stand for the American one.
    asides = (size for each in _BRACKET.findall(rest[:_LONGEST]) for size in _sizes(each))
    if system is System.METRIC and any(size in _SPOONS for size in asides):
        return True
    going_on = _GOING_ON.match(rest)
    if going_on is None or going_on[0].startswith("("):
        return False
    return next(_sizes(rest[going_on.end() :], at_start=True), None) is not None


def _sizes(text: str, *, at_start: bool = False) -> Iterator[Unit]:
    """Give the units of the weights and volumes in a text."""
    text = text[:_LONGEST]
    for figure in _FIGURE.finditer(text):
        if at_start and figure.start():
            return
        parsed = parse_quantity(text[figure.start() :])
        found = read_unit(parsed[1].lstrip("- ")) if parsed else None
        if found is not None and found[0].dimension is not Dimension.COUNT:
            yield found[0]


def _aside(rest: str) -> tuple[str, str]:
    """Take what stands in brackets right behind an amount and says it otherwise: 1 cup (2 sticks).

    Gives "; 2 sticks" and the rest, "" where there is nothing of the kind.
    """
    bracket = _BRACKET.match(rest)
    parsed = parse_quantity(bracket["inside"]) if bracket else None
    if bracket is None or parsed is None or read_unit(parsed[1]) is None:
        return "", rest
    return f"; {bracket['inside']}", rest[bracket.end() :].lstrip()


def _with_size(ingredient: Ingredient, style: MeasureStyle) -> str:
    """Say the size of a package in a book's measures: 1 (400 g/14 oz) can."""
    line, first = ingredient.line, style.measures.first
    if ingredient.unit is None or not ingredient.unit.is_package:
        return line
    package = _PACKAGE.match(line)
    parsed = parse_quantity(package["size"]) if package else None
    found = read_unit(parsed[1].removeprefix("-")) if parsed else None
    if package is None or parsed is None or found is None or found[1]:
        return line
    system = style.system_of(found[0])
    is_wanted = system is not first or style.measures.has_both
    computed = convert(parsed[0], found[0], None, style) if system and is_wanted else None
    if computed is None:
        return line
    both = (package["size"], computed) if system is first else (computed, package["size"])
    return f"{line[: package.start('size')]}{'/'.join(both)}{line[package.end('size') :]}"


def _section(section: Section, style: MeasureStyle) -> Section:
    if isinstance(section, (MethodSection, TextSection)):
        return section
    return IngredientsSection(section.heading, tuple(_group(g, style) for g in section.groups))


def _group(group: IngredientGroup, style: MeasureStyle) -> IngredientGroup:
    return IngredientGroup(group.title, tuple(_item(each, style) for each in group.items))


def _item(item: Ingredient | Prose, style: MeasureStyle) -> Ingredient | Prose:
    if isinstance(item, Prose):
        return item
    line = convert_line(item, style)
    return item if line is item.line else replace(item, line=line)
