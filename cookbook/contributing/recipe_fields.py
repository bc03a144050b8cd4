"""A recipe's text <-> the fields of its form; what the form doesn't show stays in the text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cookbook.contributing.field_words import (
    changed_fields,
    keep_formatting,
    plain_values,
    read_list,
    read_names,
    show_list,
)
from cookbook.contributing.recipe_lines import (
    read_ingredient_lines,
    read_step_lines,
    show_ingredient_lines,
    show_step_lines,
)
from cookbook.manuscript import Recipe, parse_recipe, write_recipe
from cookbook.manuscript.blocks import trim_blank_lines
from cookbook.manuscript.headings import SectionKind
from cookbook.manuscript.recipes import (
    IngredientsSection,
    MethodSection,
    Section,
    TextSection,
)

INGREDIENTS_HEADING = "Ingredients"
METHOD_HEADING = "Method"
NOTES_HEADING = "Notes"
NO_RECIPE = Recipe("")


@dataclass(frozen=True)
class RecipeFields:
    """What stands in the fields of a recipe's form, as texts.

    `by` has a name a line; `diet` and `tags` have commas in between. The first sections of
    ingredients, method and notes have fields of their own; all further ones stand in `more`.
    """

    title: str = ""
    by: str = ""
    town: str = ""
    yield_text: str = ""
    prep: str = ""
    cook: str = ""
    total: str = ""
    course: str = ""
    cuisine: str = ""
    diet: str = ""
    tags: str = ""
    source: str = ""
    licence: str = ""
    photo: str = ""
    photo_alt: str = ""
    headnote: str = ""
    ingredients: str = ""
    method: str = ""
    notes: str = ""
    more: str = ""


PLAIN = (
    "title", "town", "yield_text", "prep", "cook", "total", "course", "cuisine", "source",
    "licence", "photo", "photo_alt",
)  # fmt: skip


def recipe_fields(recipe: Recipe) -> RecipeFields:
    """Show a recipe in the fields of its form."""
    ingredients, method, notes, more = _parted(recipe.sections)
    return RecipeFields(
        **{name: getattr(recipe, name) for name in PLAIN},
        by="\n".join(recipe.by),
        diet=show_list(recipe.diet),
        tags=show_list(recipe.tags),
        headnote=recipe.headnote,
        ingredients=show_ingredient_lines(ingredients.groups) if ingredients else "",
        method=show_step_lines(method.groups) if method else "",
        notes=notes.text if notes else "",
        more=_body_of(more),
    )


def write_recipe_fields(fields: RecipeFields, base: str = "", file: str = "recipe.md") -> str:
    """Write the text that a form means which was filled from the text `base`.

    What the form left as it was stays as `base` has it, letter by letter where that is possible.
    Raises FrontMatterError where a field can't be what it says.
    """
    recipe = parse_recipe(base, file) if base else NO_RECIPE
    before = recipe_fields(recipe)
    changed = changed_fields(before, fields)
    if base and not changed:
        return base
    written = write_recipe(_changed(recipe, fields, changed))
    parse_recipe(written, file)
    return keep_formatting(base, write_recipe(recipe), written) if base else written


def _changed(recipe: Recipe, fields: RecipeFields, changed: set[str]) -> Recipe:
    plain: dict[str, Any] = {**plain_values(fields, PLAIN, changed)}
    recipe = dataclasses.replace(recipe, **plain)
    if "by" in changed:
        recipe = dataclasses.replace(recipe, by=read_names(fields.by))
    if "diet" in changed:
        recipe = dataclasses.replace(recipe, diet=read_list(fields.diet))
    if "tags" in changed:
        recipe = dataclasses.replace(recipe, tags=read_list(fields.tags))
    if "headnote" in changed:
        recipe = dataclasses.replace(recipe, headnote=trim_blank_lines(fields.headnote))
    if changed & {"ingredients", "method", "notes", "more"}:
        recipe = dataclasses.replace(recipe, sections=_sections(recipe, fields, changed))
    return recipe


def _parted(
    sections: Sequence[Section],
) -> tuple[IngredientsSection | None, MethodSection | None, TextSection | None, list[Section]]:
    """Part sections into the three that have fields of their own, and the others."""
    ingredients = next((each for each in sections if isinstance(each, IngredientsSection)), None)
    method = next((each for each in sections if isinstance(each, MethodSection)), None)
    texts = (each for each in sections if isinstance(each, TextSection))
    notes = next((each for each in texts if each.kind is SectionKind.NOTES), None)
    own = {id(each) for each in (ingredients, method, notes)}
    return ingredients, method, notes, [each for each in sections if id(each) not in own]


def _sections(recipe: Recipe, fields: RecipeFields, changed: set[str]) -> tuple[Section, ...]:
    """Put the sections together anew, each where it stood; new ones in a recipe's usual order."""
    ingredients, method, notes, more = _parted(recipe.sections)
    others = list[Section](more)
    if "more" in changed:
        others = _read_more(fields.more)
    own: list[tuple[Section | None, Section | None]] = [
        (ingredients, _ingredients(ingredients, fields, changed)),
        (method, _method(method, fields, changed)),
        (notes, _notes(notes, fields, changed)),
    ]
    return tuple(_in_order(recipe.sections, own, others))


def _in_order(
    before: Sequence[Section],
    own: Sequence[tuple[Section | None, Section | None]],
    others: list[Section],
) -> Iterator[Section]:
    settled = {id(was): now for was, now in own if was is not None}
    order: list[Section] = []
    waiting = list(others)
    for section in before:
        if id(section) in settled:
            now = settled[id(section)]
            order += [now] if now is not None else []
        elif waiting:
            order.append(waiting.pop(0))
    at = 0
    for was, now in own:
        if was is None and now is not None:
            order.insert(at, now)
        if now is not None:
            at = next(place for place, each in enumerate(order) if each is now) + 1
    yield from order
    yield from waiting


def _ingredients(
    section: IngredientsSection | None, fields: RecipeFields, changed: set[str]
) -> Section | None:
    if "ingredients" not in changed:
        return section
    groups = read_ingredient_lines(fields.ingredients)
    heading = section.heading if section else INGREDIENTS_HEADING
    return IngredientsSection(heading, groups) if groups else None


def _method(
    section: MethodSection | None, fields: RecipeFields, changed: set[str]
) -> Section | None:
    if "method" not in changed:
        return section
    groups = read_step_lines(fields.method)
    return MethodSection(section.heading if section else METHOD_HEADING, groups) if groups else None


def _notes(section: TextSection | None, fields: RecipeFields, changed: set[str]) -> Section | None:
    if "notes" not in changed:
        return section
    text = trim_blank_lines(fields.notes)
    return TextSection(section.heading if section else NOTES_HEADING, text) if text else None


def _read_more(text: str) -> list[Section]:
    """Read further sections; words before their first heading become notes of their own."""
    body = parse_recipe(f"---\ntitle: x\n---\n{text}")
    opening = [TextSection("More", body.headnote)] if body.headnote else []
    return [*opening, *body.sections]


def _body_of(sections: Sequence[Section]) -> str:
    """Write sections as the body of a recipe has them."""
    if not sections:
        return ""
    written = write_recipe(Recipe("x", sections=tuple(sections)))
    return written.partition("\n---\n")[2].rstrip("\n")
