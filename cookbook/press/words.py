"""The press's own words in a book: the labels and headings that no contributor wrote."""

from __future__ import annotations

from collections.abc import Sequence

CONTENTS = "Contents"
COPYRIGHT = "About this edition"
GLOSSARY = "Glossary"
BIBLIOGRAPHY = "Sources"
CONTRIBUTORS = "Contributors"
PICTURE_CREDITS = "Picture credits"
TITLE_INDEX = "Recipes by title"
INGREDIENT_INDEX = "Recipes by ingredient"

PREP = "Preparation"
COOK = "Cooking"
TOTAL = "In all"
YIELD = "Yield"
SOURCE = "From"
UNDESCRIBED_PICTURE = "A picture without a description"

CHAPTER = "Chapter"
SECTION = "Section"
FIGURE = "Figure"
TABLE = "Table"

FURNITURE = {
    "objectives": "In this chapter",
    "key-terms": "Key terms",
    "definition": "Definition",
    "theorem": "Theorem",
    "proof": "Proof",
    "example": "Example",
    "exercise": "Exercise",
    "solution": "Solution",
    "summary": "Summary",
    "note": "Note",
    "tip": "Tip",
    "warning": "Warning",
}

ROLES = {
    "author": "Text",
    "editor": "Editing",
    "reviewer": "Review",
    "translator": "Translation",
    "illustrator": "Drawings",
    "photographer": "Photographs",
    "tester": "Tested",
    "contributor": "Further work",
}


def series(names: Sequence[str]) -> str:
    """Join names as a sentence does: one, two and three."""
    if len(names) < 2:  # noqa: PLR2004 -- one name, or none
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
