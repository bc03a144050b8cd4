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
from cookbook.press.entries.typography import set_words, words_as_inlines
from cookbook.press.matter.ordering import sort_key
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, div, para, table, text
from cookbook.press.words import Words, fill

MANY = 14
"""Rows that are too many to stand behind the other tables on their page."""
_SPOONS = (("teaspoon", "5 ml"), ("tablespoon", "15 ml"), ("fluid-ounce", "30 ml"))
_CUPS = tuple(Fraction(*each) for each in ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1)))
_JUGS = (("pint", 2), ("quart", 4))
_WEIGHTS = (
    ("½ oz", Unit.OZ, Fraction(1, 2)), ("1 oz", Unit.OZ, Fraction(1)),
    ("2 oz", Unit.OZ, Fraction(2)), ("4 oz", Unit.OZ, Fraction(4)),
    ("8 oz", Unit.OZ, Fraction(8)), ("12 oz", Unit.OZ, Fraction(12)),
    ("1 lb", Unit.LB, Fraction(1)), ("2 lb", Unit.LB, Fraction(2)),
)  # fmt: skip
_LENGTHS = (("¼", "6 mm"), ("1", "2.5 cm"), ("8", "20 cm"), ("9", "23 cm"), ("10", "25 cm"),
            ("12", "30 cm"))  # fmt: skip
_ONE_INCH = frozenset({"¼", "1"})
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


def measure_tables(style: MeasureStyle, names: Iterable[str], words: Words) -> Blocks:
    """Set the tables: spoons and cups, weights, lengths, ovens, and what a cup weighs.

    What a cup weighs is known by English names, so that only English books say it.
    """
    known = sorted(names, key=sort_key) if style.language.lower().startswith("en") else []
    cup = [(_first_capital(name), f"{_BY_NAME[name].grams} g") for name in known]
    is_metric = style.measures.first is System.METRIC
    units = [
        (words.volumes, _volumes(style, words)),
        (words.weights, [(said, _converted(n, unit, style)) for said, unit, n in _WEIGHTS]),
        (words.lengths, [(_inches(inches, words), metric) for inches, metric in _LENGTHS]),
    ]
    ovens = [each if is_metric else (each[1], each[0], each[2]) for each in _OVENS]
    heads = ("°C", "°F") if is_metric else ("°F", "°C")
    blocks = [para(text(_introduced(style, words)))]
    if cup:
        water, oil = POURED["water"].grams, POURED["oil"].grams
        poured = fill(words.poured, water=str(water), oil=str(oil))
        blocks.append(para(words_as_inlines(set_words(poured))))
    for title, rows in units:
        turned = [(two, one) if is_metric else (one, two) for one, two in rows]
        captions = (words.metric, words.american) if is_metric else (words.american, words.metric)
        blocks.append(_table(title, captions, turned))
    blocks.append(_table(words.ovens, (*heads, words.gas), ovens))
    if cup:
        blocks.append(_table(words.cup_weighs, (words.one_cup_of, words.weighs), cup))
    if len(cup) > MANY:
        return [div(blocks[:-1], "measure-tables"), div(blocks[-1:], "measure-tables", "many")]
    return [div(blocks, "measure-tables")]


def _introduced(style: MeasureStyle, words: Words) -> str:
    measures = style.measures.value.replace(" ", "-")
    return words.word(f"measures-{measures}")


def _volumes(style: MeasureStyle, words: Words) -> list[tuple[str, str]]:
    spoons = [(words.word(name), metric) for name, metric in _SPOONS]
    cups = [
        (fill(words.cup, number=format_quantity(Quantity(part))), _cup(part, style))
        for part in _CUPS
    ]
    jugs = [(words.word(name), _cup(Fraction(number), style)) for name, number in _JUGS]
    return [*spoons, *cups, *jugs]


def _inches(number: str, words: Words) -> str:
    return fill(words.inch if number in _ONE_INCH else words.inches, number=number)


def _cup(number: Fraction, style: MeasureStyle) -> str:
    return _converted(number, Unit.CUP, style)


def _converted(number: Fraction, unit: Unit, style: MeasureStyle) -> str:
    poured = POURED["water"] if unit is Unit.CUP else None
    return convert(Quantity(number), unit, poured, style) or ""


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Node:
    lines = [[words_as_inlines(set_words(cell)) for cell in row] for row in rows]
    return table(text(title), [text(each) for each in heads], lines)


def _first_capital(name: str) -> str:
    return name[:1].upper() + name[1:]
