"""Stage: the ids that contributors gave to words, code and pictures -> ids unique in the book."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cookbook.press.entries.numbering import Label, Labels
from cookbook.press.pandoc import Node
from cookbook.press.sections import Identifiers
from cookbook.press.tree import Blocks, identifier_of, plain_text, rewrite_blocks
from cookbook.press.words import Words

IN_CHAPTERS = frozenset({"Code", "CodeBlock", "Image", "Link"})
"""What `ChapterNumberer` leaves alone."""
EVERYWHERE = IN_CHAPTERS | {"Div", "Figure", "Span", "Table"}
"""What may hold an id in a text that isn't numbered; headings in it become strong lines."""


@dataclass(frozen=True)
class Anchors:
    """Gives the ids of one entry; a reference prints the marked words, or else the title."""

    entry: str
    title: str
    identifiers: Identifiers
    labels: Labels
    words: Words

    def claim(self, blocks: Blocks, kinds: Collection[str]) -> Blocks:
        """Copy blocks with an id of its own for each node of these kinds that has one."""

        def change(node: Node) -> Node | list[Node] | None:
            return self._claimed(node) if node["t"] in kinds and identifier_of(node) else None

        return rewrite_blocks(blocks, change)

    def _claimed(self, node: Node) -> Node:
        (name, classes, values), *rest = node["c"]
        identifier = self.identifiers.claim(name.replace(":", "-"))
        marked = plain_text([node]) if node["t"] in ("Span", "Code") else ""
        self.labels.add(
            self.entry, name, Label(identifier, marked or self.words.quoted(self.title))
        )
        return {"t": node["t"], "c": [[identifier, classes, values], *rest]}
