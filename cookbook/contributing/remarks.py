"""What an author should know about a text, in plain words: help, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cookbook.manuscript import Chapter, Entry, Recipe
from cookbook.press.warnings import PressWarning, WarningKind

LONG_LINE = 160
QUOTED = 60

_OPENINGS = {
    WarningKind.IMAGE: "About a picture",
    WarningKind.LINK: "About a link",
    WarningKind.REFERENCE: "About a cross-reference",
    WarningKind.CITATION: "About a source",
    WarningKind.FORMULA: "About a formula",
    WarningKind.CREDIT: "About a name",
    WarningKind.TEXT: "About the text",
    WarningKind.LAYOUT: "About the page",
    WarningKind.RESOLUTION: "About a picture",
    WarningKind.GLYPH: "About a letter",
}


@dataclass(frozen=True)
class Remark:
    """One remark: what it is about, and the words."""

    about: str
    words: str


def say_warning(warning: PressWarning) -> Remark:
    """Say what the press remarked, as a sentence."""
    words = warning.message.strip()
    words = words[:1].upper() + words[1:]
    if words and words[-1] not in ".!?":
        words += "."
    return Remark(_OPENINGS[warning.kind], words)


def remarks_of(entry: Entry) -> Iterator[Remark]:
    """Give what is missing or can't be understood in a recipe or a chapter."""
    if isinstance(entry, Recipe):
        yield from _of_recipe(entry)
    elif isinstance(entry, Chapter) and not entry.body:
        yield Remark("Still to come", "There is no text yet.")


def _of_recipe(recipe: Recipe) -> Iterator[Remark]:
    if not recipe.ingredients:
        yield Remark("Still to come", "There are no ingredients yet.")
    if not any(group.items for group in recipe.step_groups):
        yield Remark("Still to come", "The method has no steps yet.")
    if recipe.photo and not recipe.photo_alt:
        yield Remark(
            "About the photo",
            "Say what it shows, for readers who can't see it: one sentence is enough.",
        )
    yield from _of_numbers(recipe)
    for ingredient in recipe.ingredients:
        line = " ".join(ingredient.line.split())
        if not ingredient.name:
            yield Remark(
                "About an ingredient",
                f"“{_short(line)}” names nothing to buy. It will be printed as it stands.",
            )
        elif len(line) > LONG_LINE:
            yield Remark(
                "About an ingredient",
                f"“{_short(line)}” is long. Are these several ingredients? Then give each a line.",
            )


def _of_numbers(recipe: Recipe) -> Iterator[Remark]:
    for what, said, time in (
        ("preparation time", recipe.prep, recipe.prep_time),
        ("cooking time", recipe.cook, recipe.cook_time),
    ):
        if said and time is None:
            yield Remark(
                "About the times",
                f"The {what} “{_short(said)}” will be printed as it stands; "
                "“1 h 30 min” could be counted too.",
            )
    if recipe.yield_text and recipe.yields.quantity is None:
        yield Remark(
            "About the yield",
            f"“{_short(recipe.yield_text)}” will be printed as it stands; with a number, "
            "as in “6 bowls”, readers can cook for more or for fewer.",
        )


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()}…"
