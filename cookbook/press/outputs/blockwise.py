"""A section's HTML read a block at a time: a long index is never in memory as a whole tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Literal, Protocol, cast

from lxml import etree

CHUNK = 32_000
"""So many characters are read at once; a piece that isn't longer is read as a whole."""


class PullParser(Protocol):
    """One of lxml's pull parsers, for `start` and `end` events."""

    def feed(self, data: str) -> None:
        """Take more text."""

    def close(self) -> Any:  # noqa: ANN401 -- lxml's parsers say so
        """Hear that there is no more; give the root."""

    def read_events(self) -> Iterator[Any]:
        """Give what was met so far."""


Events = tuple[Literal["start", "end"], ...]


def read_blocks(
    html: str, open_parser: Callable[[Events], PullParser], *, around: str = ""
) -> Iterator[tuple[str, etree._Element | None]]:
    """Give the `section` of a piece, for its start tag alone, and then the blocks in it.

    With each block comes the text before it; at the end comes the text behind the last, with None.
    What was given is gone when the next is. `open_parser` gives a parser for the events that it is
    asked for; `around` is the start tag of an element to be put around the piece.
    """
    end = f"</{around[1:].split(' ', maxsplit=1)[0].rstrip('>')}>" if around else ""
    if len(html) <= CHUNK:
        return _blocks_of(open_parser(()), f"{around}{html}{end}")
    parts = (html[start : start + CHUNK] for start in range(0, len(html), CHUNK))
    return _met_blocks(_events(open_parser(("start", "end")), chain([around], parts, [end])))


def _blocks_of(parser: PullParser, html: str) -> Iterator[tuple[str, etree._Element | None]]:
    """Read a piece as a whole: its parser needn't stop at every element."""
    parser.feed(html)
    section = next(parser.close().iter("{*}section"), None)
    if section is None:
        return
    yield "", section
    last: etree._Element | None = None
    for block in section.iterchildren("*"):
        yield _text_before(section, last), block
        last = block
    yield _text_before(section, last), None


def _met_blocks(
    events: Iterable[tuple[str, etree._Element]],
) -> Iterator[tuple[str, etree._Element | None]]:
    """Give the blocks as a parser meets them, and forget each."""
    section: etree._Element | None = None
    last: etree._Element | None = None
    for event, node in events:
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


def _events(parser: PullParser, parts: Iterable[str]) -> Iterator[tuple[str, etree._Element]]:
    for part in parts:
        parser.feed(part)
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()
