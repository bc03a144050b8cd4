"""Stage: a recipe's value and trees -> the blocks of a recipe as a book sets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from cookbook.manuscript import Recipe
from cookbook.manuscript.ingredients import Ingredient
from cookbook.manuscript.lengths import convert_lengths
from cookbook.manuscript.measures import MeasureStyle
from cookbook.manuscript.recipes import (
    IngredientGroup,
    IngredientsSection,
    Prose,
    Step,
    StepGroup,
    TextSection,
)
from cookbook.manuscript.temperatures import convert_temperatures
from cookbook.press.entries.fitting import PhotoSize, fit_recipe, has_long_lines
from cookbook.press.entries.subrecipes import refer_to_recipes
from cookbook.press.entries.typography import (
    keep_all_units,
    set_blocks,
    set_quantity,
    set_words,
    words_as_inlines,
)
from cookbook.press.geometry import Room
from cookbook.press.matter.lines import PAPER_ONLY
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment, Node
from cookbook.press.tree import (
    BLANKS,
    Blocks,
    Inlines,
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
from cookbook.press.words import Words

Piece: TypeAlias = Ingredient | Prose | Step | TextSection | None
"""Whose Markdown a piece is; None stands for the headnote."""


def recipe_fragments(recipe: Recipe) -> tuple[Fragment, ...]:
    """Give every piece of Markdown of a recipe, in the order that `compose_recipe` expects."""
    return tuple(Fragment(_markdown(recipe, each), RECIPE_FORMAT) for each in _pieces(recipe))


def dress_pieces(
    recipe: Recipe, trees: Sequence[Blocks], style: MeasureStyle, others: Mapping[str, str]
) -> list[Blocks]:
    """Set quantities and temperatures in the trees of a recipe's pieces, and refer to `others`.

    `others` are the paths of the recipes that are ingredients here, by the names that
    `recipe_names` gives.
    """

    def spell(words: str) -> str:
        return set_words(convert_lengths(convert_temperatures(words, style), style))

    def spell_ingredient(words: str) -> str:
        return keep_all_units(spell(words))

    dressed: list[Blocks] = []
    for piece, tree in zip(_pieces(recipe), trees, strict=True):
        # A headnote tells a story, in the figures of whoever tells it.
        if piece is None:
            dressed.append(set_blocks(tree))
        elif isinstance(piece, Ingredient):
            spelt = set_blocks(tree, spell_ingredient)
            dressed.append(refer_to_recipes(spelt, piece, others))
        else:
            dressed.append(set_blocks(tree, spell))
    return dressed


def _pieces(recipe: Recipe) -> Iterator[Piece]:
    yield None
    for section in recipe.sections:
        if isinstance(section, TextSection):
            yield section
            continue
        for group in section.groups:
            yield from group.items


def _markdown(recipe: Recipe, piece: Piece) -> str:
    if piece is None:
        return recipe.headnote
    return set_quantity(piece) if isinstance(piece, Ingredient) else piece.text


def compose_recipe(  # noqa: PLR0913 -- what it is made of, and where it stands
    recipe: Recipe,
    trees: Sequence[Blocks],
    words: Words,
    *,
    level: int,
    signed: Blocks,
    photo: str,
    room: Room,
) -> Blocks:
    """Set a recipe's blocks below its title.

    `trees` are those of `recipe_fragments`, cleaned, dressed and without headings, `words` those of
    the book, `level` is that
    of the title, `signed` the line that names its contributors, `photo` the name of a vetted
    picture, or "". `room` is that of the pages for which it is fitted.
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
    blocks += _facts(recipe, words)
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
        blocks.append(div([para(_set(f"{words.source}: {recipe.source}"))], "provenance"))
    if photo and fit.photo is PhotoSize.PAGE:
        # On paper it stands on the page that faces the recipe; on screens, where all photos do.
        blocks.append(div([figure([plain([picture])], [], "plate-picture")], "plate", PAPER_ONLY))
    return blocks


def demoted(blocks: Blocks) -> Blocks:
    """Turn headings inside a recipe's texts into strong lines: the recipe has its own headings."""
    return rewrite_blocks(blocks, _demoted)


def _demoted(node: Node) -> Node | None:
    return para([strong(node["c"][2])]) if node["t"] == "Header" else None


def _set(said: str) -> Inlines:
    return words_as_inlines(set_words(" ".join(BLANKS.split(said))))


def _facts(recipe: Recipe, words: Words) -> Blocks:
    facts = [
        (words.yield_, recipe.yield_text),
        (words.preparation, recipe.prep),
        (words.cooking, recipe.cook),
        (words.total_time, recipe.total),
    ]
    items = [
        [plain([span(text(label), "label"), {"t": "Space"}, span(_set(value), "value")])]
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
