"""A bookdown book's chapters: cut from its files, joined where one goes on, set into parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from cookbook.exchange.bookdown.chapters import MADE_BY_PRESS, Place, Section, SourceText
from cookbook.exchange.bookdown.frame import open_part
from cookbook.exchange.rewriting.drafts import Draft
from cookbook.exchange.rewriting.plain_words import heading_slug, label_of
from cookbook.manuscript import Book, BookKind, Chapter, EntryRef, Part

INDEX = "index.Rmd"
OPENING = "opening"


@dataclass(frozen=True)
class Piece:
    """A chapter to be, or the head of a part, with its path in the book."""

    source: SourceText
    section: Section
    path: str


def cut_pieces(sources: Sequence[SourceText], book_title: str) -> list[Piece]:
    """Give every chapter its path; text before a file's first title joins the chapter before."""
    pieces: list[Piece] = []
    taken: set[str] = set()
    for source in sources:
        if source.before.strip() and not _only_r(source):
            path = pieces[-1].path if pieces else f"chapters/{OPENING}.md"
            place = pieces[-1].section.place if pieces else Place.UNNUMBERED
            pieces.append(
                Piece(source, Section(source.file, book_title, OPENING, place, source.before), path)
            )
            taken.add(OPENING)
        for section in source.sections:
            if section.title.lower() in MADE_BY_PRESS and not section.text.strip():
                continue
            stem = _stem(section, source)
            name, number = stem, 2
            while name in taken:
                name, number = f"{stem}-{number}", number + 1
            taken.add(name)
            pieces.append(Piece(source, section, f"chapters/{name}.md"))
    return pieces


def _only_r(source: SourceText) -> bool:
    """Tell whether R in the line is all that stands before a file's first title."""
    return bool(re.fullmatch(r"\s*`r [^`]*`\s*", source.shelter.restore(source.before)))


def _stem(section: Section, source: SourceText) -> str:
    file = re.sub(r"^[\d._-]+", "", PurePosixPath(source.file).stem)
    alone = len(source.sections) == 1 and source.file != INDEX
    stem = label_of(file if alone and file else section.label or heading_slug(section.title))
    return stem.lower().replace(":", "-").strip("-.")[:60] or "chapter"


def join_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Join what continues a chapter to it; an opening without any text is none."""
    joined: dict[str, Draft] = {}
    for draft in drafts:
        before = joined.get(draft.path)
        if before:
            body = f"{before.chapter.body}\n\n{draft.chapter.body}".strip()
            remarks = (*before.remarks, *draft.remarks)
            chapter = replace(before.chapter, body=body)
            joined[draft.path] = replace(before, chapter=chapter, remarks=remarks)
        elif draft.chapter.body or draft.chapter.identifier != OPENING:
            joined[draft.path] = draft
    return list(joined.values())


def set_book(
    pieces: Sequence[Piece], drafts: Mapping[str, Chapter]
) -> tuple[Book, dict[str, Chapter], dict[str, str]]:
    """Set the chapters into front matter, parts and back matter.

    Gives the book, its entries, and the file that each entry comes from.
    """
    # A chapter that goes on in the next file is two pieces with one path.
    pieces = list({each.path: each for each in reversed(pieces)}.values())[::-1]
    pieces = [piece for piece in pieces if piece.path in drafts]
    places = [piece.section.place for piece in pieces]
    first = next(
        (n for n, place in enumerate(places) if place is not Place.UNNUMBERED), len(pieces)
    )
    inner = [n for n, place in enumerate(places) if place in (Place.CHAPTER, Place.PART)]
    end = max(first, inner[-1] + 1 if inner else 0)
    entries = {
        piece.path: drafts[piece.path] for piece in pieces if piece.section.place is not Place.PART
    }
    files = {piece.path: piece.source.file for piece in pieces}
    parts: list[Part] = []
    for piece in pieces[first:end]:
        if piece.section.place is Place.PART:
            part, openings = open_part(piece.path, drafts[piece.path])
            parts.append(part)
            entries.update(openings)
            files.update(dict.fromkeys(openings, piece.source.file))
            continue
        if not parts:
            parts.append(Part())
        parts[-1] = replace(parts[-1], entries=(*parts[-1].entries, EntryRef(piece.path)))
    book = Book(
        title="",
        kind=BookKind.TEXTBOOK,
        front=tuple(EntryRef(piece.path) for piece in pieces[:first]),
        parts=tuple(parts),
        back=tuple(EntryRef(piece.path) for piece in pieces[end:]),
    )
    paths = [ref.path for ref in book.places()]
    return book, {path: entries[path] for path in paths}, {path: files[path] for path in paths}
