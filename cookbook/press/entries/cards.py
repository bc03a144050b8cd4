"""What the book as a whole wants to know of an entry: few words of each, however long it is."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from cookbook.manuscript import Chapter, Entry, Recipe
from cookbook.press.entries.wording import settle_entry
from cookbook.press.matter.mains import sought_names


@dataclass(frozen=True, slots=True)
class Card:
    """An entry's card, in its settled wording.

    `names`, `courses` and `diets` are those under which indexes list a recipe, `piled` the fields
    that had piles of marks. `digest` stands for all that the entry says.
    """

    digest: str
    title: str
    is_recipe: bool
    by: tuple[str, ...] = ()
    town: str = ""
    identifier: str = ""
    role: str = ""
    numbered: bool | None = None
    names: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    diets: tuple[str, ...] = ()
    piled: tuple[str, ...] = ()

    def as_values(self) -> tuple[Any, ...]:
        """Give the card as values that JSON can hold."""
        return astuple(self)


def card_from(values: list[Any]) -> Card:
    """Make the card again of which `as_values` gave the values."""
    fields: list[Any] = [tuple(each) if isinstance(each, list) else each for each in values]
    return Card(*fields)


def card_of(entry: Entry, digest: str) -> Card:
    """Write the card of an entry as it was parsed."""
    settled, piled = settle_entry(entry)
    chapter = settled if isinstance(settled, Chapter) else None
    recipe = settled if isinstance(settled, Recipe) else None
    return Card(
        digest,
        settled.title,
        is_recipe=chapter is None,
        by=settled.by,
        town=settled.town,
        identifier=chapter.identifier if chapter else "",
        role=chapter.role if chapter else "",
        numbered=chapter.numbered if chapter else None,
        names=sought_names(recipe) if recipe else (),
        courses=tuple(filter(None, map(str.strip, recipe.course.split(",")))) if recipe else (),
        diets=recipe.diet if recipe else (),
        piled=piled,
    )
