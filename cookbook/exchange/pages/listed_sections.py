"""Ingredients and steps that stand as lists in front matter -> sections of the recipe's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cookbook.manuscript.frontmatter import Value

INGREDIENT_KEYS = ("ingredients", "ingredient")
METHOD_KEYS = ("directions", "instructions", "method", "steps")
NOTES_KEYS = ("notes", "tips")


def write_listed_sections(
    values: Mapping[str, Value], body: str
) -> tuple[Mapping[str, Value], str]:
    """Give the other keys, and the body followed by the sections that front matter held.

    A list may be parted into groups: a mapping of their titles to lists.
    """
    sections: list[str] = []
    written: set[str] = set()
    for keys, heading, marker in (
        (INGREDIENT_KEYS, "Ingredients", "- "),
        (METHOD_KEYS, "Directions", "1. "),
        (NOTES_KEYS, "Notes", "- "),
    ):
        for key in keys:
            value = values.get(key, "")
            if isinstance(value, str) or not value:
                continue
            sections.append("\n".join((f"## {heading}", "", *_lines(value, marker))))
            written.add(key)
    if not sections:
        return values, body
    others = {key: value for key, value in values.items() if key not in written}
    return others, "\n\n".join((body.rstrip(), *sections)) + "\n"


def _lines(value: Value, marker: str) -> Iterator[str]:
    if isinstance(value, str):
        yield marker + " ".join(value.split())
        return
    if isinstance(value, Mapping):
        for title, inside in value.items():
            # "- salt: a pinch" reads as a mapping, but is one line of the list.
            if isinstance(inside, str):
                yield f"{marker}{title}: {inside}" if inside else f"{marker}{title}"
            else:
                yield from ("", f"### {title}", "", *_lines(inside, marker))
        return
    for item in value:
        yield from _lines(item, marker)
