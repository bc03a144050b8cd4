"""Long lists, cut into runs of a few pages: contents and indexes grow with the book, no job may.

A page that begins with a new item looks the same whatever came before it. So a list is set run by
run: of each run the last page is left, and the next run begins with the item that began it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)\b([^>]*?)(/?)>")
VOID = frozenset({"br", "img", "hr", "wbr", "col", "input", "meta", "link"})
MARK = re.compile(r'\bid="pm-[^"]*"')
IDENTIFIER = re.compile(r'\s*\bid="[^"]*"')
ITEM = "item-"
"""What the ids of items begin with while a run is set."""
RUN_CHARACTERS = 7_000
"""How much text a run has: some pages."""
SHORT = 1.5
"""A list of no more than so many runs is set at once."""
KEPT_BACK = 6
"""So many items of a list stand behind the page where a run ends, as styles look ahead."""


@dataclass(frozen=True)
class _Item:
    """An item: where it begins in the HTML, the tags open there, and the text before it."""

    start: int
    tag_end: int
    open_tags: tuple[str, ...]
    text: int


@dataclass
class Scroll:
    """A section's HTML and its items, at each of which a page may begin.

    `names` are the ids of items that have some; the others get numbers. `kept_back` is how many
    items stand behind the page where a run ends, as styles look ahead.
    """

    html: str
    items: list[_Item] = field(default_factory=list)
    text: int = 0
    names: list[str] = field(default_factory=list)
    kept_back: int = KEPT_BACK

    @property
    def is_long(self) -> bool:
        """Tell whether it is to be set in runs."""
        return self.text > SHORT * RUN_CHARACTERS and len(self.items) > self.kept_back

    def end_of(self, start: int, factor: int = 1) -> int:
        """Give the item before which the run from `start` may end; len(items) for the end."""
        limit = self.items[start].text + factor * RUN_CHARACTERS
        for number in range(start + 1, len(self.items)):
            if self.items[number].text >= limit:
                rest = self.text - self.items[number].text
                return number if rest > RUN_CHARACTERS / 4 else len(self.items)
        return len(self.items)

    def run(self, start: int, end: int) -> tuple[str, list[str]]:
        """Give the HTML of a run, and the ids of the marks in it, which stand in it as numbers.

        A run that isn't the first one continues the elements in which its first item stands.
        """
        opened = self.items[start].open_tags if start else ()
        begun = self.items[start].start if start else 0
        done = self.items[end].start if end < len(self.items) else len(self.html)
        left_open = self.items[end].open_tags if end < len(self.items) else ()
        body = self._numbered(start, end, begun, done)
        marks: list[str] = []

        def number(match: re.Match[str]) -> str:
            marks.append(match[0][4:-1])
            return f'id="pm-run-{len(marks)}"'

        body = MARK.sub(number, body)
        head = "".join(IDENTIFIER.sub("", tag) for tag in opened[1:])
        tail = "".join(f"</{_name(tag)}>" for tag in reversed(left_open))
        outer = opened[0] if opened else ""
        return f"{outer}{head}{body}{tail}", marks

    def _numbered(self, start: int, end: int, begun: int, done: int) -> str:
        """Give a part of the HTML with a number on each of its items, if they have no names."""
        if self.names:
            return self.html[begun:done]
        parts, position = [], begun
        for number in range(start, end):
            cut = self.items[number].tag_end
            parts += [self.html[position:cut], f' id="{ITEM}{number - start}"']
            position = cut
        return "".join([*parts, self.html[position:done]])


def row_of(pieces: Sequence[tuple[str, str]]) -> Scroll:
    """Make one of sections that run on: the id and the HTML of each."""
    scroll = Scroll("", kept_back=1)
    for name, html in pieces:
        scroll.items.append(_Item(len(scroll.html), len(scroll.html), (), scroll.text))
        scroll.names.append(name)
        scroll.html += html
        scroll.text += len(TAG.sub("", html))
    return scroll


def unroll(html: str) -> Scroll:
    """Find the items of a section's HTML: those of lists, and the groups of an index."""
    scroll = Scroll(html)
    stack: list[str] = []
    position = 0
    for tag in TAG.finditer(html):
        scroll.text += len(html[position : tag.start()].strip())
        position = tag.end()
        closing, name, attributes, ended = tag.groups()
        if closing:
            stack.pop()
            continue
        if _is_item(name, attributes):
            end = tag.end() - 1
            scroll.items.append(_Item(tag.start(), end, tuple(stack), scroll.text))
        if name not in VOID and not ended:
            stack.append(tag[0])
    return scroll


def _is_item(name: str, attributes: str) -> bool:
    if " id=" in attributes:
        return False
    return name in ("li", "dt") or (name == "section" and "index-group" in attributes)


def _name(tag: str) -> str:
    found = TAG.match(tag)
    return found[2] if found else "div"
