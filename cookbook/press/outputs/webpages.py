"""Stage: the assembled book -> a folder of web pages that needs no server and asks for nothing."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from lxml import etree
from lxml import html as lxml_html

from cookbook.config import kit_folder
from cookbook.press.matter.frontpages import contents_page
from cookbook.press.outputs.covers import Fittings
from cookbook.press.outputs.markup import write_body
from cookbook.press.outputs.pagemarks import without_marks
from cookbook.press.sections import AssembledBook, Section, SectionKind
from cookbook.press.themes import Theme

INDEX = "index.html"


@dataclass(frozen=True)
class Page:
    """A page: its file name, its section, and its body as HTML."""

    name: str
    section: Section
    body: lxml_html.HtmlElement


def write_pages(book: AssembledBook, theme: Theme, fittings: Fittings, folder: Path) -> None:
    """Write the book as web pages: an opening page with the contents, and a page a section."""
    (folder / "pictures").mkdir(parents=True)
    (folder / "fonts").mkdir()
    (folder / "styles").mkdir()
    for picture in book.pictures.values():
        (folder / "pictures" / picture.screen.name).write_bytes(picture.screen.data)
    (folder / "pictures" / "cover.jpg").write_bytes(fittings.cover)
    for font in fittings.fonts:
        (folder / "fonts" / font.name).write_bytes(font.data)
    styles = "\n".join(path.read_text(encoding="utf-8") for path in theme.web_styles)
    (folder / "styles" / "book.css").write_text(styles, encoding="utf-8")
    pages = _pages(book)
    places = _places(pages)
    for page in pages:
        _point_links(page, places)
    for number, page in enumerate(pages):
        before = pages[number - 1] if number else None
        after = pages[number + 1] if number + 1 < len(pages) else None
        (folder / page.name).write_text(_shell(book, page, before, after), encoding="utf-8")
    (folder / INDEX).write_text(_opening(book, pages, places), encoding="utf-8")


def _pages(book: AssembledBook) -> list[Page]:
    sections = [each for each in book.sections if each.kind is not SectionKind.TITLE_PAGE]

    def address(path: str) -> str:
        return f"pictures/{book.pictures[path].screen.name}"

    body = write_body(
        sections, picture_address=address, prepare=without_marks, options=["--mathml"]
    )
    root = _parsed(body)
    found = {node.get("id"): node for node in root.iter("section")}
    pages = [
        Page(f"{section.identifier}.html", section, found[section.identifier])
        for section in sections
    ]
    for page in pages:
        parent = page.body.getparent()
        if parent is not None:
            parent.remove(page.body)
    _hand_out_notes(root, pages)
    return pages


def _hand_out_notes(root: lxml_html.HtmlElement, pages: Sequence[Page]) -> None:
    """Put each footnote, which pandoc writes behind the last section, under the page of its call.

    Notes are numbered by page.
    """
    notes = {f"#{note.get('id')}": note for note in root.iterfind("section[@id='footnotes']/ol/li")}
    for page in pages:
        calls = [each for each in page.body.iter("a") if each.get("href") in notes]
        if not calls:
            continue
        place = etree.SubElement(page.body, "section", {"class": "footnotes"}, role="doc-endnotes")
        etree.SubElement(place, "hr")
        listed = etree.SubElement(place, "ol")
        for number, call in enumerate(calls, start=1):
            listed.append(notes[call.get("href") or ""])
            for shown in call.iter("sup"):
                shown.text = str(number)


def _parsed(body: str) -> lxml_html.HtmlElement:
    # Without huge_tree, what is nested deeper than 256 elements, as a formula may be, is dropped.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    return lxml_html.fragment_fromstring(body, create_parent="div", parser=parser)


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


def _shell(book: AssembledBook, page: Page, before: Page | None, after: Page | None) -> str:
    template = Template((kit_folder() / "web" / "page.html").read_text(encoding="utf-8"))
    return template.substitute(
        language=html.escape(book.book.language),
        title=html.escape(f"{page.section.title} – {book.book.title}"),
        book=html.escape(book.book.title),
        before=_neighbour(before, "prev", "Before"),
        after=_neighbour(after, "next", "Next"),
        body=etree.tostring(page.body, encoding="unicode", method="html"),
        kind=book.book.kind.value,
    )


def _neighbour(page: Page | None, relation: str, word: str) -> str:
    if page is None:
        return ""
    title = html.escape(page.section.title)
    return f'<a rel="{relation}" href="{page.name}"><span>{word}</span> {title}</a>'


def _opening(book: AssembledBook, pages: Sequence[Page], places: Mapping[str, str]) -> str:
    contents = contents_page([page.section for page in pages], "contents")
    root = _parsed(write_body([contents], picture_address=str))
    holder = Page(INDEX, contents, root)
    _point_links(holder, places)
    facts = book.book
    template = Template((kit_folder() / "web" / "opening.html").read_text(encoding="utf-8"))
    return template.substitute(
        language=html.escape(facts.language),
        title=html.escape(facts.title),
        subtitle=html.escape(facts.subtitle),
        description=html.escape(facts.description),
        cover_alt=html.escape(f"Cover of {facts.title}"),
        kind=facts.kind.value,
        body="".join(etree.tostring(node, encoding="unicode", method="html") for node in root),
    )
