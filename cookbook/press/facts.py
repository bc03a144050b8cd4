"""Stage: the tree of a section -> the few facts that whoever sees the whole book wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cookbook.press.outputs.pagemarks import is_mark
from cookbook.press.pandoc import Node
from cookbook.press.reading.cleaning import UNDESCRIBED
from cookbook.press.tree import Blocks, Inlines, classes_of, identifier_of, plain_text, walk

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


@dataclass
class _Gathering:
    """The facts of a tree while it is walked; dictionaries keep the order of what they hold."""

    images: dict[tuple[str, str], None] = field(default_factory=dict)
    undescribed: bool = False
    formulas: dict[tuple[str, bool], None] = field(default_factory=dict)
    identifiers: dict[str, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    characters: set[str] = field(default_factory=set)

    def see(self, node: Node) -> None:
        """Take from a node what it says itself."""
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            self.characters.update(content or "")
            return
        if kind in ("Code", "CodeBlock", "Math"):
            self.characters.update(node["c"][1])
        if kind == "Image":
            self.images[node["c"][2][0], plain_text(node["c"][1])] = None
            self.undescribed = self.undescribed or UNDESCRIBED in classes_of(node)
        elif kind == "Link" and node["c"][2][0].startswith("#"):
            self.links[node["c"][2][0][1:]] = None
        elif kind == "Math":
            self.formulas[node["c"][1], node["c"][0]["t"] == "DisplayMath"] = None
        identifier = identifier_of(node)
        if identifier and not is_mark(node):
            self.identifiers[identifier] = None


def gather_facts(blocks: Blocks) -> SectionFacts:
    """Gather the facts of blocks; the section's own heading is not among them."""
    found = _Gathering()
    for node in walk(blocks):
        found.see(node)
    return SectionFacts(
        words=len(plain_text(blocks).split()),
        images=tuple(found.images),
        undescribed=found.undescribed,
        formulas=tuple(found.formulas),
        identifiers=tuple(found.identifiers),
        headings=tuple(_listed(blocks)),
        links=tuple(found.links),
        characters=_sorted(found.characters),
    )


def with_heading(facts: SectionFacts, identifier: str, inlines: Sequence[Node]) -> SectionFacts:
    """Add what a section's heading says to the facts of its blocks."""
    written = {each for node in walk(inlines) if node["t"] == "Str" for each in node["c"]}
    return SectionFacts(
        words=facts.words,
        images=facts.images,
        undescribed=facts.undescribed,
        formulas=facts.formulas,
        identifiers=(identifier, *facts.identifiers),
        headings=facts.headings,
        links=facts.links,
        characters=_sorted(written.union(facts.characters)),
    )


def _listed(blocks: Blocks) -> Iterable[ListedHeading]:
    for block in blocks:
        if block["t"] == "Header" and LISTED in block["c"][1][1]:
            level, (identifier, _classes, _values), inlines = block["c"]
            yield ListedHeading(level, identifier, inlines)


def _sorted(characters: Iterable[str]) -> str:
    return "".join(sorted(characters))
