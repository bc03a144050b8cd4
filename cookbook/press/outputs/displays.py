"""Stage: displayed formulas in paragraphs -> set apart; only a paragraph's start is indented.

Markdown has a display in the middle of a paragraph's words. On the page it stands between two
blocks of text, and the second of them goes on: it is no new paragraph, and gets no indent.
"""

from __future__ import annotations

from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, Inlines, classes_of, div, para, plain, rewrite_blocks

DISPLAY_CLASSES = frozenset({"display-formula", "equation"})
BLANKS = frozenset({"Space", "SoftBreak", "LineBreak"})


def set_displays_apart(blocks: Blocks) -> Blocks:
    """Part every paragraph that holds displays into text, displays, and text that goes on."""
    return rewrite_blocks(blocks, _parted)


def _parted(node: Node) -> Node | None:
    if node["t"] != "Para" or not any(_is_display(each) for each in node["c"]):
        return None
    parts: Blocks = []
    words: Inlines = []
    for each in node["c"]:
        if _is_display(each):
            held = _flush(words, parts)
            parts.append(div([plain([*held, each])], "display"))
        else:
            words.append(each)
    parts.extend(_text(words, parts))
    return div(parts, "with-display")


def _flush(words: Inlines, parts: Blocks) -> Inlines:
    """Put the text so far among the parts; what has no words, such as a mark, is given back."""
    kept = [each for each in words if each["t"] == "Span" and not each["c"][1]]
    text = _text(words, parts)
    parts.extend(text)
    words.clear()
    return [] if text else kept


def _text(words: Inlines, parts: Blocks) -> Blocks:
    trimmed = _trimmed(words)
    if all(each["t"] == "Span" and not each["c"][1] for each in trimmed):
        return []
    return [div([para(trimmed)], "goes-on") if parts else para(trimmed)]


def _trimmed(words: Inlines) -> Inlines:
    start, end = 0, len(words)
    while start < end and words[start]["t"] in BLANKS:
        start += 1
    while end > start and words[end - 1]["t"] in BLANKS:
        end -= 1
    return words[start:end]


def _is_display(node: Node) -> bool:
    if node["t"] not in ("Image", "Span", "Code"):
        return False
    return not DISPLAY_CLASSES.isdisjoint(classes_of(node))
