"""A chapter's text <-> the fields of its form; what the form doesn't show stays in the text."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

from cookbook.contributing.field_words import (
    changed_fields,
    keep_formatting,
    one_line,
    plain_values,
    read_list,
    read_names,
    show_list,
)
from cookbook.manuscript import Chapter, parse_chapter, write_chapter
from cookbook.manuscript.blocks import trim_blank_lines

NO_CHAPTER = Chapter("")
NUMBERED = {None: "", True: "yes", False: "no"}


@dataclass(frozen=True)
class ChapterFields:
    """What stands in the fields of a chapter's form, as texts; `by` has a name a line."""

    title: str = ""
    by: str = ""
    town: str = ""
    identifier: str = ""
    role: str = ""
    numbered: str = ""
    tags: str = ""
    source: str = ""
    licence: str = ""
    body: str = ""

    def with_figure(self, path: str, alt: str, caption: str) -> ChapterFields:
        """Put a picture of the book folder below the text, as a figure."""
        quoted = re.sub(r'["\\]', "’", one_line(alt))
        plain = re.sub(r"[\[\]\\]", "", one_line(caption))
        figure = f'![{plain}](../{path}){{alt="{quoted}"}}'
        return dataclasses.replace(self, body=f"{self.body.rstrip()}\n\n{figure}".lstrip())


PLAIN = ("title", "town", "identifier", "role", "source", "licence")


def chapter_fields(chapter: Chapter) -> ChapterFields:
    """Show a chapter in the fields of its form."""
    return ChapterFields(
        **{name: getattr(chapter, name) for name in PLAIN},
        by="\n".join(chapter.by),
        numbered=NUMBERED[chapter.numbered],
        tags=show_list(chapter.tags),
        body=chapter.body,
    )


def write_chapter_fields(fields: ChapterFields, base: str = "", file: str = "chapter.md") -> str:
    """Write the text that a form means which was filled from the text `base`.

    What the form left as it was stays as `base` has it, letter by letter where that is possible.
    Raises FrontMatterError where a field can't be what it says.
    """
    chapter = parse_chapter(base, file) if base else NO_CHAPTER
    before = chapter_fields(chapter)
    changed = changed_fields(before, fields)
    if base and not changed:
        return base
    written = write_chapter(_changed(chapter, fields, changed))
    parse_chapter(written, file)
    return keep_formatting(base, write_chapter(chapter), written) if base else written


def _changed(chapter: Chapter, fields: ChapterFields, changed: set[str]) -> Chapter:
    plain: dict[str, Any] = {**plain_values(fields, PLAIN, changed)}
    chapter = dataclasses.replace(chapter, **plain)
    if "by" in changed:
        chapter = dataclasses.replace(chapter, by=read_names(fields.by))
    if "numbered" in changed:
        told = {word: flag for flag, word in NUMBERED.items()}
        chapter = dataclasses.replace(chapter, numbered=told.get(fields.numbered))
    if "tags" in changed:
        chapter = dataclasses.replace(chapter, tags=read_list(fields.tags))
    if "body" in changed:
        chapter = dataclasses.replace(chapter, body=trim_blank_lines(fields.body))
    return chapter
