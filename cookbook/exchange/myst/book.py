"""Jupyter Books (MyST Markdown with a _toc.yml) -> books."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from cookbook.errors import CookbookError
from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.myst.chapters import convert_chapter
from cookbook.exchange.myst.toc import Toc, TocEntry, parse_toc
from cookbook.exchange.rewriting.drafts import Draft, link_entries, settle_drafts
from cookbook.exchange.rewriting.figures import PictureShelf
from cookbook.exchange.rewriting.plain_words import lower_label
from cookbook.exchange.sources.bibliographies import Bibliography, join_bibliographies
from cookbook.exchange.sources.committers import credit_entries, read_committers
from cookbook.exchange.sources.lenient_frontmatter import read_leniently
from cookbook.exchange.sources.licences import find_licence
from cookbook.exchange.sources.source_files import open_source, read_source_text, walk_files
from cookbook.manuscript import Book, BookFolder, BookKind, Chapter, EntryRef, Part

TOC_FILE = "_toc.yml"
SUFFIXES = (".md",)
ROLES = (
    ("welcome", "introduction"), ("intro", "introduction"), ("index", "introduction"),
    ("preface", "preface"), ("foreword", "foreword"), ("dedication", "dedication"),
    ("afterword", "afterword"), ("appendix", "appendix"), ("glossary", "glossary"),
)  # fmt: skip
# Records beside the texts that are read for credits and licence, not printed.
RECORDS = re.compile(
    r"^(readme|licen[cs]e|code_of_conduct|contributing|changelog)\b", re.IGNORECASE
)


def recognises(source: Path) -> bool:
    """Tell whether a folder is a Jupyter Book: it has a _toc.yml and texts in Markdown."""
    if not (source / TOC_FILE).is_file():
        return False
    return next(iter(walk_files(source, suffixes=SUFFIXES)), None) is not None


def collect(source: Path, *, title: str, slug: str) -> Collected:
    """Read a Jupyter Book as a textbook.

    `title` is the book's title; without one it has the title of its first file, or `slug`. Raises
    SourceError where there is no such folder, FrontMatterError where _toc.yml can't be read.
    """
    source = open_source(source)
    toc = parse_toc(read_source_text(source, TOC_FILE).text, TOC_FILE)
    files = tuple(walk_files(source, suffixes=SUFFIXES))
    listed = {f"{entry.file}.md": entry for entry in toc.walk()}
    paths = _book_paths([file for file in listed if file in files])
    shelf = PictureShelf(source)
    items: list[ItemReport] = []
    drafts: list[Draft] = []
    for file in paths:
        try:
            drafts.append(_draft(source, file, listed[file].title, paths, shelf))
        except CookbookError as err:
            items.append(ItemReport(file, Outcome.SKIPPED, (str(err),)))
    items += [_only_made(draft) for draft in drafts if not draft.chapter.body]
    drafts = [
        _with_role(each, toc) for each in settle_drafts([d for d in drafts if d.chapter.body])
    ]
    entries = {draft.path: draft.chapter for draft in drafts}
    bibliography = _bibliography(source)
    committers = read_committers(source)
    book = _book(toc, {draft.item: draft.path for draft in drafts}, entries)
    book = replace(
        book,
        title=title or next((each.title for each in entries.values()), "") or slug,
        licence=find_licence(source),
    )
    credits_ = credit_entries(committers, {draft.path: draft.item for draft in drafts})
    items = [*(draft.report() for draft in drafts), *items]
    items += _left_out(toc, files, shelf, bibliography)
    return Collected(
        content=BookFolder(book, credits_, entries, bibliography.text),
        pictures=dict(shelf.placed),
        items=tuple(items),
    )


def _book_paths(files: list[str]) -> dict[str, str]:
    """Give each file its path in the book; two of one name are told apart by their folders."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for file in files:
        *folders, name = file.removesuffix(".md").split("/")
        stem = lower_label(name) or "chapter"
        while stem in taken:
            stem = f"{lower_label(folders.pop()) if folders else 'other'}-{stem}"
        taken.add(stem)
        paths[file] = f"chapters/{stem}.md"
    return paths


