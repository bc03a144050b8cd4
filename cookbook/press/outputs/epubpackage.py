"""Stage: an EPUB's files and what is known of the book -> its package document (EPUB 3.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from cookbook.press.languages import direction_of
from cookbook.press.sections import AssembledBook

NO_DATE = "1980-01-01"
XHTML_TYPE = "application/xhtml+xml"
NCX = "toc.ncx"


@dataclass(frozen=True)
class Accessibility:
    """What is true of the book for readers who don't see it."""

    has_images: bool
    images_described: bool
    has_formulas: bool


@dataclass(frozen=True)
class PackedFile:
    """A file of the manifest; a `page` is read in the order in which pages are given."""

    name: str
    media_type: str
    properties: str = ""
    is_page: bool = False


def package_values(
    book: AssembledBook, files: Sequence[PackedFile], *, has_breaks: bool
) -> dict[str, str]:
    """Give what the package document's template wants.

    `has_breaks` says that the text has page breaks of the PDF.
    """
    names = {each.name: f"file-{number}" for number, each in enumerate(files, start=1)}
    items = (
        f'<item id="{names[each.name]}" href="{escape(each.name)}" media-type="{each.media_type}"'
        + (f' properties="{each.properties}"/>' if each.properties else "/>")
        for each in files
    )
    statements = (
        f'<meta property="schema:{name}">{escape(value)}</meta>'
        for name, value in _statements(accessibility(book))
    )
    pages = _page_statements() if has_breaks else ()
    order = (f'<itemref idref="{names[each.name]}"/>' for each in files if each.is_page)
    return {
        "title": escape(book.book.title),
        "language": escape(book.book.language),
        "direction": direction_of(book.book.language),
        "metadata": "\n".join([*_metadata(book), *statements, *pages]),
        "items": "\n".join(items),
        "ncx": names[NCX],
        "order": "\n".join(order),
    }


def iso_date(date: str) -> str:
    """Give a date as EPUB wants it; an absent or unreadable one is the fixed date of no date."""
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", date):
        return date
    try:
        return dt.date.fromisoformat(date).isoformat()
    except ValueError:
        return NO_DATE


def accessibility(book: AssembledBook) -> Accessibility:
    """Tell what is true of a book for readers who don't see it."""
    facts = [section.facts for section in book.sections]
    return Accessibility(
        has_images=any(each.images for each in facts) or bool(book.cover),
        images_described=not any(each.undescribed for each in facts),
        has_formulas=any(each.formulas for each in facts),
    )


def _metadata(book: AssembledBook) -> Iterator[str]:
    facts = book.book
    yield _element("identifier", "epub-id-1", book.identifier)
    yield _element("title", "epub-title-1", facts.title)
    yield '<meta refines="#epub-title-1" property="title-type">main</meta>'
    if facts.subtitle:
        yield _element("title", "epub-title-2", facts.subtitle)
        yield '<meta refines="#epub-title-2" property="title-type">subtitle</meta>'
    yield _element("date", "epub-date", iso_date(facts.date))
    yield _element("language", "", facts.language)
    yield from _people("creator", "aut", book.authors)
    yield from _people("contributor", "edt", facts.editors)
    for name, value in (
        ("description", facts.description),
        ("publisher", facts.publisher),
        ("rights", facts.licence),
    ):
        if value:
            yield _element(name, "", value)
    yield f'<meta property="dcterms:modified">{NO_DATE}T00:00:00Z</meta>'


def _people(kind: str, role: str, names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names, start=1):
        identifier = f"epub-{kind}-{number}"
        yield _element(kind, identifier, name)
        yield (
            f'<meta refines="#{identifier}" property="role" scheme="marc:relators">{role}</meta>'
        )


def _element(name: str, identifier: str, words: str) -> str:
    named = f' id="{identifier}"' if identifier else ""
    return f"<dc:{name}{named}>{escape(words)}</dc:{name}>"


def _page_statements() -> Iterator[str]:
    for feature in ("pageBreakMarkers", "pageNavigation"):
        yield f'<meta property="schema:accessibilityFeature">{feature}</meta>'
    yield '<meta property="pageBreakSource">The PDF of this edition</meta>'


def _statements(found: Accessibility) -> list[tuple[str, str]]:
    """Say what the book offers (schema.org accessibility vocabulary)."""
    statements = [("accessMode", "textual")]
    features = [
        "tableOfContents",
        "readingOrder",
        "structuralNavigation",
        "displayTransformability",
    ]
    summary = "The text can be read by screen readers and in any size."
    if found.has_images:
        statements.append(("accessMode", "visual"))
        if found.images_described:
            features.append("alternativeText")
            summary += " Every picture that says something is described."
        else:
            summary += " Some pictures have no description."
    if found.has_formulas:
        features += ["MathML", "latex"]
        summary += " Formulas are MathML, with their TeX as alternative text."
    if found.images_described or not found.has_images:
        statements.append(("accessModeSufficient", "textual"))
    else:
        statements.append(("accessModeSufficient", "textual,visual"))
    statements += [("accessibilityFeature", each) for each in features]
    statements += [("accessibilityHazard", "none"), ("accessibilitySummary", summary)]
    return statements
