"""What a web page, or a page of an e-book, holds that no chapter can: counted under headings."""

from __future__ import annotations

from lxml import etree, html

from cookbook.exchange.documents.losses import LossBook, Lost
from cookbook.exchange.documents.markup import local_name

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SILENT = frozenset(
    {"script", "style", "head", "template", "noscript", "nav", "title", "math", "svg"}
)
COUNTED = {
    "script": Lost("script", "scripts", "were left out"),
    "iframe": Lost("embedded page", "embedded pages", "were left out"),
    "video": Lost("video", "videos", "were left out"),
    "audio": Lost("recording", "recordings", "were left out"),
    "object": Lost("embedded object", "embedded objects", "were left out"),
    "embed": Lost("embedded object", "embedded objects", "were left out"),
    "canvas": Lost("drawing by a script", "drawings by a script", "were left out"),
    "svg": Lost(
        "drawing within the page", "drawings within the page", "were left out: save it as a picture"
    ),
    "form": Lost("form", "forms", "became plain words"),
}
BLOCKS = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption", "blockquote", "pre", "div"})
PARAGRAPHS = frozenset({"p", "li", "dd", "dt", "figcaption"})


def count_in_page(data: bytes, book: LossBook) -> list[tuple[str, str]]:
    """Count what a page holds; give its paragraphs, each with its section."""
    texts: list[tuple[str, str]] = []
    root = _parse(data)
    if root is None:
        return texts
    for element in root.iter():
        name = local_name(element).lower()
        if name in HEADINGS:
            book.place = _words(element)[:120] or book.place
        elif name in COUNTED:
            if name != "script" or "json" not in (element.get("type") or ""):
                book.count(COUNTED[name])
        elif name in PARAGRAPHS and not _holds_block(element) and not _is_silent(element):
            words = _words(element)
            if words:
                texts.append((book.place, words))
    return texts


def _parse(data: bytes) -> etree._Element | None:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        return html.document_fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _words(element: etree._Element) -> str:
    said: list[str] = []
    for each in element.iter():
        if local_name(each).lower() not in SILENT and each.text and not _is_silent(each):
            said.append(each.text)
        if each is not element and each.tail:
            said.append(each.tail)
    return " ".join("".join(said).split())


def _holds_block(element: etree._Element) -> bool:
    return any(
        local_name(each).lower() in BLOCKS or local_name(each).lower() == "math"
        for each in element.iterdescendants()
    )


def _is_silent(element: etree._Element) -> bool:
    return any(local_name(above).lower() in SILENT for above in element.iterancestors())