def _draft(
    source: Path, file: str, toc_title: str, paths: Mapping[str, str], shelf: PictureShelf
) -> Draft:
    decoded = read_source_text(source, file)
    read = read_leniently(decoded.text, file)
    folder = posixpath.dirname(file)
    chapter = convert_chapter(read.body, lambda reference: shelf.place(reference, folder))
    remarks = [*(f"{repair}." for repair in decoded.repairs), *read.remarks, *chapter.remarks]
    stem = posixpath.basename(paths[file]).removesuffix(".md")
    named = read.values.get("title")
    body = link_entries(chapter.body, _finder(folder, paths), remarks)
    label = chapter.label or stem
    written = Chapter(
        title=chapter.title or toc_title or (named if isinstance(named, str) else "") or stem,
        identifier=label,
        body=body.rstrip(),
    )
    if not (chapter.title or toc_title or named):
        remarks.append("It has no title; it got the name of its file.")
    aliases = {stem: label, **chapter.aliases}
    return Draft(file, paths[file], written, aliases, tuple(dict.fromkeys(remarks)))


def _only_made(draft: Draft) -> ItemReport:
    remarks = (*draft.remarks, "Nothing else stands in it, so it is no chapter.")
    return ItemReport(draft.item, Outcome.SKIPPED, remarks)


def _finder(folder: str, paths: Mapping[str, str]) -> Callable[[str], str]:
    """Make what finds the entry that a link in a file of `folder` names."""

    def find(file: str) -> str:
        path = posixpath.normpath(posixpath.join(folder, file)).lstrip("/")
        stem = re.sub(r"\.(md|html|ipynb)$", "", path)
        found = paths.get(f"{stem}.md") or paths.get(f"{file.lstrip('/')}.md", "")
        return found.removeprefix("chapters/")

    return find


def _with_role(draft: Draft, toc: Toc) -> Draft:
    """Say what stands before, after or at the head of the parts; that takes no number."""
    name = draft.item.removesuffix(".md")
    outer = {entry.file for each in (*toc.front, *toc.back) for entry in each.walk()}
    landings = {part.landing.file for part in toc.parts if part.landing}
    if name not in outer and name not in landings:
        return draft
    stem = name.rsplit("/", 1)[-1].lower()
    role = next((role for start, role in ROLES if stem.startswith(start)), "")
    if name in landings:
        role = "introduction"
    return replace(draft, chapter=replace(draft.chapter, role=role, numbered=False))


def _book(toc: Toc, paths: Mapping[str, str], entries: Mapping[str, Chapter]) -> Book:
    def refs(found: tuple[TocEntry, ...]) -> tuple[EntryRef, ...]:
        out: list[EntryRef] = []
        for entry in found:
            below = refs(entry.entries)
            path = paths.get(f"{entry.file}.md")
            # What stood under an absent file moves up into its place.
            out += [EntryRef(path, below)] if path else below
        return tuple(out)

    parts = []
    for part in toc.parts:
        landing = refs((part.landing,)) if part.landing else ()
        below = (*landing, *refs(part.entries))
        title = part.title or (entries[landing[0].path].title if landing else "")
        if below:
            parts.append(Part(title=title, entries=below))
    return Book(
        title="",
        kind=BookKind.TEXTBOOK,
        front=refs(toc.front),
        parts=tuple(parts),
        back=refs(toc.back),
    )


def _bibliography(source: Path) -> Bibliography:
    texts = [read_source_text(source, file).text for file in walk_files(source, suffixes=(".bib",))]
    return join_bibliographies(texts)


def _left_out(
    toc: Toc, files: tuple[str, ...], shelf: PictureShelf, bibliography: Bibliography
) -> list[ItemReport]:
    items: list[ItemReport] = []
    listed = [f"{entry.file}.md" for entry in toc.walk()]
    for file in listed:
        if file not in files:
            remark = f"{TOC_FILE} names it, but it is not in the collection."
            items.append(ItemReport(file, Outcome.SKIPPED, (remark,)))
    for file in files:
        if file not in listed:
            what = "It is a record" if RECORDS.match(file) else "It is a text"
            remark = f"{what} that {TOC_FILE} does not name."
            items.append(ItemReport(file, Outcome.SKIPPED, (remark,)))
    items += [
        ItemReport(name, Outcome.SKIPPED, ("It is a picture that no chapter shows.",))
        for name in shelf.unused()
    ]
    if bibliography.remarks:
        items.append(ItemReport("references.bib", Outcome.REPAIRED, bibliography.remarks))
    return items
