"""References to pages as a PDF's tags have them: a link, and in it the number that styles add."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cookbook.press.checks.page_words import page_words
from cookbook.press.checks.pdf_file import PdfFile, destination_of
from cookbook.press.checks.pdf_folios import SAME_LINE, Reference, folio_alone
from cookbook.press.checks.pdf_text import Words, words_on
from cookbook.press.checks.pdf_ua.tags import Structure, Tag

BROKEN = "\x02"
"""What PDFium gives for a hyphen at a line's end."""


def read_tagged_references(structure: Structure) -> tuple[Reference, ...]:
    """Read every link within the book, with its words and the number that its tag ends with.

    Gives nothing where no link has a number that is told apart from its words by a tag.
    """
    found = tuple(_references(structure))
    return found if any(each.folio for each in found) else ()


def _references(structure: Structure) -> Iterator[Reference]:
    pdf = structure.pdf
    forms = page_words(pdf.language)
    for tag in structure.tags:
        if tag.role != "Link" or not tag.objects or tag.page is None:
            continue
        destination = destination_of(tag.objects[0])
        if destination is None:
            continue
        number = forms.number.fullmatch(_words(pdf, tag.tags[-1]).strip()) if tag.tags else None
        last = tag.tags[-1] if number else None
        title = "".join(
            [_own(pdf, tag), *(_words(pdf, each) for each in tag.tags if each is not last)]
        )
        alone = folio_alone(_words(pdf, tag).strip(), str(destination))
        folio = alone or (number["folio"] if number else "")
        target = pdf.find(destination)
        yield Reference(tag.page, target, title.strip(), folio, tag.within("TOC"))


def _words(pdf: PdfFile, tag: Tag) -> str:
    """Give the words of a tag and of all in it."""
    return _own(pdf, tag) + "".join(_words(pdf, each) for each in tag.tags)


def _own(pdf: PdfFile, tag: Tag) -> str:
    """Give the words that a tag holds itself, with single spaces, those of broken words joined."""
    said = ""
    before: Words | None = None
    for page, number in tag.marks:
        words = words_on(pdf, page).get(number)
        if words is None:
            continue
        if before is not None and abs(before.lines[-1] - words.lines[0]) > SAME_LINE:
            said = said[:-1] if said.endswith(BROKEN) else f"{said} "
        said += words.text
        before = words
    return re.sub(r"[\s\xa0]+", " ", said)
