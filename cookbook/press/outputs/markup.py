"""Stage: sections -> one HTML body, by pandoc; shared by the PDF and the web pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cookbook.press.pandoc import Node, write_tree
from cookbook.press.sections import Section
from cookbook.press.tree import Blocks, rewrite_blocks


def write_body(
    sections: Sequence[Section],
    *,
    picture_address: Callable[[str], str],
    prepare: Callable[[Blocks], Blocks] = lambda blocks: blocks,
    options: Sequence[str] = (),
) -> str:
    """Write sections as HTML sections, one within the other.

    `picture_address` gives the address of each vetted picture; `prepare` may change the blocks of
    a section before they are written.
    """

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Image":
            return None
        attr, inlines, (target, _title) = node["c"]
        return {"t": "Image", "c": [attr, inlines, [picture_address(target), ""]]}

    blocks: Blocks = []
    for section in sections:
        # Pictures are addressed before `prepare`, which may add pictures that aren't the book's.
        blocks += prepare(rewrite_blocks(section.tree(), change))
    html = write_tree(blocks, ["-t", "html5", "--section-divs", "--wrap=none", *options])
    # A line end inside a definition counts as a space to break at, which none was meant to be.
    return re.sub(r"<dd>\n|\n(?=</dd>)", lambda end: end[0].strip(), html.decode("utf-8"))
