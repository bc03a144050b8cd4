"""Pictures that stand at the end of a field, as figures <-> what a form shows beside that field."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum

from cookbook.contributing.chapter_fields import ChapterFields
from cookbook.contributing.field_words import one_line
from cookbook.contributing.recipe_fields import RecipeFields

FIGURE = re.compile(
    r"!\[\]\(\.\./(?P<path>[^\s()<>\\]+)\)"
    r'\{alt="(?:(?P<alt>[^"\\]+)"|" (?P<decorative>\.decorative))\}'
)
REMARK = ">"


class Place(StrEnum):
    """Where a figure of a recipe stands: the name of the field that it follows."""

    STORY = "headnote"
    METHOD = "method"
    NOTES = "notes"


@dataclass(frozen=True)
class Figure:
    """A picture of a text: its path in the book folder, and what it shows; "" for decoration."""

    path: str
    alt: str = ""
    place: Place = Place.STORY

    @property
    def markdown(self) -> str:
        """The figure as it is written, on a line of its own."""
        alt = re.sub(r'["\\]', "’", one_line(self.alt))
        marks = f'alt="{alt}"' if alt else 'alt="" .decorative'
        return f"![](../{self.path}){{{marks}}}"


def lift_figures(
    fields: RecipeFields, paths: Container[str]
) -> tuple[RecipeFields, tuple[Figure, ...]]:
    """Take the figures of these pictures from the ends of fields.

    What could not be put back letter by letter stays where it is.
    """
    lifted, figures = fields, list[Figure]()
    for place in Place:
        words, found = _lifted(getattr(fields, place), place, paths)
        candidate = dataclasses.replace(lifted, **{place.value: words})
        if getattr(put_figures(candidate, found), place) == getattr(fields, place):
            lifted = candidate
            figures += found
    return lifted, tuple(figures)


def put_figures(fields: RecipeFields, figures: Iterable[Figure]) -> RecipeFields:
    """Put figures at the ends of the fields that they follow."""
    for figure in figures:
        words = getattr(fields, figure.place)
        put = _put(words, figure)
        fields = dataclasses.replace(fields, **{figure.place.value: put})
    return fields


def put_below(fields: ChapterFields, figures: Iterable[Figure]) -> ChapterFields:
    """Put figures below the text of a chapter, from where their lines can be moved."""
    for figure in figures:
        body = f"{fields.body.rstrip()}\n\n{figure.markdown}".lstrip()
        fields = dataclasses.replace(fields, body=body)
    return fields


def _put(words: str, figure: Figure) -> str:
    line = figure.markdown
    rest = words.rstrip("\n")
    if figure.place is not Place.METHOD:
        return f"{rest}\n\n{line}".lstrip("\n")
    # In the field of the method, a remark between the steps is what has a mark in front of it.
    gap = f"\n{REMARK}\n" if rest.rpartition("\n")[2].startswith(REMARK) else "\n\n"
    return f"{rest}{gap}{REMARK} {line}".lstrip("\n")


def _lifted(words: str, place: Place, paths: Container[str]) -> tuple[str, list[Figure]]:
    mark = f"{REMARK} " if place is Place.METHOD else ""
    lines, found = words.split("\n"), list[Figure]()
    while lines and lines[-1].startswith(mark):
        match = FIGURE.fullmatch(lines[-1].removeprefix(mark))
        if match is None or match["path"] not in paths:
            break
        found.insert(0, Figure(match["path"], match["alt"] or "", place))
        lines.pop()
        while lines and lines[-1] in {"", REMARK}:
            lines.pop()
    return "\n".join(lines), found
