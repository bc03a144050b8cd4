"""Stage: how long a recipe is -> how large its picture may be, and whether it must be set closer.

Styles cannot know whether a recipe will fill a page by two lines too many. An estimate in lines
can, well enough to choose between a few sizes; a theme may take the hints or leave them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from cookbook.manuscript import Recipe
from cookbook.manuscript.recipes import (
    IngredientGroup,
    IngredientsSection,
    Section,
    StepGroup,
    TextSection,
)

# A page of the theme Hearth, in lines of its text, and how many characters its lines hold.
PAGE = 39.0
MEASURE = 76
STEP_MEASURE = 67
COLUMN_MEASURE = 35
# What stands round the text, in lines.
TITLE, FACTS, HEADING, SUBHEAD, GAP, SOURCE = 2.4, 2.1, 1.4, 1.4, 0.25, 1.4
TITLE_MEASURE = 34
SNUG = 1.12
"""How much more a page holds when it is set closer."""
LONG_LINE = 34
SHORT_LIST = 3


class PhotoSize(StrEnum):
    """How large a recipe's picture is printed; also its class."""

    LARGE = "large"
    MEDIUM = "medium"
    BESIDE = "beside"


@dataclass(frozen=True)
class Fit:
    """How a recipe is to be set so that it fills its pages well."""

    photo: PhotoSize
    is_snug: bool


def fit_recipe(recipe: Recipe, *, has_photo: bool) -> Fit:
    """Choose the largest picture with which a recipe needs no page more than without it."""
    top, whole = _top(recipe), _whole(recipe)
    sizes = tuple(PhotoSize) if has_photo else (PhotoSize.BESIDE,)
    extra = {size: _photo(recipe, size) if has_photo else 0.0 for size in sizes}
    for pages in (1, 2, 3):
        for closeness in (1.0, SNUG):
            for size in sizes:
                stands_whole = pages == 1 or top + extra[size] <= PAGE * closeness - 2
                if whole + extra[size] <= pages * PAGE * closeness and stands_whole:
                    return Fit(size, closeness > 1)
    return Fit(PhotoSize.BESIDE, is_snug=False)


def has_long_lines(group: IngredientGroup) -> bool:
    """Tell whether most ingredients of a group would not fit a line of a narrow column."""
    lengths = sorted(len(_words(item)) for item in group.items)
    return bool(lengths) and lengths[len(lengths) // 2] > LONG_LINE


def _photo(recipe: Recipe, size: PhotoSize) -> float:
    if size is PhotoSize.BESIDE:
        return max(9.0 - _lines(recipe.headnote, MEASURE), 4.5)
    return 17.5 if size is PhotoSize.LARGE else 13.5


def _top(recipe: Recipe) -> float:
    """Estimate the lines from the title to the end of the ingredients."""
    facts = FACTS if recipe.yield_text or recipe.prep or recipe.cook or recipe.total else 0.0
    title = TITLE + 1.7 * (ceil(len(recipe.title) / TITLE_MEASURE) - 1)
    lists = [each for each in recipe.sections if isinstance(each, IngredientsSection)]
    return title + _lines(recipe.headnote, MEASURE) + 0.6 + facts + sum(map(_section, lists))


def _whole(recipe: Recipe) -> float:
    rest = [each for each in recipe.sections if not isinstance(each, IngredientsSection)]
    return _top(recipe) + sum(map(_section, rest)) + (SOURCE if recipe.source else 0.0)


def _section(section: Section) -> float:
    if isinstance(section, TextSection):
        return HEADING + _lines(section.text, MEASURE)
    titles = sum(SUBHEAD for group in section.groups if group.title)
    return HEADING + titles + sum(_group(group) for group in section.groups)


def _group(group: IngredientGroup | StepGroup) -> float:
    texts = [_words(item) for item in group.items]
    if isinstance(group, StepGroup) or has_long_lines(group) or len(texts) < SHORT_LIST:
        return _sum(texts, STEP_MEASURE)
    return _sum(texts, COLUMN_MEASURE) / 2 + 0.7


def _sum(texts: Sequence[str], measure: int) -> float:
    return sum(_lines(each, measure) + GAP for each in texts)


def _lines(text: str, measure: int) -> int:
    return sum(ceil(len(line) / measure) for line in text.split("\n\n") if line.strip())


def _words(item: object) -> str:
    return str(getattr(item, "line", None) or getattr(item, "text", ""))
