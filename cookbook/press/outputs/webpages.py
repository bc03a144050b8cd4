"""Stage: the assembled book -> a folder of web pages that needs no server and asks for nothing.

The pages hold no script, and no style but their style sheets; so a site can serve them under the
strictest policy. Beside them lies `search.json`; see `excerpts`.
"""

from __future__ import annotations

import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from lxml import etree
from lxml import html as lxml_html
from PIL import Image

from cookbook.config import kit_folder
from cookbook.errors import CookbookError
from cookbook.press.matter.frontpages import contents_page
from cookbook.press.outputs.covers import Fittings
from cookbook.press.outputs.excerpts import SEARCH_FILE, PagePicture, summary_of, write_records
from cookbook.press.outputs.linkeddata import book_data, data_block, entry_data
from cookbook.press.outputs.markup import write_body
from cookbook.press.outputs.pagemarks import without_marks
from cookbook.press.outputs.webmarkup import (
    parse_body,
    raise_headings,
    suit_for_web,
    write_element,
)
from cookbook.press.reading.addresses import is_safe_link
from cookbook.press.sections import AssembledBook, Section, SectionKind
from cookbook.press.themes import Theme

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
    """What is to be written: a book, in a theme, with its fittings, and its home, if it has one."""

    book: AssembledBook
    theme: Theme
    fittings: Fittings
    home: WebHome | None = None


@dataclass(frozen=True)
class WebEdition:
    """What was written: the page of each section by its id, and the picture of the cover."""

    pages: Mapping[str, str]
    cover: PagePicture


@dataclass(frozen=True)
class Page:
    """A page: its file name, its section, and its body as HTML."""

    name: str
    section: Section
    body: lxml_html.HtmlElement


def write_pages(job: WebJob, folder: Path) -> WebEdition:
    """Write the book as web pages: an opening page with the contents, and a page a section."""
    book = job.book
    _lay_out(job, folder)
    pages = _pages(book)
    places = _places(pages)
    for page in pages:
        _point_links(page, places)
    for number, page in enumerate(pages):
        before = pages[number - 1] if number else None
        after = pages[number + 1] if number + 1 < len(pages) else None
        (folder / page.name).write_text(_shell(job, page, before, after), encoding="utf-8")
    edition = WebEdition({page.section.identifier: page.name for page in pages}, _cover(job))
    (folder / INDEX).write_text(_opening(job, pages, places, edition.cover), encoding="utf-8")
    by_entry = {page.section.entry: page.name for page in pages if page.section.entry}
    (folder / SEARCH_FILE).write_text(write_records(book, by_entry), encoding="utf-8")
    return edition


def _lay_out(job: WebJob, folder: Path) -> None:
    """Put pictures, fonts and styles into the folder."""
    for name in ("pictures", "fonts", "styles"):
        (folder / name).mkdir(parents=True)
    for picture in job.book.pictures.values():
        (folder / "pictures" / picture.screen.name).write_bytes(picture.screen.data)
    (folder / COVER).write_bytes(job.fittings.cover)
    for font in job.fittings.fonts:
        (folder / "fonts" / font.name).write_bytes(font.data)
    styles = "\n".join(path.read_text(encoding="utf-8") for path in job.theme.web_styles)
    (folder / "styles" / "book.css").write_text(styles, encoding="utf-8")


def _cover(job: WebJob) -> PagePicture:
    with Image.open(io.BytesIO(job.fittings.cover)) as picture:
        width, height = picture.size
    return PagePicture(COVER, width, height, f"Cover of {job.book.book.title}")


def _pages(book: AssembledBook) -> list[Page]:
    sections = [each for each in book.sections if each.kind is not SectionKind.TITLE_PAGE]

    def address(path: str) -> str:
        return f"pictures/{book.pictures[path].screen.name}"

    body = write_body(
        sections, picture_address=address, prepare=without_marks, options=["--mathml"]
    )
    root = parse_body(body)
    found = {node.get("id"): node for node in root.iter("section")}
    pages = [
        Page(f"{section.identifier}.html", section, found[section.identifier])
        for section in sections
    ]
    for page in pages:
        parent = page.body.getparent()
        if parent is not None:
            parent.remove(page.body)
    sizes = {each.screen.name: each.screen for each in book.pictures.values()}
    for page in pages:
        raise_headings(page.body, page.section.level)
        suit_for_web(page.body)
        for picture in page.body.iter("img"):
            size = sizes[(picture.get("src") or "").removeprefix("pictures/")]
            picture.set("width", str(size.width))
            picture.set("height", str(size.height))
    return pages


def _places(pages: Sequence[Page]) -> Mapping[str, str]:
    """Map every id to the page that holds it."""
    return {
        node.get("id"): page.name for page in pages for node in page.body.iter() if node.get("id")
    }


def _point_links(page: Page, places: Mapping[str, str]) -> None:
    for node in page.body.iter("a"):
        target = node.get("href") or ""
        place = places.get(target[1:]) if target.startswith("#") else None
        if place is not None and place != page.name:
            is_whole_page = f"{target[1:]}.html" == place
            node.set("href", place if is_whole_page else f"{place}{target}")


def _shell(job: WebJob, page: Page, before: Page | None, after: Page | None) -> str:
    book = job.book
    data = entry_data(book, page.section, page.name)
    return _template("page.html").substitute(
        language=html.escape(book.book.language),
        title=html.escape(f"{page.section.title} – {book.book.title}"),
        description=_description(summary_of(page.section) if page.section.entry else ""),
        data=f"{data_block(data)}\n" if data else "",
        head=_head(job, INDEX),
        before=_neighbour(before, "prev", "Before"),
        after=_neighbour(after, "next", "Next"),
        body=write_element(page.body),
        kind=book.book.kind.value,
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
        links.append(f'<a href="{index}">{"Contents" if job.home else title}</a>')
    return f'<header class="book-head">{" ".join(links)}</header>\n' if links else ""


def _neighbour(page: Page | None, relation: str, word: str) -> str:
    if page is None:
        return ""
    title = html.escape(page.section.title)
    return f'<a rel="{relation}" href="{page.name}"><span>{word}</span> {title}</a>'


def _opening(
    job: WebJob, pages: Sequence[Page], places: Mapping[str, str], cover: PagePicture
) -> str:
    contents = contents_page([page.section for page in pages], "contents")
    root = parse_body(write_body([contents], picture_address=str))
    raise_headings(root, contents.level - 1)
    _point_links(Page(INDEX, contents, root), places)
    facts = job.book.book
    return _template("opening.html").substitute(
        language=html.escape(facts.language),
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
        body="".join(etree.tostring(node, encoding="unicode", method="html") for node in root),
    )


def _template(name: str) -> Template:
    return Template((kit_folder() / "web" / name).read_text(encoding="utf-8"))
