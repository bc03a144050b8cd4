"""A section's HTML read a block at a time: a long index is never in memory as a whole tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Protocol, cast

from lxml import etree

CHUNK = 32_000
"""So many characters are read at once."""


class PullParser(Protocol):
    """One of lxml's pull parsers, for `start` and `end` events."""

    def feed(self, data: str) -> None:
        """Take more text."""

    def close(self) -> object:
        """Hear that there is no more."""

    def read_events(self) -> Iterator[Any]:
        """Give what was met so far."""


def read_blocks(
    html: str, parser: PullParser, *, around: str = ""
) -> Iterator[tuple[str, etree._Element | None]]:
    """Give the `section` of a piece, still without content, and then each block in it.

    With each comes the text before it; at the end comes the text behind the last, with None. What
    was given is gone when the next is. `around` is the start tag of an element to be put around it.
    """
    section: etree._Element | None = None
    last: etree._Element | None = None
    for event, node in _events(html, parser, around):
        if section is None:
            if event == "start" and etree.QName(node).localname == "section":
                section = node
                yield "", node
            continue
        is_end = event == "end" and node is section
        if is_end or (event == "end" and node.getparent() is section):
            yield _text_before(section, last), None if is_end else node
            if last is not None:
                section.remove(last)
            last = node
        if is_end:
            return


def start_tag(element: etree._Element, method: Literal["xml", "html"]) -> str:
    """Write an element's start tag."""
    bare = element.makeelement(element.tag, nsmap=cast("dict[str, str]", element.nsmap))
    for name, value in element.items():
        bare.set(name, value)
    bare.text = ""
    return etree.tostring(bare, encoding="unicode", method=method).rpartition("</")[0]


def _text_before(section: etree._Element, last: etree._Element | None) -> str:
    return (section.text if last is None else last.tail) or ""


def _events(html: str, parser: PullParser, around: str) -> Iterator[tuple[str, etree._Element]]:
    if around:
        parser.feed(around)
    for start in range(0, len(html), CHUNK):
        parser.feed(html[start : start + CHUNK])
        yield from parser.read_events()
    if around:
        parser.feed(f"</{around[1:].split(' ', maxsplit=1)[0].rstrip('>')}>")
    parser.close()
    yield from parser.read_events()
