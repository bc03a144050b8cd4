"""How the lines of indexes are set: groups under a letter, words that point, places of terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cookbook.press.matter.ordering import term_key
from cookbook.press.matter.terms import Placed, Term, said
from cookbook.press.pandoc import Node
from cookbook.press.tree import (
    Blocks,
    Inlines,
    bullet_list,
    classes_of,
    div,
    emphasis,
    header,
    link,
    plain,
    rewrite_blocks,
    span,
    text,
)

PLACE = "place"
"""The class of what stands for one place of a term: a mark of punctuation, and a link."""
PAGE = "page-ref"
"""The class of its link, which prints page numbers in the PDF, and its words elsewhere."""
DEFINES = "defines"
RANGE = "range"
AGAIN = "again"
"""The class of places that stand in the same section as one before; only pages part them."""
PAPER_ONLY = "paper-only"
"""The class of what only a page of paper is good for."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that was marked: its id, in what section it stands, and of what kind it is.

    `where` is the section's number or title; `kind` is DEFINES, RANGE, or "".
    """

    identifier: str
    where: str
    kind: str = ""

    def as_values(self) -> list[Any]:
        """Give the mark as values that JSON can hold."""
        return [self.identifier, self.where, self.kind]


def index_group(title: str, items: Sequence[Blocks], name: str = "letter") -> Node:
    """Make a group of an index, under a letter or a name."""
    return div([header(2, text(title), name, "unlisted"), bullet_list(items)], "index-group")


def pointers(word: str, terms: Sequence[Term[Placed]]) -> Inlines:
    """Make the words that point to other entries: see these."""
    inlines: Inlines = [emphasis(text(word))]
    for number, each in enumerate(sorted(terms, key=lambda term: term_key(said(term.path)))):
        behind: Inlines = [{"t": "Str", "c": ";"}] if number else []
        name = link(f"#{each.identifier}", text(said(each.path)), "see-ref")
        inlines += [*behind, {"t": "Space"}, name]
    return inlines


def places(marks: Iterable[Mark], before: str = ", ") -> Inlines:
    """Make the places of a term, in the order of the book; `before` stands before the first."""
    found: Inlines = []
    marks = list(marks)
    shown = {each.where: each for each in reversed(marks)}
    shown |= {each.where: each for each in reversed(marks) if each.kind == DEFINES}
    for each in marks:
        kinds = [each.kind] if each.kind else []
        to = link(f"#{each.identifier}", text(each.where), PAGE, *kinds)
        again = [] if shown[each.where] is each else [AGAIN]
        found.append(span([*text(before), to], PLACE, *again))
        before = ", "
    return found


def for_screens(blocks: Blocks) -> Blocks:
    """Leave out what only page numbers tell apart, and what only a page of paper is good for."""

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] not in ("Span", "Div"):
            return None
        return None if {AGAIN, PAPER_ONLY}.isdisjoint(classes_of(node)) else []

    return rewrite_blocks(blocks, change)


def without_words(blocks: Blocks) -> Blocks:
    """Take the words out of links that print page numbers in their place."""

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Link" or PAGE not in classes_of(node):
            return None
        attr, _words, target = node["c"]
        return {"t": "Link", "c": [attr, [], target]}

    return rewrite_blocks(blocks, change)


def pointing_item(word: str, terms: Sequence[Term[Placed]]) -> Blocks:
    """Make a line of its own of the words that point to other entries."""
    return [plain(pointers(word, terms))]
