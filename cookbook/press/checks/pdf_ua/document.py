"""PDF/UA-1: what the file says of itself, and what none may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from cookbook.press.checks.pdf_file import PdfFile
from cookbook.press.checks.pdf_ua.tags import Thing, listed

PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
READ_ALOUD = 0x200
"""The bit of an encrypted file's permissions that lets screen readers in (ISO 32000-1, 7.6.3.2)."""


def document_findings(pdf: PdfFile) -> Iterator[str]:
    """Find what is missing or wrong in the document as a whole."""
    yield from _statements(pdf)
    yield from _catalog(pdf.root)
    yield from _foreign(pdf.root)
    if pdf.pdf.is_encrypted and not int(pdf.pdf.trailer["/Encrypt"].get("/P", 0)) & READ_ALOUD:
        yield "the file is locked against screen readers [26-002]"
    for (page, font), count in sorted(pdf.drawn.wordless.items()):
        place = f"page {pdf.labels[page]}"
        yield f"{place}: {count} signs of {font} stand for no letters (ToUnicode) [10-001]"
    for name, is_embedded in sorted(pdf.drawn.fonts.items()):
        if not is_embedded:
            yield f"the font {name} is not embedded [31-009]"


def _statements(pdf: PdfFile) -> Iterator[str]:
    if not isinstance(pdf.root.get("/Metadata"), pikepdf.Stream):
        yield "the file has no metadata (XMP) [06-001]"
        return
    if pdf.statements.get(PDFUA, "") != "1":
        yield "the file doesn't claim PDF/UA-1 (pdfuaid:part) [06-002]"
    if not pdf.statements.get(TITLE, "").strip():
        yield "the metadata has no title (dc:title) [06-003]"


def _catalog(root: Thing) -> Iterator[str]:
    marks = root.get("/MarkInfo")
    is_marked = isinstance(marks, pikepdf.Dictionary) and bool(marks.get("/Marked"))
    if not is_marked:
        yield "the file doesn't say that it is tagged (MarkInfo) [01-006]"
    elif marks.get("/Suspects"):
        yield "the file says that its tags are suspect [01-007]"
    wishes = root.get("/ViewerPreferences")
    if not isinstance(wishes, pikepdf.Dictionary) or "/DisplayDocTitle" not in wishes:
        yield "readers are shown the file's name, not its title (DisplayDocTitle) [07-001]"
    elif not wishes["/DisplayDocTitle"]:
        yield "readers are shown the file's name, not its title (DisplayDocTitle) [07-002]"
    language = str(root.get("/Lang", ""))
    if not LANGUAGE_TAG.fullmatch(language):
        yield f'the language of the book is "{language}" [11-001]'


def _foreign(root: Thing) -> Iterator[str]:
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        yield "the file holds an XFA form [25-001]"
    layers = root.get("/OCProperties")
    if isinstance(layers, pikepdf.Dictionary):
        configurations = [layers.get("/D"), *listed(layers.get("/Configs"))]
        yield from (line for each in configurations for line in _layer(each))


def _layer(configuration: Any) -> Iterator[str]:  # noqa: ANN401 -- pikepdf's objects
    if not isinstance(configuration, pikepdf.Dictionary):
        return
    if not str(configuration.get("/Name", "")):
        yield "a set of layers has no name [20-001]"
    if "/AS" in configuration:
        yield "layers come and go by themselves [20-003]"
