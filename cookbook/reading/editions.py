"""An edition as its page shows it: contents, files, people, licence; all of it as it was frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.searching import fold
from cookbook.manuscript import Book, Credits, parse_book, parse_credits
from cookbook.models import Blob, Edition, EditionFile
from cookbook.press.contents import HEADING
from cookbook.press.matter.licences import licence_name, licence_url
from cookbook.press.report import FileKind, kinds_of, size_words
from cookbook.press.sections import SectionKind
from cookbook.publishing.verdicts import Checks, checks_of

WEB = "web/"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTRIBUTORS_PAGE = f"{SectionKind.CONTRIBUTORS.value}.html"
FORMATS = {
    FileKind.EPUB: ("EPUB", "For phones and e-readers", "book", "application/epub+zip"),
    FileKind.PDF: ("PDF", "To print, or for a large screen", "printer", "application/pdf"),
    FileKind.LARGE_PRINT: ("Large print", "A PDF for weak eyes", "text-size", "application/pdf"),
    FileKind.TEXT: ("Plain text", "For any screen, and for braille", "file-text", "text/plain"),
    FileKind.DOCX: ("Word", "To work on in a word processor", "file-word", DOCX),
    FileKind.SOURCE: ("Sources", "Texts and pictures, to build on", "file-zip", "application/zip"),
}
"""What readers are given: its name, what it is for, its icon, its media type."""
NAMES_APART = re.compile(r",\s+(?:and\s+)?|\s+and\s+")


@dataclass(frozen=True)
class Line:
    """A line of the contents, with those under it; `page` is "" where there is no web page."""

    title: str
    number: str
    byline: str
    page: str
    is_part: bool
    children: tuple[Line, ...] = ()

    @property
    def count(self) -> int:
        """How many lines stand under this one, at any depth."""
        return sum(1 + each.count for each in self.children)


@dataclass(frozen=True)
class Download:
    """A file to take home: the name it is kept under and the name it is given, what it is for."""

    path: str
    name: str
    format: str
    purpose: str
    icon: str
    media_type: str
    blob: Blob

    @property
    def size(self) -> str:
        """The size in plain units."""
        return size_words(self.blob.size)


@dataclass(frozen=True)
class Licence:
    """A licence: its short name, what it is called, and where its text stands, if that is known."""

    short: str
    name: str
    address: str


@dataclass(frozen=True)
class Contributor:
    """Somebody who gave something to the book, and where from."""

    name: str
    town: str


@dataclass(frozen=True)
class EditionPage:
    """All that an edition's page shows; `checks` is what tools found in its books, if they did."""

    edition: Edition
    book: Book
    contents: tuple[Line, ...]
    downloads: tuple[Download, ...]
    contributors: tuple[Contributor, ...]
    licence: Licence | None
    cover: Blob | None
    has_pages: bool
    has_contributors_page: bool
    checks: Checks | None = None

    @property
    def count(self) -> int:
        """How many lines the contents have."""
        return sum(1 + each.count for each in self.contents)

    @property
    def runs(self) -> list[tuple[Line, ...]]:
        """The contents in runs of parts, and of lines beside parts."""
        return [tuple(run) for _, run in groupby(self.contents, lambda each: each.is_part)]

    @property
    def counts(self) -> list[str]:
        """What the press counted, in words: recipes, chapters, pages."""
        facts = self.edition.facts
        counted = [
            (facts.get(key), key.removesuffix("s")) for key in ("recipes", "chapters", "pages")
        ]
        return [
            f"{number:,} {word if number == 1 else f'{word}s'}"
            for number, word in counted
            if number
        ]


def describe_edition(session: Session, edition: Edition, cover: Blob | None) -> EditionPage:
    """Gather what an edition's page shows."""
    book = frozen_book(edition.book)
    contents = tuple(_lines(edition.facts.get("contents") or ()))
    downloads = list_downloads(session, edition)
    pages = _some_pages(session, edition)
    return EditionPage(
        edition=edition,
        book=book,
        contents=contents,
        downloads=tuple(downloads),
        contributors=tuple(_contributors(frozen_credits(edition.credits), contents)),
        licence=_licence(book.licence),
        cover=cover,
        has_pages="index.html" in pages,
        has_contributors_page=CONTRIBUTORS_PAGE in pages,
        checks=checks_of(edition.facts),
    )


def list_downloads(session: Session, edition: Edition) -> list[Download]:
    """Give the files of an edition that one takes home, the EPUB first."""
    chosen = (
        select(EditionFile.path, Blob)
        .join(Blob, Blob.digest == EditionFile.digest)
        .where(EditionFile.edition_id == edition.id, ~EditionFile.path.contains("/"))
        .order_by(EditionFile.path)
    )
    files = {path: blob for path, blob in session.execute(chosen)}  # noqa: C416 -- rows have types here
    kinds = kinds_of(files)
    found = [
        Download(path, download_name(edition, kinds[path]), *FORMATS[kinds[path]], blob)
        for path, blob in files.items()
        if kinds.get(path) in FORMATS
    ]
    return sorted(found, key=lambda each: list(FORMATS).index(kinds[each.path]))


def download_name(edition: Edition, ending: str) -> str:
    """Name a file for those who take it home: title and edition, such as soups-edition-2.epub."""
    stem = "-".join(fold(edition.title).split())[:80].strip("-") or "book"
    return f"{stem}-edition-{edition.number}{ending}"


@lru_cache(maxsize=64)
def frozen_book(text: str) -> Book:
    """Read the book.yaml of an edition, which never changes."""
    return parse_book(text)


@lru_cache(maxsize=64)
def frozen_credits(text: str) -> Credits:
    """Read the credits.yaml of an edition, which never changes; "" gives empty ones."""
    return parse_credits(text) if text else Credits()


def _lines(values: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """Give the lines of what the press reported, but for the headings within chapters."""
    for each in values:
        if each["kind"] == HEADING:
            continue
        yield Line(
            title=each["title"],
            number=each["number"],
            byline=each["byline"],
            page=each["page"],
            is_part=each["kind"] == SectionKind.PART.value,
            children=tuple(_lines(each["children"])),
        )


def _some_pages(session: Session, edition: Edition) -> set[str]:
    """Tell which of the pages there are that this page leads to by name."""
    wanted = [f"{WEB}{each}" for each in ("index.html", CONTRIBUTORS_PAGE)]
    chosen = select(EditionFile.path).where(
        EditionFile.edition_id == edition.id, EditionFile.path.in_(wanted)
    )
    return {each.removeprefix(WEB) for each in session.scalars(chosen)}


def _contributors(credits_: Credits, contents: Sequence[Line]) -> Iterator[Contributor]:
    """Give whom the credits describe, then who signed a text besides, each once."""
    towns = {each.name: each.town for each in credits_.people.values()}
    signed = [name for line in _walk(contents) for name in _names(line.byline, towns)]
    for name in dict.fromkeys([*towns, *signed]):
        yield Contributor(name, towns.get(name, ""))


def _names(byline: str, known: Mapping[str, str]) -> list[str]:
    """Take a byline apart; a name that the credits know may have an "and" in it."""
    if byline in known or not byline:
        return [byline] if byline else []
    return [each for each in NAMES_APART.split(byline) if each]


def _walk(lines: Sequence[Line]) -> Iterator[Line]:
    for each in lines:
        yield each
        yield from _walk(each.children)


def _licence(spdx: str) -> Licence | None:
    return Licence(spdx, licence_name(spdx), licence_url(spdx)) if spdx else None
