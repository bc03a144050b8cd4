"""Stage: the assembled book -> a folder of web pages that needs no server and asks for nothing.

The pages hold no script, and no style but their style sheets; so a site can serve them under the
strictest policy. Beside them lies `search.json`; see `excerpts`.
"""

from __future__ import annotations

import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Template

from PIL import Image

from cookbook.config import kit_folder
from cookbook.errors import CookbookError
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.languages import direction_of
from cookbook.press.matter.frontpages import contents_page
from cookbook.press.mirroring import for_language
from cookbook.press.outputs.covers import Fittings
from cookbook.press.outputs.excerpts import SEARCH_FILE, PagePicture, RecordList
from cookbook.press.outputs.linkeddata import book_data, data_block
from cookbook.press.outputs.markup import PICTURES
from cookbook.press.outputs.slots import fill_slots
from cookbook.press.outputs.webleaves import WebLeaf, page_name, write_contents, write_leaves
from cookbook.press.reading.addresses import is_safe_link
from cookbook.press.sections import AssembledBook, Section, SectionKind
from cookbook.press.themes import Theme
from cookbook.press.words import words_of

INDEX = "index.html"
COVER = "pictures/cover.jpg"


@dataclass(frozen=True)
class WebHome:
    """Where the pages of a book are at home: the address of a page about it, and its name.

    Raises CookbookError for an address that is neither a path nor on the web.
    """

    address: str
    words: str

    def __post_init__(self) -> None:
        if not is_safe_link(self.address):
            raise CookbookError(
                f'"{self.address[:80]}" is no address to which a page can lead.',
                remedy="Give a path, or an address that begins with https://.",
            )


@dataclass(frozen=True)
class WebJob:
    """What is to be written: a book, in a theme, with its fittings, and its home, if it has one.

    `cache` remembers leaves of books written before; `workers` pandocs write those that it hasn't.
    """

    book: AssembledBook
    theme: Theme
    fittings: Fittings
    home: WebHome | None = None
    cache: Cache = field(default_factory=MemoryCache)
    workers: int = 2


@dataclass(frozen=True)
class WebEdition:
    """What was written: the page of each section by its id, and the picture of the cover."""

    pages: Mapping[str, str]
    cover: PagePicture


def write_pages(job: WebJob, folder: Path) -> WebEdition:
    """Write the book as web pages: an opening page with the contents, and a page a section."""
    _lay_out(job, folder)
    sections = [each for each in job.book.sections if each.kind is not SectionKind.TITLE_PAGE]
    places = {
        identifier: page_name(section)
        for section in sections
        for identifier in section.facts.identifiers
    }
    neighbours = zip([None, *sections], [*sections[1:], None], strict=False)
    with (folder / SEARCH_FILE).open("w", encoding="utf-8") as search:
        records = RecordList(search)
        leaves = write_leaves(job.book, sections, job.cache, job.workers)
        for (section, leaf), (before, after) in zip(leaves, neighbours, strict=False):
            page = _page(job, section, leaf, places, (before, after))
            (folder / page_name(section)).write_text(page, encoding="utf-8")
            records.add(leaf.record)
        records.end()
    edition = WebEdition({each.identifier: page_name(each) for each in sections}, _cover(job))
    opening = _opening(job, sections, places, edition.cover)
    (folder / INDEX).write_text(opening, encoding="utf-8")
    return edition


def _lay_out(job: WebJob, folder: Path) -> None:
    """Put pictures, fonts and styles into the folder."""
    for name in (PICTURES, "fonts", "styles"):
        (folder / name).mkdir(parents=True)
    for picture in job.book.pictures.values():
        (folder / PICTURES / picture.screen.name).write_bytes(picture.screen.data)
    (folder / COVER).write_bytes(job.fittings.cover)
    for font in job.fittings.fonts:
        (folder / "fonts" / font.name).write_bytes(font.data)
    styles = "\n".join(for_language(path, job.book.book.language) for path in job.theme.web_styles)
    (folder / "styles" / "book.css").write_text(styles, encoding="utf-8")


def _cover(job: WebJob) -> PagePicture:
    with Image.open(io.BytesIO(job.fittings.cover)) as picture:
        width, height = picture.size
    facts = job.book.book
    return PagePicture(COVER, width, height, f"{words_of(facts).cover}: {facts.title}")


def _pointed(parts: Sequence[str], page: str, places: Mapping[str, str]) -> str:
    """Give a page's body, with links that lead to the pages where places are."""

    def address(slot: str) -> str:
        place = places.get(slot[1:], page)
        if place == page:
            return slot
        return place if place == f"{slot[1:]}.html" else f"{place}{slot}"

    return fill_slots(parts, address)


def _page(
    job: WebJob,
    section: Section,
    leaf: WebLeaf,
    places: Mapping[str, str],
    neighbours: tuple[Section | None, Section | None],
) -> str:
    book = job.book.book
    words = words_of(book)
    before, after = neighbours
    return _template("page.html").substitute(
        language=html.escape(book.language),
        direction=direction_of(book.language),
        title=html.escape(f"{section.title} – {book.title}"),
        description=_description(leaf.summary),
        data=f"{leaf.data}\n" if leaf.data else "",
        head=_head(job, INDEX),
        before=_neighbour(before, "prev", words.before),
        after=_neighbour(after, "next", words.next),
        body=_pointed(leaf.parts, page_name(section), places),
        kind=book.kind.value,
        skip=html.escape(words.skip),
        pages=html.escape(words.pages),
    )


def _description(words: str) -> str:
    return f'<meta name="description" content="{html.escape(words)}">\n' if words else ""


def _head(job: WebJob, index: str) -> str:
    """Make the line that leads out of a page: to the book's home, and to its contents."""
    title = html.escape(job.book.book.title)
    links = []
    if job.home:
        words = html.escape(job.home.words)
        links.append(f'<a class="home" href="{html.escape(job.home.address)}">{words}</a>')
    if index:
        contents = html.escape(words_of(job.book.book).contents)
        links.append(f'<a href="{index}">{contents if job.home else title}</a>')
    return f'<header class="book-head">{" ".join(links)}</header>\n' if links else ""


def _neighbour(section: Section | None, relation: str, word: str) -> str:
    if section is None:
        return ""
    title = html.escape(section.title)
    return f'<a rel="{relation}" href="{page_name(section)}"><span>{word}</span> {title}</a>'


def _opening(
    job: WebJob, sections: Sequence[Section], places: Mapping[str, str], cover: PagePicture
) -> str:
    contents = write_contents(
        contents_page(sections, "contents", words_of(job.book.book)), job.cache
    )
    facts = job.book.book
    return _template("opening.html").substitute(
        language=html.escape(facts.language),
        direction=direction_of(facts.language),
        title=html.escape(facts.title),
        subtitle=html.escape(facts.subtitle),
        about=_description(facts.description),
        description=html.escape(facts.description),
        data=f"{data_block(book_data(job.book, cover))}\n",
        head=_head(job, ""),
        cover=html.escape(cover.file),
        cover_alt=html.escape(cover.alt),
        cover_width=cover.width,
        cover_height=cover.height,
        kind=facts.kind.value,
        body=_pointed(contents, INDEX, places),
    )


@cache
def _template(name: str) -> Template:
    return Template((kit_folder() / "web" / name).read_text(encoding="utf-8"))
