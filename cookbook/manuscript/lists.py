"""The list items among some lines of Markdown, and the prose between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cookbook.manuscript.blocks import Line, trim_blank_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Markdown takes the text behind a marker for code where the gap is wider than this.
WIDEST_GAP = 4


@dataclass(frozen=True)
class Block:
    """Lines that belong together: an item with its `marker`, or prose, whose marker is ""."""

    marker: str
    lines: tuple[Line, ...]


def read_items(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Give marker and text of each list item, and of the prose between two items "" and its text.

    An item's text is free of the indentation that its lines share. Items and prose that say nothing
    are left out, and prose is never followed by prose.
    """
    prose: list[str] = []
    for block in _blocks(lines):
        text = _item_text(block) if block.marker else _prose_text(block)
        if text and not block.marker:
            prose.append(text)
        elif text:
            yield from _joined(prose)
            prose.clear()
            yield block.marker, text
    yield from _joined(prose)


def indent_item(marker: str, text: str) -> str:
    """Write a list item: its marker, and its further lines indented to stand below its text."""
    first, *rest = text.split("\n")
    gap = " " * (len(marker) + 1)
    return "\n".join(
        [f"{marker} {first}", *(f"{gap}{line}" if line.strip() else "" for line in rest)]
    )


def _joined(prose: list[str]) -> Iterator[tuple[str, str]]:
    if prose:
        yield "", "\n\n".join(prose)


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Part lines where an item starts or ends."""
    marker = ""
    # Lines with fewer spaces than this don't belong to the item above them.
    inside = 0
    block: list[Line] = []
    before = Line("", code=False)
    for line in lines:
        outside = not marker or line.indent < inside
        item = line.list_item() if outside else None
        if item:
            yield Block(marker, tuple(block))
            marker, inside, block = item[0], min(line.indent + 2, 4), [line]
        elif marker and outside and _ends_list(line, before):
            yield Block(marker, tuple(block))
            # With more than one space before it, it would be read as a part of the item.
            marker, block = "", [replace(line, text=line.text[max(line.indent - 1, 0) :])]
        else:
            block.append(line)
        before = line
    yield Block(marker, tuple(block))


def _ends_list(line: Line, before: Line) -> bool:
    """Tell whether a line ends a list; what follows an item without a gap goes on with it."""
    if line.code:
        return line.opens
    return (before.blank and not line.blank) or line.heading() is not None


def _prose_text(block: Block) -> str:
    return trim_blank_lines("\n".join(line.text for line in block.lines))


def _item_text(block: Block) -> str:
    first, *rest = block.lines
    start = first.indent + len(block.marker)
    text = first.text[start:]
    indents = [line.indent for line in rest if not line.blank and line.indent >= first.indent + 2]
    if text.strip():
        indents.append(start + _gap(text))
    shared = min(indents, default=start + 1)
    lines = ("" if line.blank else line.text[min(line.indent, shared) :] for line in rest)
    return "\n".join([text, *lines]).strip()


def _gap(text: str) -> int:
    """Count the columns between a marker and the words behind it; a tab counts as one."""
    gap = len(text) - len(text.lstrip())
    return gap if gap <= WIDEST_GAP else 1
