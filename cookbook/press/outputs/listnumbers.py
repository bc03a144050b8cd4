"""Stage: lists that don't begin with one -> lists that WeasyPrint counts from where they begin.

It knows no `start` of a list (HTML, 4.4.5), but counters (CSS Lists 3, 4.2).
"""

from __future__ import annotations

from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, div, rewrite_blocks

BEGUN = "begun"
"""The class of what stands around such a list: styles let it count on from there."""


def keep_numbers(blocks: Blocks) -> Blocks:
    """Have every list begin with its number."""
    return rewrite_blocks(blocks, _begun)


def _begun(node: Node) -> Node | None:
    if node["t"] != "OrderedList" or node["c"][0][0] == 1:
        return None
    return div([node], BEGUN, style=f"counter-reset: list-item {node['c'][0][0] - 1}")
