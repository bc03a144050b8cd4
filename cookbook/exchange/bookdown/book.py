"""R Markdown books (bookdown) -> books. R itself is never run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cookbook.errors import CookbookError
from cookbook.exchange.bookdown.chapters import (
    Converter,
    Place,
    SourceText,
    captions_of,
    labels_of,
    split_file,
)
from cookbook.exchange.bookdown.frame import describe_book, stated_licence, text_of
from cookbook.exchange.bookdown.people import read_authors
from cookbook.exchange.bookdown.pieces import INDEX, Piece, cut_pieces, join_drafts, set_book
from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.rewriting.drafts import Draft, labels_in, link_entries, settle_drafts
from cookbook.exchange.rewriting.figures import PictureShelf
from cookbook.exchange.rewriting.plain_words import heading_slug, label_of, plain_text
from cookbook.exchange.sources.bibliographies import Bibliography, join_bibliographies
from cookbook.exchange.sources.committers import credit_entries, read_committers
from cookbook.exchange.sources.lenient_frontmatter import read_leniently
from cookbook.exchange.sources.licences import find_licence
from cookbook.exchange.sources.source_files import open_source, read_source_text, walk_files
from cookbook.manuscript import BookFolder, Chapter
from cookbook.manuscript.frontmatter import Value

SETTINGS = "_bookdown.yml"
ROLES = {
    "dedication": "dedication", "preface": "preface", "foreword": "foreword",
    "introduction": "introduction", "overview": "introduction", "welcome": "introduction",
    "acknowledgements": "acknowledgements", "acknowledgments": "acknowledgements",
    "about the author": "about", "about the authors": "about", "epilogue": "epilogue",
    "afterword": "afterword", "postscript": "afterword", "colophon": "colophon",
    "glossary": "glossary",
}  # fmt: skip


def recognises(source: Path) -> bool:
    """Tell whether a folder is a bookdown book: an index.Rmd, and a sign of bookdown beside it."""
    index = source / INDEX
    if not index.is_file():
        return False
    if (source / SETTINGS).is_file() or (source / "_output.yml").is_file():
        return True
    try:
        text = read_source_text(source, INDEX).text
    except CookbookError:
        return False
    return "bookdown" in text or len(list(walk_files(source, suffixes=(".rmd",)))) > 1


def collect(source: Path, *, title: str, slug: str) -> Collected:
    """Read a bookdown book as a textbook.

    Without `title` the book has the title of its index.Rmd, or `slug`. Raises SourceError where
    there is no such folder, or no index.Rmd in it that can be read.
    """
    source = open_source(source)
    index = read_leniently(read_source_text(source, INDEX).text, INDEX)
    sources, items = _read_sources(source)
    pieces = cut_pieces(sources, plain_text(text_of(index.values, "title")) or title or slug)
    shelf = PictureShelf(source)
    drafts, skipped = _drafts(sources, pieces, shelf)
    book, entries, files = set_book(pieces, {draft.path: draft.chapter for draft in drafts})
    bibliography = _bibliography(source, index.values)
    licence = find_licence(source) or stated_licence(entries.values())
    book = describe_book(book, index.values, title, slug)
    committers = read_committers(source)
    names = read_authors(text_of(index.values, "author"))
    credits_ = credit_entries(committers, files, names)
    if bibliography.remarks:
        items.append(ItemReport("references.bib", Outcome.REPAIRED, bibliography.remarks))
    items += [
        ItemReport(name, Outcome.SKIPPED, ("It is a picture that no chapter shows.",))
        for name in shelf.unused()
    ]
    return Collected(
        content=BookFolder(replace(book, licence=licence), credits_, entries, bibliography.text),
        pictures=dict(shelf.placed),
        items=(*_by_file(drafts), *skipped, *items),
    )


def _read_sources(source: Path) -> tuple[list[SourceText], list[ItemReport]]:
    sources: list[SourceText] = []
    items: list[ItemReport] = []
    for file in _order(source):
        try:
            text = read_source_text(source, file).text
        except CookbookError as err:
            items.append(ItemReport(file, Outcome.SKIPPED, (str(err),)))
            continue
        sources.append(split_file(read_leniently(text, file).body, file))
    return sources, items


def _order(source: Path) -> list[str]:
    """Give the files in the book's order: as _bookdown.yml lists them, else by name."""
    found = [
        file
        for file in walk_files(source, suffixes=(".rmd",))
        if "/" not in file and not file.startswith("_")
    ]
    settings = read_leniently(f"---\n{_settings(source)}\n---\n", SETTINGS).values
    listed = settings.get("rmd_files", ())
    if isinstance(listed, Mapping):
        listed = next(iter(listed.values()), ())
    if isinstance(listed, tuple) and listed:
        return [file for file in listed if isinstance(file, str) and (source / file).is_file()]
    return sorted(found, key=lambda file: (file != INDEX, file))


