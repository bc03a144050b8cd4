"""Checks of the recipes in an EPUB of ours: how they begin, and how quantities are set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from cookbook.manuscript.units import read_unit
from cookbook.press.checks.epub_book import classes, recipes, within
from cookbook.press.checks.epub_file import XHTML, EpubFile, words
from cookbook.press.checks.results import Judgement, judge, not_judged, passed

NO_RECIPES = "no section of the EPUB is marked as a recipe"
FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
APART = re.compile(rf"\d[ \u00a0\u202f\u2009]+[{FRACTIONS}]")
SPELT = re.compile(r"(?<![\w/.,])\d+ \d{1,2}/\d{1,2}(?![\w/])")
BREAKABLE = re.compile(rf"^(?:[\d.,/–{FRACTIONS}-]*[\d{FRACTIONS}]) (?=\S)")
HEAD = ("byline", "headnote", "facts", "ingredients", "method")
"""The classes of what a recipe begins with, in order."""


def judge_heads(epub: EpubFile) -> Judgement:
    """Judge whether recipes begin with title, contributor, headnote and facts, in this order."""
    found = list(recipes(epub))
    if not found:
        return not_judged(NO_RECIPES)
    findings = [line for name, recipe in found for line in _head(name, recipe)]
    if findings:
        return judge(findings)
    return passed([f"the order of {len(found)} recipes; what nobody told can't be shown"])


def _head(name: str, recipe: etree._Element) -> Iterator[str]:
    parts = [each for each in recipe if isinstance(each.tag, str)]
    title = parts[0] if parts else recipe
    place = f'{name}: "{words(title)[:60]}"'
    if not re.fullmatch(r"h[1-6]", title.tag.rpartition("}")[2]):
        yield f"{place}: doesn't begin with a title"
    ranks = [HEAD.index(kind) for each in parts for kind in classes(each) if kind in HEAD]
    if HEAD.index("byline") not in ranks:
        yield f"{place}: names no contributor"
    if ranks != sorted(ranks):
        yield f"{place}: what it begins with has another order"


def judge_quantities(epub: EpubFile) -> Judgement:
    """Judge whether whole numbers stand by their fractions, and figures by their units."""
    found = list(recipes(epub))
    if not found:
        return not_judged(NO_RECIPES)
    lines = [
        (name, "".join(map(str, item.itertext())).strip())
        for name, recipe in found
        for part in within(recipe, "ingredients")
        for item in part.iter(f"{{{XHTML}}}li")
    ]
    findings = [line for name, text in lines for line in _quantity(name, text)]
    if findings:
        return judge(findings)
    return passed([f"{len(lines)} ingredients; whether units have one order is for an eye"])


def _quantity(name: str, text: str) -> Iterator[str]:
    place = f'{name}: "{text[:60]}"'
    if APART.search(text) or SPELT.search(text):
        yield f"{place}: a whole number stands apart from its fraction"
    figures = BREAKABLE.match(text)
    if figures and read_unit(text[figures.end() :]) is not None:
        yield f"{place}: a line may break before the unit"
