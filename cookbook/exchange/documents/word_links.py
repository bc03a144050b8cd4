"""Links within a Word document that pandoc loses: those to the bookmark of a heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cookbook.press.pandoc import ForeignTree, Node
from cookbook.press.tree import identifier_of, plain_text, rewrite_blocks, walk


def lead_to_headings(tree: ForeignTree, bookmarks: Mapping[str, str]) -> ForeignTree:
    """Lead links to bookmarks (each with the words of its paragraph) to the headings they mean."""
    known = {identifier_of(node) for node in walk(tree.blocks)}
    headings = {
        plain_text(node["c"][2]): node["c"][1][0]
        for node in reversed(tree.blocks)
        if node["t"] == "Header"
    }

    def lead(node: Node) -> Node | None:
        if node["t"] != "Link" or not node["c"][2][0].startswith("#"):
            return None
        name = node["c"][2][0][1:]
        heading = headings.get(bookmarks.get(name, ""), "")
        if name in known or not heading:
            return None
        return {"t": "Link", "c": [*node["c"][:2], [f"#{heading}", ""]]}

    return replace(tree, blocks=rewrite_blocks(tree.blocks, lead))
