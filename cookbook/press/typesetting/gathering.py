"""Stage (in a worker): one signature's HTML -> its sheet set, by WeasyPrint.

A sheet set has two parts: facts, which all of a book's fit into memory, and sheets, which are read
when the book is written. Neither holds a folio, a side or a total.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import weasyprint
import weasyprint.pdf
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from cookbook.press.notation import encode
from cookbook.press.tagging.structure import tagging
from cookbook.press.typesetting.collecting import sheets_of
from cookbook.press.typesetting.cutting import drop_items, number_items, where_to_cut
from cookbook.press.typesetting.fontfacts import font_facts
from cookbook.press.typesetting.hooks import drawing
from cookbook.press.typesetting.relocating import joined, number_of

PDF_OPTIONS = {**weasyprint.DEFAULT_OPTIONS, "pdf_variant": "pdf/ua-1", "pdf_tags": True}
UNTAGGED = {**weasyprint.DEFAULT_OPTIONS, "pdf_variant": None, "pdf_tags": False}
"""How pages are written, and how those are that nobody reads but a program that draws them."""
POINTS = 0.75
"""Points in a CSS pixel."""
MARK = "pm-"
SIDES = ("left", "right", "recto", "verso")


class SheetDocument(Document):  # type: ignore[misc]  # WeasyPrint has no types
    """A document that remembers the context of its layout."""

    context: Any = None

    @classmethod
    def _build_layout_context(cls, *arguments: Any) -> Any:  # noqa: ANN401 -- WeasyPrint's own
        cls.context = super()._build_layout_context(*arguments)
        return cls.context


@dataclass(frozen=True)
class Galley:
    """What a worker needs to lay out: HTML and the address it has, styles, a fetcher, and fonts."""

    html: str
    base: str
    styles: list[weasyprint.CSS]
    fetcher: URLFetcher
    fonts: FontConfiguration
    images: dict[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=lambda: PDF_OPTIONS)


def lay_out(galley: Galley) -> tuple[Document, Any]:
    """Lay a galley out; give the document and the context of its layout."""
    source = weasyprint.HTML(
        string=galley.html, base_url=galley.base, url_fetcher=galley.fetcher, media_type="print"
    )
    options = {**galley.options, "stylesheets": galley.styles, "cache": galley.images}
    document = SheetDocument._render(source, galley.fonts, CounterStyle(), {}, options)  # noqa: SLF001 -- the public way parses all styles anew each time
    context, SheetDocument.context = SheetDocument.context, None
    return document, context


def gather(galley: Galley, run: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], bytes]:
    """Lay a signature out; give its facts and its sheets.

    `run` says that it is part of a long list: `continued` from one before, whose page stands before
    it, and `open` towards the next, which begins with the item that the facts name as `next`; its
    `names` are those of its items, if they have any. The facts are empty where no page of it can be
    the last.
    """
    document, context = lay_out(galley)
    numbered = list(enumerate(document.pages))
    following = None
    if run is not None:
        numbered = numbered[1:] if run["continued"] else numbered
        number_items(numbered, run["names"])
        if run["open"]:
            items, kept_back = int(run["items"]), int(run["kept_back"])
            following, numbered = where_to_cut(numbered, items, kept_back)
            if following is None:
                return {}, b""
        drop_items(numbered)
    document = document.copy([page for _, page in numbered])
    marks = [take_marks(page) for page in document.pages]
    with drawing() as drawn, tagging():
        pdf = weasyprint.pdf.generate_pdf(document, None, 1, **galley.options)
    sheets = sheets_of(pdf, drawn)
    facts = {
        "pages": [
            _page_facts(page, number, context, mark)
            for (number, page), mark in zip(numbered, marks, strict=True)
        ],
        "refers": list(dict.fromkeys(drawn.printed)),
        "opens": "" if run and run["continued"] else _opens(document),
        "next": following,
    }
    sheets["fonts"] = [font_facts(font) for font in document.fonts.values()]
    return facts, pack(sheets)


def gather_matter(galley: Galley) -> dict[str, str]:
    """Give what a document says of itself: information, metadata, colours, as PDF has them."""
    document, _ = lay_out(galley)
    pdf = weasyprint.pdf.generate_pdf(document, None, 1, **PDF_OPTIONS)
    metadata = pdf.objects[number_of(pdf.catalog["Metadata"])]
    page = pdf.objects[pdf.pages["Kids"][0]]
    resources = pdf.objects[number_of(page["Resources"])]
    return {
        "info": pdf.info.data.decode("latin-1"),
        "metadata": joined(metadata.stream).decode("utf-8"),
        "colours": pdf.objects[number_of(resources["ColorSpace"])].data.decode("latin-1"),
    }


def pack(sheets: dict[str, Any]) -> bytes:
    """Put a sheet set into bytes: its index as JSON, and its streams one behind the other."""
    streams: list[bytes] = sheets.pop("streams")
    sheets["sizes"] = [len(each) for each in streams]
    index = zlib.compress(encode(sheets), 1)
    return b"".join([len(index).to_bytes(4, "big"), index, *streams])


def take_marks(page: Any) -> str:  # noqa: ANN401 -- WeasyPrint has no types
    """Give the first mark on a page, or "", and take all marks out of its anchors."""
    marks = [name for name in page.anchors if name.startswith(MARK)]
    for name in marks:
        del page.anchors[name]
    # Marks are numbered as they stand in the text; a page may draw them in another order.
    return min(marks, key=lambda name: int(name.rpartition("-")[2]), default="")


def _page_facts(page: Any, number: int, context: Any, mark: str) -> dict[str, Any]:  # noqa: ANN401 -- likewise
    box, height = page._page_box, page.height * POINTS  # noqa: SLF001 -- nothing public has them
    kind = box.page_type
    strings = {
        name: list(values[number + 1])
        for name, values in context.string_set.items()
        if number + 1 in values
    }
    return {
        "name": kind.name,
        "side": kind.side,
        "blank": kind.blank,
        "size": [page.width * POINTS, height],
        "frame": frame(box),
        "strings": strings,
        "anchors": {
            name: [place[0] * POINTS, height - place[1] * POINTS]
            for name, place in page.anchors.items()
        },
        "bookmarks": [
            [level, label, x * POINTS, height - y * POINTS, state]
            for level, label, (x, y), state in page.bookmarks
        ],
        "mark": mark,
    }


def frame(box: Any) -> list[float]:  # noqa: ANN401 -- likewise
    """Give where a page's text stands: left, top, width and height, in points."""
    left = box.margin_left + box.border_left_width + box.padding_left
    top = box.margin_top + box.border_top_width + box.padding_top
    return [round(each * POINTS, 3) for each in (left, top, box.width, box.height)]


def _opens(document: Document) -> str:
    """Give the side on which the signature's section asks to begin, or ""."""
    box = document.pages[0]._page_box  # noqa: SLF001 -- nothing public has it
    side = ""
    while getattr(box, "children", None):
        style = getattr(box, "style", None)
        if style is not None and box.element is not None and style["break_before"] in SIDES:
            side = style["break_before"]
        box = box.children[0]
    return side
