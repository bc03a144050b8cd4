"""Who wrote what of a text: its passages as a reader sees them, and the versions behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cookbook.manuscript.frontmatter import (
    FrontMatter,
    Located,
    Value,
    split_front_matter,
    write_yaml,
)
from cookbook.manuscript.inline_text import plain_text
from cookbook.manuscript.passages import Passage, Role, read_chapter_passages, read_recipe_passages
from cookbook.manuscript.problems import FrontMatterError
from cookbook.manuscript.tracing import Making

KIND = "kind"
"""The key that nobody wrote: it says what a text is."""
# Rows of tables, fences, formulas: their marks are what they say.
_AS_WRITTEN = re.compile(r"\s*(?:\||:::|\$\$)")


@dataclass(frozen=True)
class Written:
    """A passage of a text: what it is, its words as they are read, and what made it.

    `key` is that of a line above the text, whose role is None. The last of the versions in `making`
    wrote the passage as it stands; those before it wrote what it came from, or other lines of it.
    """

    words: str
    making: Making
    role: Role | None = None
    key: str = ""
    marker: str = ""
    number: int = 0


def written_passages(text: str, makings: Sequence[Making]) -> tuple[Written, ...]:
    """Part a text into its passages, with what made their lines (see `trace_lines`)."""
    try:
        front = split_front_matter(text, "text")
    except FrontMatterError:
        front = FrontMatter({}, text, 1)
    is_recipe = front.values.get("kind") != "chapter"
    read = read_recipe_passages if is_recipe else read_chapter_passages
    passages = read(front.body, front.body_line)
    ends = [each.line for each in passages[1:]] + [len(makings) + 1]
    body = (
        _passage(passage, _together(makings[passage.line - 1 : end - 1]))
        for passage, end in zip(passages, ends, strict=False)
    )
    return (*_keys(front, makings), *body)


def _keys(front: FrontMatter, makings: Sequence[Making]) -> Iterator[Written]:
    """Give the keys above a text, in their order there."""
    lines = front.values.lines if isinstance(front.values, Located) else {}
    starts = sorted(lines.items(), key=lambda each: each[1])
    ends = [line for _, line in starts[1:]] + [front.body_line - 1]
    # A text without keys has no line at which the last of them would end.
    for (key, start), end in zip(starts, ends, strict=False):
        words = _value(front.values.get(key, ""))
        if words and key != KIND:
            yield Written(words, _together(makings[start - 1 : end - 1]), key=key)


def _value(value: Value) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(map(str, value))
    return write_yaml(value if isinstance(value, Mapping) else {"": value}).strip()


def _passage(passage: Passage, making: Making) -> Written:
    as_written = passage.role is Role.CODE or _AS_WRITTEN.match(passage.text)
    words = passage.text if as_written else _read(passage.text)
    return Written(words, making, passage.role, "", passage.marker, passage.number)


def _read(text: str) -> str:
    return " ".join(plain_text(line) for line in text.split("\n")).strip() or text


def _together(makings: Sequence[Making]) -> Making:
    """Put together what made several lines, oldest first."""
    made = [each for each in makings if each]
    if not made:
        return ()
    return tuple(sorted({number for making in made for number in making}))
