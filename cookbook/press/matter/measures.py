"""Stage: the measures of a book, and what its recipes weigh out -> the tables of measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from cookbook.manuscript import Recipe
from cookbook.manuscript.conversions import convert
from cookbook.manuscript.densities import DENSITIES, POURED, Handling, find_density
from cookbook.manuscript.measures import MeasureStyle, System
from cookbook.manuscript.quantities import Quantity, format_quantity
from cookbook.manuscript.units import Dimension, Unit
from cookbook.press import words
from cookbook.press.entries.typography import set_words, words_as_inlines
from cookbook.press.matter.ordering import sort_key
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, div, para, table, text

MANY = 14
"""Rows that are too many to stand behind the other tables on their page."""
_SPOONS = (("1 teaspoon", "5 ml"), ("1 tablespoon", "15 ml"), ("1 fluid ounce", "30 ml"))
_CUPS = tuple(Fraction(*each) for each in ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1)))
_JUGS = (("1 pint", Unit.CUP, 2), ("1 quart", Unit.CUP, 4))
_WEIGHTS = (
    ("½ oz", Unit.OZ, Fraction(1, 2)), ("1 oz", Unit.OZ, Fraction(1)),
    ("2 oz", Unit.OZ, Fraction(2)), ("4 oz", Unit.OZ, Fraction(4)),
    ("8 oz", Unit.OZ, Fraction(8)), ("12 oz", Unit.OZ, Fraction(12)),
    ("1 lb", Unit.LB, Fraction(1)), ("2 lb", Unit.LB, Fraction(2)),
)  # fmt: skip
_LENGTHS = (("¼ inch", "6 mm"), ("1 inch", "2.5 cm"), ("8 inches", "20 cm"), ("9 inches", "23 cm"),
            ("10 inches", "25 cm"), ("12 inches", "30 cm"))  # fmt: skip
_OVENS = (
    ("110 °C", "225 °F", "¼"), ("120 °C", "250 °F", "½"), ("140 °C", "275 °F", "1"),
    ("150 °C", "300 °F", "2"), ("160 °C", "325 °F", "3"), ("180 °C", "350 °F", "4"),
    ("190 °C", "375 °F", "5"), ("200 °C", "400 °F", "6"), ("220 °C", "425 °F", "7"),
    ("230 °C", "450 °F", "8"), ("240 °C", "475 °F", "9"),
)  # fmt: skip
_BY_NAME = {each.name: each for each in DENSITIES.values()}


def weighed_names(recipe: Recipe) -> list[str]:
    """Give the names of those of a recipe's ingredients of which a cup has a known weight."""
    names: set[str] = set()
    for each in recipe.ingredients:
        is_measured = each.unit is not None and each.unit.dimension is not Dimension.COUNT
        density = find_density(each.name, each.line) if is_measured else None
        if density is None or density.handling is Handling.POURED:
            continue
        if density.handling is not Handling.CUT or each.unit is Unit.CUP:
            names.add(density.name)
    return sorted(names)


def measure_tables(style: MeasureStyle, names: Iterable[str]) -> Blocks:
    """Set the tables: spoons and cups, weights, lengths, ovens, and what a cup weighs."""
    cup = [
        (_first_capital(name), f"{_BY_NAME[name].grams} g") for name in sorted(names, key=sort_key)
    ]
    is_metric = style.measures.first is System.METRIC
    units = [
        (words.VOLUMES, [*_SPOONS, *_cups(style)]),
        (words.WEIGHTS, [(said, _converted(n, unit, style)) for said, unit, n in _WEIGHTS]),
        (words.LENGTHS, [*_LENGTHS]),
    ]
    ovens = [each if is_metric else (each[1], each[0], each[2]) for each in _OVENS]
    heads = ("°C", "°F") if is_metric else ("°F", "°C")
    blocks = [para(text(words.MEASURES_INTRODUCED[style.measures.value]))]
    if cup:
        water, oil = POURED["water"].grams, POURED["oil"].grams
        blocks.append(para(words_as_inlines(set_words(words.POURED.format(water=water, oil=oil)))))
    for title, rows in units:
        turned = [(two, one) if is_metric else (one, two) for one, two in rows]
        captions = (words.METRIC, words.AMERICAN) if is_metric else (words.AMERICAN, words.METRIC)
        blocks.append(_table(title, captions, turned))
    blocks.append(_table(words.OVENS, (*heads, words.GAS), ovens))
    if cup:
        blocks.append(_table(words.A_CUP, (words.ONE_CUP_OF, words.WEIGHS), cup))
    if len(cup) > MANY:
        return [div(blocks[:-1], "measure-tables"), div(blocks[-1:], "measure-tables", "many")]
    return [div(blocks, "measure-tables")]


def _cups(style: MeasureStyle) -> list[tuple[str, str]]:
    rows = [
        (f"{format_quantity(Quantity(part))} cup", _converted(part, Unit.CUP, style))
        for part in _CUPS
    ]
    jugs = ((said, _converted(Fraction(cups), unit, style)) for said, unit, cups in _JUGS)
    return [*rows, *jugs]


def _converted(number: Fraction, unit: Unit, style: MeasureStyle) -> str:
    poured = POURED["water"] if unit is Unit.CUP else None
    return convert(Quantity(number), unit, poured, style) or ""


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Node:
    lines = [[words_as_inlines(set_words(cell)) for cell in row] for row in rows]
    return table(text(title), [text(each) for each in heads], lines)


def _first_capital(name: str) -> str:
    return name[:1].upper() + name[1:]
