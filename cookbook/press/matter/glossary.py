"""Stage: the key terms of all chapters -> the glossary."""

from __future__ import annotations

from collections.abc import Mapping

from cookbook.press.matter.indexes import sort_key
from cookbook.press.pandoc import Node
from cookbook.press.tree import (
    Blocks,
    classes_of,
    definition_list,
    plain_text,
    rewrite_blocks,
    walk,
)


def glossary(entries: Mapping[str, Blocks]) -> Blocks:
    """Gather the terms that stand as definition lists in key-terms blocks, in alphabetical order.

    A term that two chapters define keeps both definitions.
    """
    terms: dict[str, tuple[list[Node], list[Blocks]]] = {}
    for blocks in entries.values():
        for node in walk(blocks):
            if node["t"] == "Div" and "key-terms" in classes_of(node):
                for words, definitions in _definitions(node):
                    name = plain_text(words)
                    _term, kept = terms.setdefault(name.casefold(), (_without_anchors(words), []))
                    kept.extend(_plain_copies(definitions))
    ordered = sorted(terms.values(), key=lambda each: sort_key(plain_text(each[0])))
    return [definition_list([(term, kept) for term, kept in ordered])] if ordered else []


def _definitions(node: Node) -> list[tuple[list[Node], list[Blocks]]]:
    return [
        (term, definitions)
        for block in walk(node["c"][1])
        if block["t"] == "DefinitionList"
        for term, definitions in block["c"]
    ]


def _without_anchors(inlines: list[Node]) -> list[Node]:
    """Copy inlines without the ids that their originals keep."""
    return rewrite_blocks(inlines, _anchorless)


def _plain_copies(definitions: list[Blocks]) -> list[Blocks]:
    return [rewrite_blocks(blocks, _anchorless) for blocks in definitions]


def _anchorless(node: Node) -> Node | list[Node] | None:
    if node["t"] in ("Span", "Div"):
        (_identifier, classes, values), content = node["c"]
        return {"t": node["t"], "c": [["", classes, values], content]}
    return [] if node["t"] == "Note" else None
