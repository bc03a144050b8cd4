"""Stage: footnotes -> text that can stand in a line, as the PDF's page layout wants them."""

from __future__ import annotations

from cookbook.press.limits import is_too_long
from cookbook.press.pandoc import Node
from cookbook.press.tree import (
    LINE_BREAK,
    Blocks,
    Inlines,
    classes_of,
    div,
    plain,
    plain_text,
    rewrite_blocks,
    span,
    text,
)

LONG_NOTE, LONG_NOTE_CALL = "long-note", "long-note-call"
SIGNS = ("†", "‡", "§", "¶")


def place_footnotes(blocks: Blocks) -> Blocks:
    """Turn every note into an inline of class footnote, which the styles set at the page's foot.

    One that is too long for that becomes a block below its paragraph, with a sign of its own.
    """
    return rewrite_blocks(blocks, _change)


def _change(node: Node) -> Node | list[Node] | None:
    if node["t"] == "Note":
        kind = LONG_NOTE if is_too_long(node["c"]) else "footnote"
        return {"t": "Span", "c": [["", [kind], []], in_line(node["c"])]}
    if node["t"] in ("Para", "Plain") and any(_is_long(each) for each in node["c"]):
        return _with_notes_below(node)
    return None


def _is_long(node: Node) -> bool:
    return node["t"] == "Span" and LONG_NOTE in classes_of(node)


def _with_notes_below(node: Node) -> Blocks:
    words: Inlines = []
    notes: Blocks = []
    for each in node["c"]:
        if _is_long(each):
            sign = text(SIGNS[len(notes) % len(SIGNS)])
            words.append(span(sign, LONG_NOTE_CALL))
            notes.append(div([plain([span(sign, LONG_NOTE_CALL), *each["c"][1]])], LONG_NOTE))
        else:
            words.append(each)
    return [{"t": node["t"], "c": words}, *notes]


def in_line(blocks: Blocks) -> Inlines:
    """Write blocks as inlines with line breaks between them; no word is lost."""
    inlines: Inlines = []
    for block in blocks:
        written = _block(block)
        if written and inlines:
            inlines.append(LINE_BREAK)
        inlines += written
    return inlines


def _block(block: Node) -> Inlines:
    kind, content = block["t"], block.get("c")
    if kind in ("Para", "Plain"):
        return list(content or [])
    if kind == "CodeBlock" and content:
        return _code(content[1])
    if kind in ("BulletList", "OrderedList") and content:
        items = content if kind == "BulletList" else content[1]
        return _list(items, numbered=kind == "OrderedList")
    if kind in ("Div", "BlockQuote") and content:
        return in_line(content[1] if kind == "Div" else content)
    return text(plain_text([block]))


def _code(source: str) -> Inlines:
    inlines: Inlines = []
    for line in source.split("\n"):
        inlines += [*([LINE_BREAK] if inlines else []), {"t": "Code", "c": [["", [], []], line]}]
    return inlines


def _list(items: list[Blocks], *, numbered: bool) -> Inlines:
    inlines: Inlines = []
    for number, item in enumerate(items, start=1):
        mark = f"{number}." if numbered else "•"
        inlines += [*([LINE_BREAK] if inlines else []), *text(mark), {"t": "Space"}]
        inlines += in_line(item)
    return inlines