def _settings(source: Path) -> str:
    try:
        return read_source_text(source, SETTINGS).text
    except CookbookError:
        return ""


def _drafts(
    sources: Sequence[SourceText], pieces: Sequence[Piece], shelf: PictureShelf
) -> tuple[list[Draft], list[ItemReport]]:
    captions = captions_of(sources)
    claimed = labels_of(sources)

    def known(name: str) -> str:
        return claimed.get(name) or claimed.get(name.partition(":")[2], "")

    # What a chunk claims as its label may turn out to be no figure; so all is converted once to
    # see which labels there are, and once more with references to those only.
    first = [_draft(piece, captions, known, shelf) for piece in pieces]
    real = {label for draft in first for label in _labels(draft)}
    slugs = set(claimed.values())

    def real_only(name: str) -> str:
        label = known(name)
        is_float = label.startswith(("fig:", "tbl:"))
        return label if label in real or (label in slugs and not is_float) else ""

    drafts = [_draft(piece, captions, real_only, shelf) for piece in pieces]
    used = {piece.source.file for piece in pieces}
    skipped = [
        ItemReport(source.file, Outcome.SKIPPED, (_why_empty(source),))
        for source in sources
        if source.file not in used
    ]
    linked = [_linked(draft, pieces) for draft in join_drafts(drafts)]
    return list(settle_drafts(linked)), skipped


def _linked(draft: Draft, pieces: Sequence[Piece]) -> Draft:
    """Lead links to other files of the book, or to its pages, to the entries."""
    names = {piece.source.file: piece.path for piece in reversed(pieces)}
    names |= {f"{piece.section.label}.html": piece.path for piece in pieces if piece.section.label}
    remarks = list(draft.remarks)
    body = link_entries(
        draft.chapter.body,
        lambda file: names.get(posixpath.basename(file), "").removeprefix("chapters/"),
        remarks,
    )
    chapter = replace(draft.chapter, body=body)
    return replace(draft, chapter=chapter, remarks=tuple(remarks))


def _labels(draft: Draft) -> Iterable[str]:
    return (draft.chapter.identifier, *labels_in(draft.chapter.body))


def _why_empty(source: SourceText) -> str:
    if source.shelter.restore(source.before).strip():
        return (
            "It holds no title, only R that would print something; the press makes the references."
        )
    return "It is empty."


def _draft(
    piece: Piece,
    captions: Mapping[str, str],
    knows: Callable[[str], str],
    shelf: PictureShelf,
) -> Draft:
    section = piece.section
    folder = posixpath.dirname(section.file)
    converter = Converter(
        source=piece.source,
        captions=captions,
        knows=knows,
        place=lambda reference: shelf.place(reference, folder),
        place_ending=shelf.place_ending,
    )
    body = converter.convert(section.text)
    label = section.label or heading_slug(section.title)
    role = ROLES.get(section.title.lower(), "")
    chapter = Chapter(
        title=section.title,
        identifier=label_of(label) or "chapter",
        role=role or ("appendix" if section.place is Place.APPENDIX else ""),
        numbered=None if section.place in (Place.CHAPTER, Place.APPENDIX) else False,
        body=body,
    )
    remarks = tuple(dict.fromkeys(converter.remarks))
    return Draft(section.file, piece.path, chapter, {}, remarks)


def _bibliography(source: Path, values: Mapping[str, Value]) -> Bibliography:
    """Join the bibliographies that index.Rmd names; R around a name is passed over."""
    named = re.findall(r"[\w./-]+\.bib\b", text_of(values, "bibliography"))
    found = list(walk_files(source, suffixes=(".bib",)))
    files = [file for file in found if posixpath.basename(file) in map(posixpath.basename, named)]
    return join_bibliographies([read_source_text(source, file).text for file in files or found])


def _by_file(drafts: Sequence[Draft]) -> list[ItemReport]:
    """Report each file once, though it may hold several chapters."""
    remarks: dict[str, list[str]] = {}
    for draft in drafts:
        remarks.setdefault(draft.item, []).extend(draft.remarks)
    return [
        ItemReport(item, Outcome.REPAIRED if said else Outcome.IMPORTED, tuple(dict.fromkeys(said)))
        for item, said in remarks.items()
    ]
