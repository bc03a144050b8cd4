"""Stage: the assembled book -> its contents as a tree of values, for sites that show a book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cookbook.press.pandoc import Node
from cookbook.press.sections import Section
from cookbook.press.tree import Inlines, classes_of, plain_text
from cookbook.press.words import Words

HEADING = "heading"
"""The kind of lines that stand for a numbered heading within a chapter."""


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents, with those under it.

    `page` is the address in the folder of web pages, "" where none were made; `folio` is that of
    the PDF, likewise; `entry` is the path of the entry that opens here, or "".
    """

    title: str
    number: str
    kind: str
    entry: str
    byline: str
    page: str
    folio: str
    children: tuple[ContentsLine, ...] = ()

    def as_values(self) -> dict[str, Any]:
        """Give the line as values that JSON can hold."""
        return {**vars(self), "children": [each.as_values() for each in self.children]}

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> ContentsLine:
        """Make a line of what `as_values` gave."""
        children = tuple(ContentsLine.from_values(each) for each in values["children"])
        return ContentsLine(**{**values, "children": children})


def contents_tree(
    sections: Sequence[Section],
    pages: Mapping[str, str],
    folios: Mapping[str, str],
    words: Words,
) -> tuple[ContentsLine, ...]:
    """Nest the listed sections, parts among them, and their listed headings, in reading order.

    `pages` gives the web address of each section's id, `folios` the folio of every id;
    `words` are those of the book.
    """
    return _nested([line for each in sections for line in _lines(each, pages, folios, words)])


def _lines(
    section: Section, pages: Mapping[str, str], folios: Mapping[str, str], words: Words
) -> Iterator[tuple[int, ContentsLine]]:
    if not section.listed:
        return
    page = pages.get(section.identifier, "")
    yield (
        section.level,
        ContentsLine(
            section.title,
            section.number,
            section.kind.value,
            section.entry,
            words.series(section.authors),
            page,
            folios.get(section.identifier, ""),
        ),
    )
    for each in section.facts.headings:
        number, title = _parted(each.inlines)
        place = f"{page}#{each.identifier}" if page else ""
        folio = folios.get(each.identifier, "")
        yield each.level, ContentsLine(title, number, HEADING, "", "", place, folio)


def _parted(inlines: Inlines) -> tuple[str, str]:
    """Part a heading's number from its words."""
    numbers = [each for each in inlines if _is_number(each)]
    return plain_text(numbers), plain_text([each for each in inlines if not _is_number(each)])


def _is_number(node: Node) -> bool:
    return node["t"] == "Span" and "number" in classes_of(node)


def _nested(lines: Sequence[tuple[int, ContentsLine]]) -> tuple[ContentsLine, ...]:
    """Put what is deeper than a line under it."""
    found: list[ContentsLine] = []
    position = 0
    while position < len(lines):
        level, line = lines[position]
        below = position + 1
        while below < len(lines) and lines[below][0] > level:
            below += 1
        values = {**vars(line), "children": _nested(lines[position + 1 : below])}
        found.append(ContentsLine(**values))
        position = below
    return tuple(found)
