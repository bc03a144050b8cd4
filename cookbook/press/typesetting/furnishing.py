"""Stage (in a worker): what stands in margins -> drawn pages with nothing else on them.

Pages that differ in their number alone share one furniture: a shape stands where the number will.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import weasyprint.pdf

from cookbook.press.languages import language_attributes
from cookbook.press.tagging.structure import tagging
from cookbook.press.typesetting.collecting import sheets_of
from cookbook.press.typesetting.fontfacts import font_facts
from cookbook.press.typesetting.gathering import PDF_OPTIONS, Galley, frame, lay_out, pack
from cookbook.press.typesetting.hooks import drawing
from cookbook.press.typesetting.shapes import is_shape

FOLIO_STRING = "the-folio"
"""The string that stands in the margins instead of the page's counter."""


def furnish(galley: Galley, spec: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Draw the margins of one kind of page; give its facts and a sheet set of one sheet.

    `spec` has the page's name and side, its folio (a shape or the folio itself), and its strings:
    by name what was carried over from pages before, and the values set on the page; `page` has the
    rules of pages with a gutter. `galley.html` is not used.
    """
    folio = str(spec["folio"])
    document, _ = lay_out(replace(galley, html=_page(spec)))
    page = next(page for page in document.pages if "here" in page.anchors)
    document = document.copy([page])
    # What is no shape is drawn as it stands, and nothing is put in its place.
    shapes = {FOLIO_STRING: folio} if is_shape(folio) else {"": "\0"}
    with drawing(shapes) as drawn, tagging():
        pdf = weasyprint.pdf.generate_pdf(document, None, 1, **PDF_OPTIONS)
    sheets = sheets_of(pdf, drawn)
    sheets["fonts"] = [font_facts(font) for font in document.fonts.values()]
    return {"frame": frame(page._page_box)}, pack(sheets)  # noqa: SLF001 -- nothing public has it


def _page(spec: Mapping[str, Any]) -> str:
    """Make a document of a page that sets strings, and the page that shows them."""
    carried = [(name, each["carried"]) for name, each in spec["strings"].items()]
    here = _strings([(FOLIO_STRING, spec["folio"])])
    place = f"page: {spec['name'] or 'auto'}; break-before: {spec['side']};"
    rules = [
        spec.get("page", ""),
        f"#before {{ {_strings(carried)} }}",
        f"#here {{ {place} {here} }}",
    ]
    inner: list[str] = []
    for name, each in spec["strings"].items():
        for value in each["set"]:
            rules.append(f"#v{len(inner)} {{ {_strings([(name, value)])} }}")
            inner.append(f'<div id="v{len(inner)}"></div>')
    return (
        f"<!doctype html><html {language_attributes(spec['language'])}><head><title>-</title>"
        f"<style>{' '.join(rules)}</style></head><body>"
        f'<div id="before"></div><div id="here">{"".join(inner)}</div></body></html>'
    )


def _strings(values: Sequence[tuple[str, str]]) -> str:
    settings = ", ".join(f"{name} {_quoted(value)}" for name, value in values if value)
    return f"string-set: {settings};" if settings else ""


def _quoted(text: str) -> str:
    """Write a text as a string of CSS; what could end it, or the style around it, as its code."""
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\<>&\n\r\f' else c for c in text) + '"'
