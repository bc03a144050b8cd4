"""What the sections of a recipe are for, told from the words that people put over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class SectionKind(StrEnum):
    """What a `##` section of a recipe is for."""

    INGREDIENTS = "ingredients"
    METHOD = "method"
    NOTES = "notes"
    OTHER = "other"


# How people head these sections; compared in lower case without punctuation.
SYNONYMS: Mapping[SectionKind, frozenset[str]] = {
    SectionKind.INGREDIENTS: frozenset(
        {
            "ingredients", "ingredient", "ingredient list", "ingredients list", "what you need",
            "you need", "you will need", "youll need", "what youll need", "shopping list",
            "ingredientes", "ingrédients", "zutaten", "ingredienti", "ingrediënten",
        }
    ),
    SectionKind.METHOD: frozenset(
        {
            "method", "directions", "direction", "instructions", "instruction", "preparation",
            "steps", "procedure", "how to make it", "how to", "what to do", "cooking", "making",
            "preparation method", "cooking instructions", "cooking directions", "recipe",
            "to make", "assembly", "modo de preparo", "preparação", "preparación", "préparation",
            "zubereitung", "preparazione", "bereiding", "elaboración",
        }
    ),
    SectionKind.NOTES: frozenset(
        {
            "notes", "note", "tips", "tip", "hints", "cooks note", "cooks notes", "remarks",
            "notas", "remarques", "notizen", "note e consigli", "tips and tricks",
        }
    ),
}  # fmt: skip


def section_kind(heading: str) -> SectionKind:
    """Tell what a section is from its heading, in the words that people use."""
    words = " ".join(re.sub(r"[^\w\s]|_", "", heading.lower()).split())
    for kind, names in SYNONYMS.items():
        if words in names:
            return kind
    first = re.split(r" (?:for|of|and) ", words)[0]
    for kind in (SectionKind.INGREDIENTS, SectionKind.METHOD):
        if first in SYNONYMS[kind] and first != "recipe":
            return kind
    return SectionKind.OTHER
