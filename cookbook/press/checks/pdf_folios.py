"""Where page numbers are printed in a PDF: the folio of each page, and the references to pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cookbook.press.checks.page_words import FOLIO, PageWords, page_words
from cookbook.press.checks.pdf_file import Link, PdfFile, box

FOLIO_BAND = 0.09
SAME_LINE = 4.0
NEAR = 3.0
LONE_FOLIO = re.compile(FOLIO)
FOLIO_AT_END = rf"(?P<folio>{FOLIO})\)?$"
# A leader is several dots, or a single one that stands alone in a line that is nearly full.
LEADER_LINE = re.compile(
    rf"(?P<title>.*?)(?:(?:\s*[.·…‧]){{2,}}\s*|\s[.·…‧]\s+){FOLIO_AT_END}", re.DOTALL
)
LOCATOR = re.compile(rf"(?P<title>.+), {FOLIO_AT_END}", re.DOTALL)
# Behind a term of an index stand numbers alone; a number may be that of a source, a range is none.
PAGES = re.compile(rf"(?P<folio>{FOLIO})(?P<range>–(?:{FOLIO}))?")
INDEXED = "ix-"
"""What the names of places begin with that the press marks for its indexes."""


@dataclass(frozen=True)
class Sheet:
    """What is printed on one page: its folio ("" for none), and whether all else is bare."""

    folio: str
    is_bare: bool


@dataclass(frozen=True)
class Reference:
    """A link with its printed words: page and target from 0, and the folio that it names, or ""."""

    page: int
    target: int | None
    title: str
    folio: str
    is_in_contents: bool


def read_sheets(pdf: PdfFile) -> tuple[Sheet, ...]:
    """Read the folio that is printed at the foot (or head) of each page."""
    return tuple(_sheet(pdf, number) for number in range(len(pdf.pages)))


def _sheet(pdf: PdfFile, number: int) -> Sheet:
    page = pdf.text[number]
    text = page.get_textpage()
    _, low, _, high = box(pdf.pages[number].trimbox)
    band = (high - low) * FOLIO_BAND
    runs = [(run, text.get_text_bounded(*run).strip()) for run in _runs(text)]
    runs = [(run, words) for run, words in runs if words]
    folio = _folio([(run[1], words) for run, words in runs if run[3] < low + band])
    if not folio:
        folio = _folio([(-run[1], words) for run, words in runs if run[1] > high - band])
    others = [words for _, words in runs if words != folio]
    is_bare = not others and not any(_drawings(page))
    text.close()
    page.close()
    return Sheet(folio, is_bare)


def _folio(runs: list[tuple[float, str]]) -> str:
    """Find the folio in the outermost line: a run that is nothing but a number."""
    if not runs:
        return ""
    outermost = min(height for height, _ in runs)
    line = [words for height, words in runs if height < outermost + SAME_LINE]
    return next((words for words in line if LONE_FOLIO.fullmatch(words)), "")


def _runs(text: Any) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401 -- PDFium has no types
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        yield (left, bottom, right, top)


def _drawings(page: Any) -> Iterator[Any]:  # noqa: ANN401 -- PDFium has no types
    text_object = 1
    return (each for each in page.get_objects(max_depth=1) if each.type != text_object)


def read_references(pdf: PdfFile) -> tuple[Reference, ...]:
    """Read every link of the book with its words, and the page number that ends them."""
    forms = page_words(pdf.language)
    found: list[Reference] = []
    by_page: dict[int, list[Link]] = {}
    for link in pdf.links:
        by_page.setdefault(link.page, []).append(link)
    for number, links in by_page.items():
        page = pdf.text[number]
        text = page.get_textpage()
        words = [_words(text, link) for link in links]
        found += _gather(links, words, forms)
        text.close()
        page.close()
    return tuple(found)


def _words(text: Any, link: Link) -> str:  # noqa: ANN401 -- PDFium has no types
    return re.sub(r"[\s\xa0]+", " ", str(text.get_text_bounded(*link.box)))


def _gather(links: Sequence[Link], words: Sequence[str], forms: PageWords) -> list[Reference]:
    """Join what belongs together: a link has a box for each line, and boxes within those."""
    found: list[Reference] = []
    outer: Link | None = None
    for link, said in zip(links, words, strict=True):
        last = found[-1] if found else None
        if last is None or outer is None or not _goes_on(outer, link, last):
            found.append(_reference(link, said, forms))
            outer = link
        elif _is_within(link, outer):
            # A box within a link's box that holds nothing but a number is one that the layout has
            # put there; PDFium may count the last letters before it in.
            generated = forms.generated.fullmatch(said.rstrip()) or _number_at_end(
                said, link, outer
            )
            if generated and not last.folio:
                found[-1] = replace(last, folio=generated["folio"])
        else:
            found[-1] = _reference(link, _join(last.title, said.strip()), forms)
            outer = link
    return found


def _number_at_end(said: str, link: Link, outer: Link) -> re.Match[str] | None:
    """Find a number that stands alone at the right end of a line without room for a leader."""
    if abs(link.box[2] - outer.box[2]) > NEAR or link.box[0] <= outer.box[0] + NEAR:
        return None
    return re.fullmatch(FOLIO_AT_END, said.strip())


def _goes_on(outer: Link, link: Link, last: Reference) -> bool:
    """Tell whether a box belongs to the link before it: it lies within, or is its next line."""
    if (link.name, link.target) != (outer.name, outer.target):
        return False
    return _is_within(link, outer) or not last.folio


def _is_within(link: Link, outer: Link) -> bool:
    left, bottom, right, top = link.box
    return (
        left >= outer.box[0] - NEAR
        and right <= outer.box[2] + NEAR
        and bottom >= outer.box[1] - NEAR
        and top <= outer.box[3] + NEAR
    )


def _join(first: str, second: str) -> str:
    """Join two lines; PDFium gives U+0002 for a hyphen at a line's end."""
    return f"{first[:-1]}{second}" if first.endswith("\x02") else f"{first} {second}"


def _reference(link: Link, said: str, forms: PageWords) -> Reference:
    said = said.strip()
    for form in (LEADER_LINE, forms.reference, LOCATOR):
        match = form.fullmatch(said)
        if match:
            title, folio = match["title"].strip(), match["folio"]
            return Reference(link.page, link.target, title, folio, form is LEADER_LINE)
    if folio := folio_alone(said, link.name):
        return Reference(link.page, link.target, said, folio, is_in_contents=False)
    return Reference(link.page, link.target, said, "", is_in_contents=False)


def folio_alone(said: str, name: str) -> str:
    """Give the folio, the first of a range, that is all a link to a named place says; or ""."""
    pages = PAGES.fullmatch(said)
    return pages["folio"] if pages and (pages["range"] or name.startswith(INDEXED)) else ""
