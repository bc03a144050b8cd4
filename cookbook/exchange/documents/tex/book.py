"""A folder of LaTeX -> a book: a chapter for each of its own, with its pictures and its sources."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.documents.gathered import Document, DocumentChapter, Kind
from cookbook.exchange.documents.kinds import source_of
from cookbook.exchange.documents.packages import PACKAGE_MAX_BYTES
from cookbook.exchange.documents.reading import make_chapter, read_source
from cookbook.exchange.documents.tex.joining import BEGINS, HEADING
from cookbook.exchange.rewriting.drafts import Draft, settle_drafts
from cookbook.exchange.rewriting.plain_words import heading_slug, label_of
from cookbook.exchange.sources.bibliographies import join_bibliographies
from cookbook.exchange.sources.committers import NamedPeople, credit_entries, read_committers
from cookbook.exchange.sources.licences import find_licence
from cookbook.exchange.sources.source_files import (
    PICTURE_MARKS,
    SourceError,
    open_source,
    real_file,
    walk_files,
)
from cookbook.manuscript import Book, BookFolder, BookKind, Chapter, EntryRef, Part

TEXTS = (".tex",)
FILES = (*TEXTS, ".bib", ".sty", *PICTURE_MARKS)
FILE_MAX_BYTES = 25_000_000
FRONT = {
    "dedication": "dedication",
    "preface": "preface",
    "foreword": "foreword",
    "acknowledgements": "acknowledgements",
    "acknowledgments": "acknowledgements",
    "introduction": "introduction",
}
ELSEWHERE = "places outside of this text"
"""What is said of references to other chapters, which are led on here."""
UNNUMBERED = frozenset({"dedication", "preface", "foreword", "acknowledgements"})


def recognises(source: Path) -> bool:
    """Tell whether a folder holds LaTeX at its top, with a heading or a document in it."""
    for path in walk_files(source, suffixes=TEXTS):
        if "/" not in path:
            text = _read(source, path).decode("utf-8", "replace")
            if BEGINS in text or HEADING.search(text):
                return True
    return False


def collect(source: Path, *, title: str, slug: str) -> Collected:
    """Read a folder of LaTeX as a textbook.

    Without `title` the book has its own, or one made of `slug`. Raises SourceError where the folder
    can't be read, and DocumentError where its text can't.
    """
    source = open_source(source)
    files = _files(source)
    texts = {name: data for name, data in files.items() if name.endswith(TEXTS)}
    document = read_source(source_of(texts | files if texts else files))
    if document.source.kind is not Kind.LATEX:
        document = read_source(source_of(texts))
    drafts, made = _drafts(document)
    entries = {draft.path: draft.chapter for draft in drafts}
    bibliography = join_bibliographies(
        [data.decode("utf-8", "replace") for name, data in files.items() if name.endswith(".bib")]
    )
    items = [draft.report() for draft in drafts]
    if bibliography.remarks:
        items.append(ItemReport("references.bib", Outcome.REPAIRED, bibliography.remarks))
    book = Book(
        title=title or document.title or slug.replace("-", " ").capitalize(),
        kind=BookKind.TEXTBOOK,
        licence=find_licence(source),
        front=tuple(EntryRef(path) for path, chapter in entries.items() if chapter.role in FRONT),
        parts=(
            Part(
                entries=tuple(
                    EntryRef(path) for path, chapter in entries.items() if chapter.role not in FRONT
                )
            ),
        ),
    )
    origins = {draft.path: draft.item for draft in drafts if draft.item in texts}
    credits_ = credit_entries(read_committers(source), origins, NamedPeople(document.by))
    return Collected(
        content=BookFolder(book, credits_, entries, bibliography.text),
        pictures=_pictures(made, source),
        items=tuple(items),
    )


def _files(source: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = PACKAGE_MAX_BYTES
    for path in walk_files(source, suffixes=FILES):
        data = _read(source, path)
        left -= len(data)
        if left < 0:
            raise SourceError(
                f"the collection has more than {PACKAGE_MAX_BYTES / 1e6:.0f} MB.",
                place=source,
                remedy="Make its pictures smaller.",
            )
        files[path] = data
    return files


def _read(source: Path, path: str) -> bytes:
    try:
        return real_file(source, path, max_bytes=FILE_MAX_BYTES).read_bytes()
    except SourceError:
        return b""


def _drafts(document: Document) -> tuple[tuple[Draft, ...], list[DocumentChapter]]:
    made: list[DocumentChapter] = []
    drafts: list[Draft] = []
    taken: set[str] = set()
    parts = [part for part in document.parts if not part.whole]
    for part in parts:
        one = make_chapter(document, part, labels=document.labels)
        slug = label_of(heading_slug(one.chapter.title))[:60] or "chapter"
        name, number = slug, 2
        while name in taken:
            name, number = f"{slug}-{number}", number + 1
        taken.add(name)
        role = FRONT.get(one.chapter.title.lower(), "")
        chapter = Chapter(
            title=one.chapter.title,
            by=one.chapter.by if len(parts) == 1 else (),
            identifier=one.chapter.identifier or name,
            role=role,
            numbered=False if role in UNNUMBERED else None,
            body=one.chapter.body,
        )
        item = _file_of(chapter, document.source.files) or document.source.main
        remarks = tuple(
            str(loss) for loss in one.losses if "outside of this text" not in loss.message
        )
        made.append(one)
        drafts.append(Draft(item, f"chapters/{name}.md", chapter, {}, remarks))
    return settle_drafts(drafts), made


def _file_of(chapter: Chapter, files: Mapping[str, bytes]) -> str:
    """Find the file in which a chapter begins."""
    title = rb"\s+".join(map(re.escape, chapter.title.encode().split()))
    begins = re.compile(
        rb"\\label\{"
        + re.escape(chapter.identifier.encode())
        + rb"\}|\\chapter\*?\{"
        + title
        + rb"\}"
    )
    texts = (name for name in files if name.endswith(TEXTS))
    return next((name for name in texts if begins.search(files[name])), "")


def _pictures(made: Sequence[DocumentChapter], source: Path) -> dict[str, Path]:
    """Give the pictures that chapters show, from the files that they are."""
    found: dict[str, Path] = {}
    for chapter in made:
        for picture in chapter.pictures:
            if picture.file:
                found[picture.path] = source / posixpath.normpath(picture.file)
    return found
