"""Stage: a section's HTML -> its leaf among the web pages: a page's body, and what is said of it.

A leaf depends on its section, its entry, and a few facts of the book. Where links lead, only the
whole book knows: there it has slots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from html import escape

from lxml import etree
from lxml import html as lxml_html

from cookbook.press.caching import Cache, cache_key
from cookbook.press.notation import decode, encode
from cookbook.press.outputs.blockwise import Events, read_blocks, start_tag
from cookbook.press.outputs.excerpts import read_excerpt, search_record, write_record
from cookbook.press.outputs.linkeddata import data_block, entry_data
from cookbook.press.outputs.markup import (
    PICTURES,
    MarkupStyle,
    Piece,
    reflowable,
    write_sections,
)
from cookbook.press.outputs.pagemarks import MARK_CLASS
from cookbook.press.outputs.pieces import END
from cookbook.press.outputs.reusing import kept_or_made
from cookbook.press.outputs.slots import LINK, cut_at_slots
from cookbook.press.outputs.webmarkup import parse_body, raise_headings, suit_for_web, write_element
from cookbook.press.sections import AssembledBook, Section
from cookbook.press.words import words_of

_SLOTS = re.compile(LINK)


@dataclass(frozen=True)
class WebLeaf:
    """What a section's page has of it: `parts` are its body, with slots for addresses in the book.

    `summary`, `data` (a block of linked data) and `record` (for the search) are "" where the
    section is no entry.
    """

    parts: tuple[str, ...]
    summary: str = ""
    data: str = ""
    record: str = ""


def page_name(section: Section) -> str:
    """Give the name of a section's page."""
    return f"{section.identifier}.html"


def write_leaves(
    book: AssembledBook, sections: Sequence[Section], cache: Cache, workers: int
) -> Iterator[tuple[Section, WebLeaf]]:
    """Give the leaf of every section in order: kept, or made now."""
    style = reflowable(book)
    words = words_of(book.book)
    facts = (book.book.title, book.book.language, book.book.licence, words.digest)

    def key(section: Section) -> str:
        entry = repr(book.entries.get(section.entry))
        about = (section.entry, entry, *section.authors, *facts) if section.entry else ()
        return cache_key("web leaf", style.key(section), *about)

    def make(wanted: Sequence[Section]) -> Iterator[bytes]:
        for piece in write_sections(wanted, style, cache, workers):
            written = asdict(make_leaf(book, piece))
            yield encode(written)

    for section, data in kept_or_made(sections, key, cache, make):
        kept = decode(data)
        yield section, WebLeaf(**{**kept, "parts": tuple(kept["parts"])})


def make_leaf(book: AssembledBook, piece: Piece) -> WebLeaf:
    """Make the leaf of a section of a book."""
    section, html = piece
    parts = _body(book, section, html)
    if not section.entry:
        return WebLeaf(parts)
    said = read_excerpt(section)
    data = entry_data(book, section, said, page_name(section))
    record = search_record(book, section, said, page_name(section))
    return WebLeaf(parts, said.summary, data_block(data) if data else "", write_record(record))


def write_contents(contents: Section, cache: Cache) -> tuple[str, ...]:
    """Give the contents as the opening page shows them, under its own heading; with slots."""
    ((_section, html),) = write_sections([contents], MarkupStyle("contents"), cache)
    root = parse_body(html)
    raise_headings(root, contents.level - 1)
    return cut_at_slots("".join(write_element(each) for each in root), _SLOTS)


def _body(book: AssembledBook, section: Section, html: str) -> tuple[str, ...]:
    blocks = read_blocks(html, _html_parser)
    _, element = next(blocks)
    texts = [start_tag(element, "html")] if element is not None else []
    shown = (book.pictures[name].screen for name, _alternative in section.facts.images)
    sizes = {f"{PICTURES}/{each.name}": (each.width, each.height) for each in shown}
    for text, block in blocks:
        texts.append(escape(text, quote=False))
        if block is not None:
            texts.append(_suited(block, section.level, sizes, words_of(book.book).table))
    return cut_at_slots("".join([*texts, END]), _SLOTS)


def _html_parser(events: Events) -> etree.HTMLPullParser:
    parser = etree.HTMLPullParser(events, huge_tree=True)
    parser.set_element_class_lookup(lxml_html.HtmlElementClassLookup())
    return parser


def _suited(
    block: lxml_html.HtmlElement, level: int, sizes: Mapping[str, tuple[int, int]], table: str
) -> str:
    """Write a block of a section of this level as its page has it; pictures have these sizes.

    A table is called `table`.
    """
    # What is in a frame may be taken away, or put into a box.
    frame = lxml_html.Element("div")
    frame.append(deepcopy(block))
    frame[0].tail = None
    for mark in frame.find_class(MARK_CLASS):
        mark.drop_tree()
    raise_headings(frame, level)
    suit_for_web(frame, table)
    for picture in frame.iter("img"):
        width, height = sizes[picture.get("src") or ""]
        picture.set("width", str(width))
        picture.set("height", str(height))
    return "".join(write_element(each) for each in frame)
