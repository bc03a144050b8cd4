"""Stage: the key terms of all chapters -> the glossary."""

from __future__ import annotations

from collections.abc import Iterable

from cookbook.press.matter.indexes import sort_key
from cookbook.press.pandoc import Node
from cookbook.press.tree import (
    Blocks,
    Inlines,
    classes_of,
    definition_list,
    plain_text,
    rewrite_blocks,
    walk,
)

KEY_TERMS = "key-terms"

Term = tuple[Inlines, list[Blocks]]
"""A term with its definitions, free of ids and notes."""


def key_terms(blocks: Blocks) -> list[Term]:
    """Gather the terms of an entry: definition lists in key-terms blocks."""
    return [
        (_anchorless(words), [_anchorless(each) for each in definitions])
        for node in walk(blocks)
        if node["t"] == "Div" and KEY_TERMS in classes_of(node)
        for block in walk(node["c"][1])
        if block["t"] == "DefinitionList"
        for words, definitions in block["c"]
    ]


def glossary(terms: Iterable[Term]) -> Blocks:
    """List the terms of all entries in alphabetical order.

    A term that two chapters define keeps both definitions.
    """
    by_name: dict[str, Term] = {}
    for words, definitions in terms:
        _words, kept = by_name.setdefault(plain_text(words).casefold(), (words, []))
        kept += definitions
    ordered = sorted(by_name.values(), key=lambda each: sort_key(plain_text(each[0])))
    return [definition_list(ordered)] if ordered else []


def _anchorless(nodes: list[Node]) -> list[Node]:
    """Copy nodes without notes, and without the ids that their originals keep."""
    return rewrite_blocks(nodes, _without_anchor)


def _without_anchor(node: Node) -> Node | list[Node] | None:
    if node["t"] in ("Span", "Div"):
        (_identifier, classes, values), content = node["c"]
        return {"t": node["t"], "c": [["", classes, values], content]}
    return [] if node["t"] == "Note" else None
