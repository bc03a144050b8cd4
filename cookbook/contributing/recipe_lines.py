"""Ingredients and steps as people type them, a line each <-> the groups of a recipe.

A line that ends in a colon heads a group; "### " does so too. A list mark before a line is left
out, lines that are indented go on with the line above, and "> " makes a remark of a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cookbook.manuscript.blocks import LIST_MARKER, Line, read_lines, trim_blank_lines
from cookbook.manuscript.ingredients import Ingredient, parse_ingredient
from cookbook.manuscript.recipes import IngredientGroup, Prose, Step, StepGroup

HEADING_MAX_LENGTH = 60
INDENT = "  "
# Phones turn a hyphen at the start of a line into a dash.
DASH = re.compile(r"^ {0,3}[–—][ \u00a0]+")
SENTENCE_END = tuple(".!?:;…)\"”»'’")


@dataclass
class _Typed:
    """A group as it was typed: its items are pairs of "is prose" and a text."""

    title: str
    items: list[tuple[bool, str]] = field(default_factory=list)


def read_ingredient_lines(text: str) -> tuple[IngredientGroup, ...]:
    """Read what stands in the field of the ingredients."""
    return tuple(
        IngredientGroup(
            group.title,
            tuple(Prose(item) if prose else parse_ingredient(item) for prose, item in group.items),
        )
        for group in _read(text, joins=_never)
    )


def read_step_lines(text: str) -> tuple[StepGroup, ...]:
    """Read what stands in the field of the method."""
    return tuple(
        StepGroup(
            group.title, tuple(Prose(item) if prose else Step(item) for prose, item in group.items)
        )
        for group in _read(text, joins=_goes_on)
    )


def show_ingredient_lines(groups: Sequence[IngredientGroup]) -> str:
    """Show groups of ingredients as lines, from which `read_ingredient_lines` gives them back."""
    return _show(
        [
            _Typed(
                group.title,
                [
                    (False, item.line) if isinstance(item, Ingredient) else (True, item.text)
                    for item in group.items
                ],
            )
            for group in groups
        ],
        gap="\n",
        joins=_never,
    )


def show_step_lines(groups: Sequence[StepGroup]) -> str:
    """Show groups of steps as lines, from which `read_step_lines` gives them back."""
    return _show(
        [
            _Typed(group.title, [(isinstance(item, Prose), item.text) for item in group.items])
            for group in groups
        ],
        gap="\n\n",
        joins=_goes_on,
    )


def _never(_before: str, _line: str) -> bool:
    return False


def _goes_on(before: str, line: str) -> bool:
    """Tell whether a line goes on with a sentence, as where a text was broken into short lines."""
    return line[:1].islower() and not before.rstrip().endswith(SENTENCE_END)


def _read(text: str, *, joins: Callable[[str, str], bool]) -> list[_Typed]:
    groups = [_Typed("")]
    blanks = 0
    for line in read_lines(text):
        if line.blank:
            blanks += 1
            continue
        _take_line(groups, line.text, blanks=blanks, joins=joins)
        blanks = 0
    for group in groups:
        group.items = [
            (prose, trim_blank_lines(item) if prose else item.strip())
            for prose, item in group.items
            if item.strip()
        ]
    return [group for group in groups if group.title or group.items]


def _take_line(
    groups: list[_Typed], line: str, *, blanks: int, joins: Callable[[str, str], bool]
) -> None:
    items = groups[-1].items
    gap = "\n" * (blanks + 1)
    if line.startswith(">"):
        words = line[1:].removeprefix(" ")
        if items and items[-1][0]:
            items[-1] = (True, f"{items[-1][1]}{gap}{words}")
        else:
            items.append((True, words))
    elif line.startswith(INDENT) and items and not items[-1][0]:
        items[-1] = (False, f"{items[-1][1]}{gap}{line.removeprefix(INDENT)}")
    elif (title := _heading(line)) is not None:
        groups.append(_Typed(title))
    elif (marked := _marked(line)) is not None:
        items.append((False, marked))
    elif items and not items[-1][0] and not blanks and joins(items[-1][1], line.strip()):
        items[-1] = (False, f"{items[-1][1]} {line.strip()}")
    else:
        items.append((False, line.strip()))


def _heading(line: str) -> str | None:
    """Give the title of the group that a line heads, or None."""
    if line.startswith("#"):
        found = Line(line, code=False).heading()
        return found[1] if found else None
    words = line.split()
    short = " ".join(words)
    if not short.endswith(":") or len(short) > HEADING_MAX_LENGTH or ". " in short:
        return None
    return None if _marked(line) is not None else short.removesuffix(":").rstrip() or None


def _marked(line: str) -> str | None:
    """Give what stands behind a list mark, or None where there is none."""
    if match := LIST_MARKER.match(line):
        return match[2] or ""
    dash = DASH.match(line)
    return line[dash.end() :] if dash else None


def _show(groups: Sequence[_Typed], *, gap: str, joins: Callable[[str, str], bool]) -> str:
    blocks: list[str] = []
    for group in groups:
        lines: list[str] = []
        before = ""
        for prose, item in group.items:
            lines.append(_show_prose(item) if prose else _show_item(before, item, joins))
            before = "" if prose else item
        title = [_show_title(group.title)] if group.title else []
        blocks.append("\n".join([*title, gap.join(lines)]).rstrip("\n"))
    return "\n\n".join(blocks)


def _show_title(title: str) -> str:
    return f"{title}:" if _heading(f"{title}:") == title else f"### {title}"


def _show_prose(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _show_item(before: str, item: str, joins: Callable[[str, str], bool]) -> str:
    first, *rest = item.split("\n")
    plain = (
        first == first.strip()
        and not first.startswith((">", "#"))
        and _heading(first) is None
        and _marked(first) is None
        and not (before and joins(before, first))
    )
    lines = [first if plain else f"- {first}"]
    lines += [f"{INDENT}{line}" if line.strip() else "" for line in rest]
    return "\n".join(lines)
