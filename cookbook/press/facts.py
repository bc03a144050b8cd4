"""Stage: the tree of a section -> the few facts that whoever sees the whole book wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cookbook.press.outputs.pagemarks import is_mark
from cookbook.press.pandoc import Node
from cookbook.press.reading.cleaning import UNDESCRIBED
from cookbook.press.tree import (
    Blocks,
    Inlines,
    children,
    classes_of,
    identifier_of,
    plain_text,
    said_around,
)

LISTED = "listed"
"""The class of headings that stand in the contents and in the PDF's outline."""


@dataclass(frozen=True, slots=True)
class ListedHeading:
    """A heading within a section that the contents name."""

    level: int
    identifier: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """What is known of a section without its tree; each thing stands once, in reading order.

    `words` are those of its blocks, footnotes apart. `images` are names with alternative texts;
    `undescribed` says that one of them has none of its own. `formulas` are TeX, and whether it is
    displayed. `identifiers` are all ids of the tree but those of page marks, the section's own
    first; `links` the ids to which it links. `characters` are all that the tree prints, sorted.
    """

    words: int = 0
    images: tuple[tuple[str, str], ...] = ()
    undescribed: bool = False
    formulas: tuple[tuple[str, bool], ...] = ()
    identifiers: tuple[str, ...] = ()
    headings: tuple[ListedHeading, ...] = ()
    links: tuple[str, ...] = ()
    characters: str = ""

    def as_values(self) -> list[Any]:
        """Give the facts as values that JSON can hold."""
        headings = [[each.level, each.identifier, each.inlines] for each in self.headings]
        return [
            self.words,
            self.images,
            self.undescribed,
            self.formulas,
            self.identifiers,
            headings,
            self.links,
            self.characters,
        ]


def facts_of(values: list[Any]) -> SectionFacts:
    """Make the facts again of which `as_values` gave the values."""
    words, images, undescribed, formulas, identifiers, headings, links, characters = values
    return SectionFacts(
        words,
        tuple((name, alternative) for name, alternative in images),
        undescribed,
        tuple((tex, display) for tex, display in formulas),
        tuple(identifiers),
        tuple(ListedHeading(*each) for each in headings),
        tuple(links),
        characters,
    )


class FactsGathering:
    """Gathers the facts of a section, from its heading and from its blocks, few at a time."""

    def __init__(self, identifier: str, heading: Inlines) -> None:
        # Dictionaries keep the order of what they hold.
        self.images: dict[tuple[str, str], None] = {}
        self.undescribed = False
        self.formulas: dict[tuple[str, bool], None] = {}
        self.identifiers: dict[str, None] = {identifier: None}
        self.headings: list[ListedHeading] = []
        self.links: dict[str, None] = {}
        self.characters: set[str] = set()
        self.written: list[str] = []
        self.words = 0
        self._see_text(heading)

    def add(self, blocks: Blocks) -> None:
        """See the next blocks."""
        said = self._see_text(blocks)
        self.words += len(said.split())
        self.headings += _listed(blocks)

    def facts(self) -> SectionFacts:
        """Give the facts of all that was seen."""
        return SectionFacts(
            self.words,
            tuple(self.images),
            self.undescribed,
            tuple(self.formulas),
            tuple(self.identifiers),
            tuple(self.headings),
            tuple(self.links),
            "".join(sorted(self.characters)),
        )

    def _see_text(self, nodes: Iterable[Node]) -> str:
        """See some nodes; give what they say."""
        said: list[str] = []
        self._see_all(nodes, said)
        self.characters.update("".join(self.written))
        self.written.clear()
        return "".join(said)

    def _see_all(self, nodes: Iterable[Node], said: list[str]) -> None:
        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                self.written.append(node["c"])
                said.append(node["c"])
            elif kind in ("Space", "SoftBreak"):
                said.append(" ")
            else:
                self._see(node, kind, said)

    def _see(self, node: Node, kind: str, said: list[str]) -> None:
        before, behind = said_around(node)
        said.append(before)
        identifier = identifier_of(node)
        if identifier and not is_mark(node):
            self.identifiers[identifier] = None
        notice = getattr(self, f"_see_{kind.lower()}", None)
        if notice is not None:
            notice(node)
        # What a note says stands apart from the words around it.
        self._see_all(children(node), [] if kind == "Note" else said)
        said.append(behind)

    def _see_code(self, node: Node) -> None:
        self.characters.update(node["c"][1])

    _see_codeblock = _see_code

    def _see_math(self, node: Node) -> None:
        self.characters.update(node["c"][1])
        self.formulas[node["c"][1], node["c"][0]["t"] == "DisplayMath"] = None

    def _see_image(self, node: Node) -> None:
        self.images[node["c"][2][0], plain_text(node["c"][1])] = None
        self.undescribed = self.undescribed or UNDESCRIBED in classes_of(node)

    def _see_link(self, node: Node) -> None:
        if node["c"][2][0].startswith("#"):
            self.links[node["c"][2][0][1:]] = None


def gather_facts(identifier: str, heading: Inlines, blocks: Blocks) -> SectionFacts:
    """Gather the facts of a section."""
    gathering = FactsGathering(identifier, heading)
    gathering.add(blocks)
    return gathering.facts()


def _listed(blocks: Blocks) -> Iterator[ListedHeading]:
    for block in blocks:
        if block["t"] == "Header" and LISTED in block["c"][1][1]:
            level, (identifier, _classes, _values), inlines = block["c"]
            yield ListedHeading(level, identifier, inlines)
