"""Stage: a recipe's value and trees -> the blocks of a recipe as a book sets it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cookbook.manuscript import Recipe
from cookbook.manuscript.ingredients import Ingredient
from cookbook.manuscript.quantities import Quantity, format_quantity, parse_quantity
from cookbook.manuscript.recipes import (
    IngredientGroup,
    IngredientsSection,
    Prose,
    StepGroup,
    TextSection,
)
from cookbook.manuscript.units import read_unit
from cookbook.press import words
from cookbook.press.entries.fitting import fit_recipe, has_long_lines
from cookbook.press.geometry import Room
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment, Node
from cookbook.press.tree import (
    NO_BREAK_SPACE,
    Blocks,
    bullet_list,
    div,
    figure,
    header,
    image,
    ordered_list,
    para,
    plain,
    rewrite_blocks,
    span,
    strong,
    text,
)

MIXED = re.compile(r"(?:\d+(?:[ \u00a0\u2009\u202f]| ?[-–] ?| ?[&+] ))?\d+[/⁄∕]\d+")
GLYPHS = "½⅓⅔¼¾⅛⅜⅝⅞⅙⅚⅕⅖⅗⅘"
APART = re.compile(rf"(?<=\d)[ \u00a0\u2009\u202f](?=[{GLYPHS}])")
DASHED = re.compile(rf"(?<=[\d{GLYPHS}]) ?[-‒−] ?(?=[\d{GLYPHS}])")
ALREADY_SET = re.compile(rf"[\d{GLYPHS}]")


def recipe_fragments(recipe: Recipe) -> tuple[Fragment, ...]:
    """Give every piece of Markdown of a recipe, in the order that `compose_recipe` expects."""
    return tuple(Fragment(piece, RECIPE_FORMAT) for piece in _pieces(recipe))


def _pieces(recipe: Recipe) -> Iterator[str]:
    yield recipe.headnote
    for section in recipe.sections:
        if isinstance(section, TextSection):
            yield section.text
            continue
        for group in section.groups:
            for item in group.items:
                yield set_quantity(item) if isinstance(item, Ingredient) else item.text


def compose_recipe(  # noqa: PLR0913 -- what it is made of, and where it stands
    recipe: Recipe, trees: Sequence[Blocks], *, level: int, signed: Blocks, photo: str, room: Room
) -> Blocks:
    """Set a recipe's blocks below its title.

    `trees` are those of `recipe_fragments`, cleaned and without headings, `level` is that of the
    title, `signed` the line that names its contributors, `photo` the name of a vetted picture, or
    "". `room` is that of the pages for which it is fitted.
    """
    pieces = iter(trees)
    blocks: Blocks = [*signed]
    headnote = next(pieces)
    fit = fit_recipe(recipe, room, has_photo=bool(photo))
    if photo:
        picture = image(photo, text(recipe.photo_alt or recipe.title))
        blocks.append(figure([plain([picture])], [], "photo", f"photo-{fit.photo}"))
    if headnote:
        blocks.append(div(headnote, "headnote"))
    blocks += _facts(recipe)
    for section in recipe.sections:
        if isinstance(section, TextSection):
            body = next(pieces)
            title = header(level + 1, text(section.heading), "unlisted")
            blocks.append(div([title, *body], section.kind.value))
        elif isinstance(section, IngredientsSection):
            title = header(level + 1, text(section.heading), "unlisted")
            body = [
                each
                for group in section.groups
                for each in _ingredients(group, pieces, level, room)
            ]
            blocks.append(div([title, *body], "ingredients", *fit.classes))
        else:
            title = header(level + 1, text(section.heading), "unlisted")
            body = [each for group in section.groups for each in _steps(group, pieces, level)]
            blocks.append(div([title, *body], "method"))
    if recipe.source:
        blocks.append(div([para([*text(f"{words.SOURCE}: {recipe.source}")])], "provenance"))
    return blocks


def set_quantity(ingredient: Ingredient) -> str:
    """Write an ingredient's line as a book sets it: true fractions, and no break before the unit.

    Nothing but the quantity at its start is touched.
    """
    line = ingredient.line
    found = parse_quantity(line)
    if found is None or not ALREADY_SET.match(line[:1]):
        return line
    quantity, rest = found
    start = line[: len(line) - len(rest)].rstrip()
    figures = _figures(start, quantity)
    unit = read_unit(rest.lstrip())
    if unit is not None:
        return f"{figures}{NO_BREAK_SPACE}{rest.lstrip()}"
    gap = line[len(start) : len(line) - len(rest)] or rest[: len(rest) - len(rest.lstrip())]
    return f"{figures}{gap}{rest.lstrip()}"


def _figures(start: str, quantity: Quantity) -> str:
    """Set the figures of a quantity; a word among them (or, dozen, of a) stays as it is written."""
    if quantity.high is None and MIXED.fullmatch(start):
        return format_quantity(quantity)
    return DASHED.sub("–", APART.sub("", MIXED.sub(_fraction, start)))


def _fraction(match: re.Match[str]) -> str:
    found = parse_quantity(match[0])
    return format_quantity(found[0]) if found and not found[1] else match[0]


def demoted(blocks: Blocks) -> Blocks:
    """Turn headings inside a recipe's texts into strong lines: the recipe has its own headings."""
    return rewrite_blocks(blocks, _demoted)


def _demoted(node: Node) -> Node | None:
    return para([strong(node["c"][2])]) if node["t"] == "Header" else None


def _facts(recipe: Recipe) -> Blocks:
    facts = [
        (words.YIELD, recipe.yield_text),
        (words.PREP, recipe.prep),
        (words.COOK, recipe.cook),
        (words.TOTAL, recipe.total),
    ]
    items = [
        [plain([span(text(label), "label"), {"t": "Space"}, span(text(value), "value")])]
        for label, value in facts
        if value
    ]
    return [div([bullet_list(items)], "facts")] if items else []


def _ingredients(
    group: IngredientGroup, pieces: Iterator[Blocks], level: int, room: Room
) -> Blocks:
    blocks = _group_title(group.title, level)
    items: list[Blocks] = []
    for item in group.items:
        tree = next(pieces)
        if isinstance(item, Prose):
            blocks += _flushed(items)
            blocks.append(div(tree, "remark"))
        elif tree:
            items.append(_tight(tree))
    blocks += _flushed(items)
    lines = ["long-lines"] if has_long_lines(group, room) else []
    return [div(blocks, "group", *lines)] if blocks else []


def _flushed(items: list[Blocks]) -> Blocks:
    blocks = [bullet_list(list(items))] if items else []
    items.clear()
    return blocks


def _steps(group: StepGroup, pieces: Iterator[Blocks], level: int) -> Blocks:
    blocks = _group_title(group.title, level)
    steps: list[Blocks] = []
    number = 1
    for item in group.items:
        tree = next(pieces)
        if isinstance(item, Prose):
            if steps:
                blocks.append(ordered_list(list(steps), number))
                number += len(steps)
                steps.clear()
            blocks += tree
        elif tree:
            steps.append(_tight(tree))
    if steps:
        blocks.append(ordered_list(steps, number))
    return [div(blocks, "group")] if blocks else []


def _group_title(title: str, level: int) -> Blocks:
    return [header(level + 2, text(title), "unlisted")] if title else []


def _tight(blocks: Blocks) -> Blocks:
    first, *rest = blocks
    if first["t"] == "Para" and not any(each["t"] == "Para" for each in rest):
        return [plain(first["c"]), *rest]
    return blocks
