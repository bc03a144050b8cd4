"""Our own book folders (book.yaml, recipes/, chapters/, images/ ...) brought in without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cookbook.errors import CookbookError
from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.sources.source_files import (
    find_picture,
    open_source,
    read_source_text,
    real_file,
    walk_files,
)
from cookbook.manuscript import (
    Book,
    BookFolder,
    Credits,
    Entry,
    EntryRef,
    ManuscriptError,
    parse_book,
    parse_credits,
    parse_entry,
)
from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.credits import CREDITS_FILE
from cookbook.manuscript.decoding import MANUSCRIPT_MAX_BYTES
from cookbook.manuscript.folders import BIBLIOGRAPHY_FILE

TEXT_FOLDERS = ("recipes", "chapters")
PICTURE_FOLDER = "images"
SINGLE_FILES = (BOOK_FILE, CREDITS_FILE, BIBLIOGRAPHY_FILE)


@dataclass
class _Reading:
    """What has been read of a book folder so far."""

    source: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    verbatim: dict[str, Path] = field(default_factory=dict)
    items: list[ItemReport] = field(default_factory=list)

    def keep(self, path: str) -> None:
        self.verbatim[path] = real_file(self.source, path, max_bytes=MANUSCRIPT_MAX_BYTES)

    def skip(self, path: str, err: CookbookError) -> None:
        self.items.append(ItemReport(path, Outcome.SKIPPED, (str(err),)))


def recognises(source: Path) -> bool:
    """Tell whether a folder is one of our book folders."""
    return (source / BOOK_FILE).is_file()


def collect(source: Path, *, title: str, slug: str) -> Collected:
    """Read a book folder; every file is kept byte for byte.

    An entry that can't be read is left out of the book, with a remark. A `title` other than the
    book's own takes its place. Raises SourceError or FrontMatterError where the folder or its
    book.yaml can't be read, and ManuscriptError where no entry can.
    """
    reading = _Reading(open_source(source))
    book = parse_book(read_source_text(reading.source, BOOK_FILE).text, BOOK_FILE)
    _read_texts(reading, [ref.path for ref in book.places()])
    if not reading.entries:
        raise ManuscriptError(
            f'no entry of the book "{slug}" can be read.',
            remedy="; ".join(remark for item in reading.items for remark in item.remarks),
        )
    kept = _without(book, reading.entries)
    kept = replace(kept, title=title) if title else kept
    if kept == book:
        reading.keep(BOOK_FILE)
    credits_ = _read_credits(reading)
    bibliography = _read_bibliography(reading)
    pictures = _read_pictures(reading)
    named = {ref.path: reading.entries[ref.path] for ref in kept.places()}
    return Collected(
        BookFolder(kept, credits_, named, bibliography),
        pictures,
        tuple(sorted(reading.items, key=lambda item: item.item)),
        reading.verbatim,
    )


def _read_texts(reading: _Reading, named: list[str]) -> None:
    """Read the entries that the book names, and those that lie by them without a place in it."""
    placed = dict.fromkeys(named)
    lying = (
        path
        for folder in TEXT_FOLDERS
        for path in walk_files(reading.source, folder, suffixes=(".md",))
    )
    for path in dict.fromkeys((*placed, *lying)):
        try:
            reading.entries[path] = parse_entry(read_source_text(reading.source, path).text, path)
            reading.keep(path)
        except CookbookError as err:
            reading.skip(path, err)
            continue
        remarks = () if path in placed else ("It has no place in the book; kept beside it.",)
        reading.items.append(ItemReport(path, Outcome.IMPORTED, remarks))


def _without(book: Book, entries: Mapping[str, Entry]) -> Book:
    """Take the places out whose entries can't be read; those under them move up."""

    def kept(refs: tuple[EntryRef, ...]) -> Iterator[EntryRef]:
        for ref in refs:
            below = tuple(kept(ref.entries))
            if ref.path in entries:
                yield replace(ref, entries=below)
            else:
                yield from below

    return replace(
        book,
        front=tuple(kept(book.front)),
        parts=tuple(replace(part, entries=tuple(kept(part.entries))) for part in book.parts),
        back=tuple(kept(book.back)),
    )


def _read_credits(reading: _Reading) -> Credits:
    if not (reading.source / CREDITS_FILE).is_file():
        return Credits()
    try:
        found = parse_credits(read_source_text(reading.source, CREDITS_FILE).text, CREDITS_FILE)
        reading.keep(CREDITS_FILE)
    except CookbookError as err:
        reading.skip(CREDITS_FILE, err)
        return Credits()
    return found


def _read_bibliography(reading: _Reading) -> str:
    if not (reading.source / BIBLIOGRAPHY_FILE).is_file():
        return ""
    try:
        text = read_source_text(reading.source, BIBLIOGRAPHY_FILE).text
        reading.keep(BIBLIOGRAPHY_FILE)
    except CookbookError as err:
        reading.skip(BIBLIOGRAPHY_FILE, err)
        return ""
    return text


def _read_pictures(reading: _Reading) -> dict[str, Path]:
    """Find the pictures, and say which other files of the folder are no part of a book."""
    found: dict[str, Path] = {}
    for path in walk_files(reading.source, suffixes=("",)):
        if path in reading.verbatim or path in SINGLE_FILES or path.endswith(".md"):
            continue
        try:
            found[path] = find_picture(reading.source, path)
        except CookbookError as err:
            reading.skip(path, err)
    return found
