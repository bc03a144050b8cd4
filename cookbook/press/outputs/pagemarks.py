"""Stage: places in the text where a page may begin -> the page breaks of the EPUB.

Every paragraph gets a mark. The layout tells which mark comes first on each page of the PDF; these
become the EPUB's page breaks, named by the folio, and all others go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, rewrite_blocks, span

PREFIX = "pm-"
MARK_CLASS = "page-mark"
PARAGRAPHS = frozenset({"Para", "Plain"})
# A page that begins in a table, a figure or a note is marked at the next paragraph, where it
# disturbs nobody.
MARKABLE = frozenset(
    {*PARAGRAPHS, "Div", "BlockQuote", "BulletList", "OrderedList", "DefinitionList"}
)


@dataclass
class PageMarker:
    """Puts a mark at the start of every paragraph of a section that can bear one.

    Marks are named by the section's id and their number in it, so that nothing else in the book
    changes them.
    """

    section: str
    number: int = 0

    def mark(self, blocks: Blocks) -> Blocks:
        """Mark the next blocks of the section."""
        return [self._marked(each) for each in blocks]

    def _marked(self, value: Any) -> Any:  # noqa: ANN401 -- pandoc's lists hold lists of any depth
        if isinstance(value, list):
            return [self._marked(each) for each in value]
        if not isinstance(value, dict) or value.get("t") not in MARKABLE:
            return value
        if value["t"] not in PARAGRAPHS:
            return {**value, "c": self._marked(value["c"])}
        if not value["c"]:
            return value
        self.number += 1
        mark = span([], MARK_CLASS, identifier=f"{PREFIX}{self.section}-{self.number}")
        return {**value, "c": [mark, *value["c"]]}


def without_marks(blocks: Blocks) -> Blocks:
    """Take all marks out."""
    return rewrite_blocks(blocks, lambda node: [] if is_mark(node) else None)


def is_mark(node: Node) -> bool:
    """Tell whether a node is a mark."""
    return node["t"] == "Span" and MARK_CLASS in node["c"][0][1]
