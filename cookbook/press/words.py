"""The press's own words in a book: the labels and headings that no contributor wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

CONTENTS = "Contents"
COPYRIGHT = "About this edition"
FIGURES = "Figures"
TABLES = "Tables"
GLOSSARY = "Glossary"
BIBLIOGRAPHY = "Sources"
CONTRIBUTORS = "Contributors"
PICTURE_CREDITS = "Picture credits"
TITLE_INDEX = "Recipes by title"
INGREDIENT_INDEX = "Recipes by ingredient"
MEASURES = "Measures"
COURSE_INDEX = "Recipes by course"
DIET_INDEX = "Recipes by diet"
CONTRIBUTOR_INDEX = "Recipes by contributor"
SUBJECT_INDEX = "Index"
ORDER_FORM = "Order form"
COLOPHON = "Colophon"

ORDER_PLEASE = "Please send me copies of"
ORDER_PRICE = "Price"
ORDER_POSTAGE = "Postage"
ORDER_PAYABLE = "Cheques payable to"
ORDER_EMAIL = "Or write to"
ORDER_LINES = ("Copies", "Total", "Name", "Address", "", "Town and postcode", "Telephone or e-mail")
ORDER_ADDRESS = "Orders to"

SEE = "see"
SEE_ALSO = "see also"

PREP = "Preparation"
COOK = "Cooking"
TOTAL = "In all"
YIELD = "Yield"
SOURCE = "From"
UNDESCRIBED_PICTURE = "A picture without a description"

MEASURES_INTRODUCED = {
    "metric": "The recipes give metric measures. Where a contributor measures otherwise, what "
    "they wrote stands behind in brackets.",
    "us": "The recipes give American measures. Where a contributor measures otherwise, what "
    "they wrote stands behind in brackets.",
    "metric and us": "The recipes give metric measures, with American ones behind in brackets. One "
    "of the two is what the contributor wrote; the other was computed, and rounded as cooks do.",
    "us and metric": "The recipes give American measures, with metric ones behind in brackets. One "
    "of the two is what the contributor wrote; the other was computed, and rounded as cooks do.",
}
"""What the page of measures begins with, by the measures of the book."""
VOLUMES = "Spoons and cups"
WEIGHTS = "Weights"
LENGTHS = "Lengths"
OVENS = "Ovens"
GAS = "Gas"
METRIC = "Metric"
AMERICAN = "American"
A_CUP = "What a cup weighs"
ONE_CUP_OF = "One cup of"
WEIGHS = "weighs"
POURED = (
    "Cups are American ones, filled with a spoon and levelled; brown sugar is pressed down. A cup "
    "of water, milk or stock weighs {water} g, a cup of oil {oil} g."
)

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


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DATE = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?")


def day(date: str) -> str:
    """Say a date as a book does: 4 October 2026; what is none stays as it is."""
    found = DATE.fullmatch(date)
    if found is None:
        return date
    month = f"{MONTHS[int(found['month']) - 1]} {found['year']}"
    return f"{int(found['day'])} {month}" if found["day"] else month


def series(names: Sequence[str]) -> str:
    """Join names as a sentence does: one, two and three."""
    if len(names) < 2:  # noqa: PLR2004 -- one name, or none
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
