"""Tiny finished books for the checks: an EPUB written by hand, a PDF laid out by WeasyPrint."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pydyf
import weasyprint
from PIL import Image

from cookbook.press.tagging.structure import tagging

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0"'
    ' xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile'
    ' full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
METADATA = {
    "schema:accessMode": ["textual", "visual"],
    "schema:accessModeSufficient": ["textual"],
    "schema:accessibilityFeature": ["tableOfContents", "alternativeText", "MathML"],
    "schema:accessibilityHazard": ["none"],
    "schema:accessibilitySummary": ["All pictures are described."],
    "dcterms:modified": ["1980-01-01T00:00:00Z"],
}
CHAPTER = (
    '<section epub:type="chapter" role="doc-chapter" id="soup"><h1>Soup</h1><h2>Stock</h2>'
    '<p><img src="pond.png" alt="A pond"/> <a href="nav.xhtml#toc">Contents</a></p>'
    '<table><tr><th scope="col">Spoons</th></tr><tr><td>3</td></tr></table>'
    '<p><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math></p>'
    "</section>"
)
IDENTIFIER = "urn:uuid:5f0c4d0e-7b5e-4f86-9a83-2c1d9b7a6e10"
COVER = (
    '<section><img src="cover.png" alt="Cover: a yellow house"/></section>'
    '<section epub:type="titlepage"><h1>Soup</h1></section>'
    f'<section epub:type="copyright-page"><h1>Soup</h1><p>{IDENTIFIER}</p></section>'
)
TOC = (
    '<nav epub:type="toc" role="doc-toc" id="toc"><h1>Contents</h1><ol>'
    '<li><a href="chapter.xhtml">Soup</a></li></ol></nav>'
)
LANDMARKS = (
    '<nav epub:type="landmarks" hidden="hidden"><ol>'
    '<li><a epub:type="bodymatter" href="chapter.xhtml#soup">Start</a></li></ol></nav>'
)


def page(body: str, title: str = "Soup", language: str = "en") -> str:
    said = f' lang="{language}" xml:lang="{language}"' if language else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{said}>'
        f"<head><title>{title}</title></head><body>{body}</body></html>"
    )


def package(metadata: Mapping[str, list[str]] | None = None, extra: str = "") -> str:
    stated = METADATA if metadata is None else metadata
    metas = "".join(
        f'<meta property="{name}">{value}</meta>' for name, all_ in stated.items() for value in all_
    )
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        ' unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{IDENTIFIER}</dc:identifier>'
        f"<dc:title>Soup</dc:title><dc:language>en</dc:language>{metas}</metadata><manifest>"
        '<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="t" href="chapter.xhtml" media-type="application/xhtml+xml"'
        ' properties="mathml"/>'
        '<item id="i" href="cover.png" media-type="image/png" properties="cover-image"/>'
        f'<item id="p" href="pond.png" media-type="image/png"/>{extra}</manifest>'
        '<spine><itemref idref="c"/><itemref idref="n"/><itemref idref="t"/></spine></package>'
    )


def png(width: int = 4, height: int = 4) -> bytes:
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "PNG")
    return stream.getvalue()


def write_epub(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write a sound EPUB, with some of its files changed, added, or (None) left out."""
    files: dict[str, str | bytes | None] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "book/package.opf": package(),
        "book/nav.xhtml": page(TOC + LANDMARKS, "Contents"),
        "book/cover.xhtml": page(COVER, "Cover"),
        "book/chapter.xhtml": page(CHAPTER),
        "book/cover.png": png(),
        "book/pond.png": png(),
        **(changes or {}),
    }
    path = folder / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            if data is not None:
                kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(name, data, kind)
    return path


STYLE = """
@page { size: 4in 6in; margin: 0.7in; @bottom-right { content: counter(page); font-size: 9pt } }
@page front { @bottom-right { content: counter(page, lower-roman) } }
@page :nth(1 of opening) { counter-reset: page 1 }
.front { page: front } .main { page: main } #soup { page: opening }
section { break-after: page } h2 { bookmark-level: none } .contents h1 { bookmark-level: none }
.contents a { display: block } .contents ul { list-style: none; margin: 0; padding: 0 }
.contents a::after { content: leader('. ') target-counter(attr(href), page) }
.index a::after { content: ', ' target-counter(attr(href), page) }
"""
BODY = """
<section class="front contents" id="contents"><h1>Contents</h1>
<ul><li><a href="#soup">Soup</a></li><li><a href="#bread">Bread and other things from the oven</a>
</li><li><a href="#names">Names</a></li></ul></section>
<section class="main" id="soup"><h1>Soup</h1><h2>Stock</h2>
<p>With <a href="#bread">bread</a>.</p></section>
<section class="main" id="bread"><h1>Bread and other things from the oven</h1>
<p>Knead.</p></section>
<section class="main index" id="names"><h1>Names</h1><p><a href="#soup">Soup</a></p>
<p><a href="#bread">Bread</a></p></section>
"""


def write_pdf(
    folder: Path,
    body: str = BODY,
    *,
    style: str = "",
    labels: str = "[0 << /S /r >> 1 << /S /D >>]",
) -> Path:
    """Lay out a tagged PDF of four pages: contents (i), two chapters (1, 2), index (3)."""
    path = folder / "book.pdf"

    def finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 -- WeasyPrint has no types
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": labels})

    html = (
        f'<html lang="en"><head><title>Soup</title><style>{STYLE}{style}</style></head>'
        f"<body>{body}</body></html>"
    )
    document = weasyprint.HTML(string=html, base_url=str(folder))
    with tagging():
        document.write_pdf(path, finisher=finish, pdf_variant="pdf/ua-1")
    return path


def change_pdf(path: Path, change: Any) -> Path:  # noqa: ANN401 -- any function of a pikepdf.Pdf
    """Write the PDF once more, with a change made to it."""
    changed = path.with_name("changed.pdf")
    with pikepdf.open(path) as pdf:
        change(pdf)
        pdf.save(changed)
    return changed
