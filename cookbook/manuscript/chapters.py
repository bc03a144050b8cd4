"""A chapter: front matter and a body in Pandoc's Markdown, parsed and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cookbook.manuscript.blocks import trim_blank_lines
from cookbook.manuscript.fields import Fields, put_text, put_texts
from cookbook.manuscript.frontmatter import (
    FrontMatter,
    Value,
    join_front_matter,
    split_front_matter,
    unknown_keys,
)

CHAPTER_KEYS = (
    "kind", "title", "by", "town", "id", "role", "numbered", "tags", "source", "licence",
)  # fmt: skip
IDENTIFIER = re.compile(r"^[^\W\d_][\w:.-]*$")


@dataclass(frozen=True)
class Chapter:
    """A chapter. `numbered` is None where the author left it to the book; `body` is Markdown."""

    title: str
    by: tuple[str, ...] = ()
    town: str = ""
    identifier: str = ""
    role: str = ""
    numbered: bool | None = None
    tags: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""
    body: str = ""
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)
    body_line: int = field(default=1, compare=False)


def parse_chapter(text: str, file: str = "chapter.md") -> Chapter:
    """Parse the text of a chapter, whatever its `kind` says; its line ends are plain newlines.

    Raises FrontMatterError with file, line and what was expected. Any body can be parsed, and is
    kept as it is but for blank lines around it.
    """
    return chapter_of(split_front_matter(text, file), file)


def chapter_of(front: FrontMatter, file: str) -> Chapter:
    """Parse a chapter that is parted into front matter and body; see `parse_chapter`."""
    extra = unknown_keys(front.values, CHAPTER_KEYS)
    fields = Fields(front.values, file)
    identifier = fields.text("id")
    if identifier and not IDENTIFIER.match(identifier):
        raise fields.wrong("id", "a word of letters, digits and - . : _", "Start it with a letter.")
    return Chapter(
        title=fields.title(),
        by=fields.texts("by"),
        town=fields.text("town"),
        identifier=identifier,
        role=fields.text("role"),
        numbered=fields.flag("numbered"),
        tags=fields.texts("tags"),
        source=fields.text("source"),
        licence=fields.text("licence"),
        body=trim_blank_lines(front.body),
        extra=extra,
        body_line=front.body_line,
    )


def write_chapter(chapter: Chapter) -> str:
    """Write a chapter; the same chapter gives the same text.

    `parse_chapter` gives it back if it is well-formed, as all chapters are that were parsed: its
    texts have no blanks around them, its title stands on one line, its identifier is one, its body
    neither starts nor ends with blank lines, no text in its lists is empty, and `extra` holds no
    key that a field stands for. `body_line` is found anew.
    """
    values: dict[str, Value] = {"kind": "chapter", "title": chapter.title}
    put_texts(values, "by", chapter.by)
    put_text(values, "town", chapter.town)
    put_text(values, "id", chapter.identifier)
    put_text(values, "role", chapter.role)
    if chapter.numbered is not None:
        values["numbered"] = "true" if chapter.numbered else "false"
    put_texts(values, "tags", chapter.tags)
    put_text(values, "source", chapter.source)
    put_text(values, "licence", chapter.licence)
    values.update(chapter.extra)
    return join_front_matter(values, chapter.body)
