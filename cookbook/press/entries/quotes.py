"""Stage: what was quoted with straight marks -> the quotation marks of the book's language."""

from __future__ import annotations

from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, rewrite_blocks
from cookbook.press.words import Words, find_words

ENGLISH = find_words("en").marks


def set_quotes(blocks: Blocks, words: Words) -> Blocks:
    """Give blocks with the marks of a language; curly ones that were written stay as they are.

    English ones are set by whoever writes the blocks.
    """
    marks = words.marks
    if marks == ENGLISH:
        return blocks

    def change(node: Node) -> list[Node] | None:
        if node["t"] != "Quoted":
            return None
        kind, inlines = node["c"]
        opening, closing = marks[2:] if kind["t"] == "SingleQuote" else marks[:2]
        inside = rewrite_blocks(inlines, change)
        return [{"t": "Str", "c": opening}, *inside, {"t": "Str", "c": closing}]

    return rewrite_blocks(blocks, change)
