"""Where the pages of a run end: before a page that begins with a new item of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cookbook.press.typesetting.runs import ITEM

NEAR_PIXELS = 2.0
FIRST_COLUMN = 0.25
"""What begins a page stands within so much of its width; what begins a second column doesn't."""

Numbered = list[tuple[int, Any]]


def number_items(pages: Numbered, names: Sequence[str]) -> None:
    """Give items that have names of their own the numbers by which they are found."""
    for _, page in pages:
        for number, name in enumerate(names):
            if name in page.anchors:
                page.anchors[f"{ITEM}{number}"] = page.anchors[name]


def where_to_cut(pages: Numbered, items: int, kept_back: int) -> tuple[int | None, Numbered]:
    """Give the item that begins the last page to be left out, and the pages before that page.

    `items` is how many the run has, `kept_back` how many of them stay behind that page at least.
    None where no page but the first begins with an item.
    """
    seen: set[int] = set()
    begun: list[int | None] = []
    for _, page in pages:
        here = _items(page)
        new = min((item for item in here if item not in seen), default=None)
        begun.append(new if new is not None and _stands_first(page, new) else None)
        seen.update(here)
    for place in range(len(pages) - 1, 0, -1):
        item = begun[place]
        if item is not None and items - item >= kept_back:
            return item, pages[:place]
    return None, pages


def drop_items(pages: Numbered) -> None:
    """Take the ids of items out of the anchors of pages."""
    for _, page in pages:
        for item in _items(page):
            del page.anchors[f"{ITEM}{item}"]


def _items(page: Any) -> Sequence[int]:  # noqa: ANN401 -- WeasyPrint has no types
    return [int(name[len(ITEM) :]) for name in page.anchors if name.startswith(ITEM)]


def _stands_first(page: Any, item: int) -> bool:  # noqa: ANN401 -- likewise
    """Tell whether an item stands where the text of its page begins."""
    box = page._page_box  # noqa: SLF001 -- nothing public has it
    x, y = page.anchors[f"{ITEM}{item}"][:2]
    is_left = x - box.content_box_x() < FIRST_COLUMN * box.width
    return bool(is_left and y - box.content_box_y() < NEAR_PIXELS)
