"""What the fields of forms hold: lists in one line, and texts that keep how they were written."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from cookbook.manuscript import merge_texts, parse_entry
from cookbook.manuscript.decoding import tidy_text

COMMA, SEMICOLON = ",", ";"


def typed(text: str) -> str:
    """Give what a field holds, with plain line ends and without what no book can print."""
    return tidy_text(text)[0]


def one_line(text: str) -> str:
    """Give a text without blanks around it; lines that were pasted in become one."""
    return re.sub(r"\s*\n\s*", " ", text).strip()


def changed_fields(before: object, after: object) -> set[str]:
    """Give the names of the fields in which two values of one dataclass differ.

    A field of one line drops line breaks by itself, which changes nothing.
    """
    pairs = (
        (each.name, getattr(before, each.name), getattr(after, each.name))
        for each in dataclasses.fields(after)  # type: ignore[arg-type]  # both are dataclasses
    )
    return {name for name, was, now in pairs if now not in (was, was.replace("\n", ""))}


def plain_values(fields: object, names: Iterable[str], changed: set[str]) -> dict[str, str]:
    """Give the values of those fields of one line that changed, by name."""
    values = {name: getattr(fields, name) for name in names if name in changed}
    return {
        name: " ".join(value.split()) if name == "title" else one_line(value)
        for name, value in values.items()
        if isinstance(value, str)
    }


def read_names(text: str) -> tuple[str, ...]:
    """Read names, one a line."""
    return tuple(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def show_list(items: Sequence[str]) -> str:
    """Show a list in one line, with commas, or with semicolons where an item has a comma."""
    mark = SEMICOLON if any(COMMA in item for item in items) else COMMA
    shown = f"{mark} ".join(items)
    return f"{shown}{SEMICOLON}" if mark == SEMICOLON and len(items) == 1 else shown


def read_list(text: str) -> tuple[str, ...]:
    """Read a list, each item once; commas part it, unless there is a semicolon or a new line."""
    marks = r"[;\n]" if SEMICOLON in text else r"[,\n]"
    items = (" ".join(item.split()) for item in re.split(marks, text))
    return tuple(dict.fromkeys(filter(None, items)))


def keep_formatting(base: str, plain_base: str, plain: str) -> str:
    """Bring a change into a text as it was written: its quotes, its remarks, its blank lines.

    `plain_base` is `base` as our writer writes it, `plain` the changed version of that. Where the
    two don't go together, the plain version is it.
    """
    if base == plain_base:
        return plain
    merge = merge_texts(plain_base, plain, base)
    merged = merge.text
    if merged is None:
        return plain
    file = "entry.md"
    return merged if parse_entry(merged, file) == parse_entry(plain, file) else plain
