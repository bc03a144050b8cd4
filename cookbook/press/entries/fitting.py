"""Stage: how long a recipe is -> how large its picture may be, and whether it must be set closer.

Styles cannot know whether a recipe will fill a page by two lines too many. An estimate in lines
can, well enough to choose between a few sizes; a theme may take the hints or leave them.
"""

from __future__ import annotations

import re
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
from cookbook.press.geometry import Room

STEP, COLUMN = 0.88, 0.46
"""How much of a line the words of a step, and those of an ingredient in two columns, have."""
# What stands round the text, in lines.
TITLE, FACTS, HEADING, SUBHEAD, GAP, SOURCE = 2.4, 2.1, 1.4, 1.4, 0.25, 1.4
# Pictures grow with the page: what they take of its lines.
LARGE, MEDIUM, BESIDE = 0.449, 0.346, 0.231
SNUG = 1.12
"""How much more a page holds when it is set closer."""
SHORT_LIST = 3
BEGUN = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d{1,3}[.)])\s)|(?<=\\)\n|  \n")
"""Where Markdown begins a line of its own: a paragraph, an item of a list, a forced break."""


class PhotoSize(StrEnum):
    """How large a recipe's picture is printed; also its class.

    One that fills a page stands on the page that faces the recipe.
    """

    LARGE = "large"
    MEDIUM = "medium"
    BESIDE = "beside"
    PAGE = "page"


FITTED = (PhotoSize.LARGE, PhotoSize.MEDIUM, PhotoSize.BESIDE)
"""What a recipe may get where nobody says it, the largest first."""
WISHED = {"page": PhotoSize.PAGE, "half": PhotoSize.LARGE, "small": PhotoSize.BESIDE}


@dataclass(frozen=True)
class Fit:
    """How a recipe is to be set so that it fills its pages well.

    `is_spread` is true of one that takes two pages, which want to be seen at once, `is_brief` of
    one that takes less than half of one.
    """

    photo: PhotoSize
    is_snug: bool
    is_spread: bool = False
    is_brief: bool = False

    @property
    def classes(self) -> tuple[str, ...]:
        """Give the classes by which styles know it."""
        wanted = {"snug": self.is_snug, "spread": self.is_spread, "brief": self.is_brief}
        return tuple(name for name, is_so in wanted.items() if is_so)


def fit_recipe(recipe: Recipe, room: Room, *, has_photo: bool) -> Fit:
    """Choose the largest picture with which a recipe needs no page more than without it.

    Where its author wishes a size, it is that.
    """
    estimate = _Estimate(recipe, room)
    top, whole = estimate.top(), estimate.whole()
    sizes = FITTED if has_photo else (PhotoSize.BESIDE,)
    if has_photo and recipe.photo_size in WISHED:
        sizes = (WISHED[recipe.photo_size],)
    extra = {size: estimate.photo(size) if has_photo else 0.0 for size in sizes}
    for pages in (1, 2, 3):
        for closeness in (1.0, SNUG):
            for size in sizes:
                page = room.lines * closeness
                stands_whole = pages == 1 or top + extra[size] <= page - 2
                if whole + extra[size] <= pages * page and stands_whole:
                    is_brief = whole + extra[sizes[-1]] < page / 2
                    return Fit(size, closeness > 1, pages == 2, is_brief)  # noqa: PLR2004 -- a spread has two
    return Fit(sizes[-1], is_snug=False)


def has_long_lines(group: IngredientGroup, room: Room) -> bool:
    """Tell whether most ingredients of a group would not fit a line of a narrow column."""
    lengths = sorted(len(_words(item)) for item in group.items)
    return bool(lengths) and lengths[len(lengths) // 2] >= round(room.letters * COLUMN)


@dataclass(frozen=True)
class _Estimate:
    """How many lines the parts of a recipe take, about."""

    recipe: Recipe
    room: Room

    def photo(self, size: PhotoSize) -> float:
        if size is PhotoSize.PAGE:
            return 0.0
        if size is PhotoSize.BESIDE:
            beside = BESIDE * self.room.lines
            return max(beside - _lines(self.recipe.headnote, self.room.letters), beside / 2)
        return (LARGE if size is PhotoSize.LARGE else MEDIUM) * self.room.lines

    def top(self) -> float:
        """Give the lines from the title to the end of the ingredients."""
        recipe = self.recipe
        facts = FACTS if recipe.yield_text or recipe.prep or recipe.cook or recipe.total else 0.0
        title = TITLE + 1.7 * (ceil(len(recipe.title) / self.room.title) - 1)
        headnote = _lines(recipe.headnote, self.room.letters) + 0.6
        lists = [each for each in recipe.sections if isinstance(each, IngredientsSection)]
        return title + headnote + facts + sum(map(self._section, lists))

    def whole(self) -> float:
        """Give the lines of all but the picture."""
        sections = self.recipe.sections
        rest = [each for each in sections if not isinstance(each, IngredientsSection)]
        source = SOURCE if self.recipe.source else 0.0
        return self.top() + sum(map(self._section, rest)) + source

    def _section(self, section: Section) -> float:
        if isinstance(section, TextSection):
            return HEADING + _lines(section.text, self.room.letters)
        titles = sum(SUBHEAD for group in section.groups if group.title)
        return HEADING + titles + sum(self._group(group) for group in section.groups)

    def _group(self, group: IngredientGroup | StepGroup) -> float:
        texts = [_words(item) for item in group.items]
        is_wide = isinstance(group, StepGroup) or has_long_lines(group, self.room)
        if is_wide or len(texts) < SHORT_LIST:
            return _sum(texts, round(self.room.letters * STEP))
        return _sum(texts, round(self.room.letters * COLUMN)) / 2 + 0.7


def _sum(texts: Sequence[str], measure: int) -> float:
    return sum(_lines(each, measure) + GAP for each in texts)


def _lines(text: str, measure: int) -> int:
    return sum(ceil(len(line.strip()) / measure) for line in BEGUN.split(text) if line.strip())


def _words(item: object) -> str:
    return str(getattr(item, "line", None) or getattr(item, "text", ""))
