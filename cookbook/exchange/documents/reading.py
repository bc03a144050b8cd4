"""Bytes and a name in, a document in parts out; and each part as a chapter with its pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from cookbook.exchange.documents.arrivals import report_missing
from cookbook.exchange.documents.bibliography import bibliography_of, cited_entries, references_of
from cookbook.exchange.documents.gathered import (
    Document,
    DocumentChapter,
    Kind,
    Loss,
    Part,
    Source,
)
from cookbook.exchange.documents.kinds import tell_kind
from cookbook.exchange.documents.losses import LossBook, bounded
from cookbook.exchange.documents.markup import parse_markup
from cookbook.exchange.documents.open_losses import count_in_open, with_formulas_in_lines
from cookbook.exchange.documents.packages import pack
from cookbook.exchange.documents.page_losses import count_in_page
from cookbook.exchange.documents.parting import (
    label_of_chapter,
    named_by_file,
    names_in,
    part_document,
    said_people,
    said_title,
    without_byline,
)
from cookbook.exchange.documents.pictures import Album
from cookbook.exchange.documents.problems import DocumentError
from cookbook.exchange.documents.tex.latex import read_latex
from cookbook.exchange.documents.tidying import Tidier
from cookbook.exchange.documents.word_links import lead_to_headings
from cookbook.exchange.documents.word_losses import count_in_word
from cookbook.exchange.documents.writing import write_body
from cookbook.exchange.rewriting.plain_words import label_of
from cookbook.exchange.sources.lenient_frontmatter import read_leniently
from cookbook.manuscript import Chapter
from cookbook.press.bounded import BoundsExceededError, ProgramFailedError
from cookbook.press.pandoc import CHAPTER_FORMAT, ForeignTree, read_foreign
from cookbook.press.tree import para, plain_text, text, walk

READ_SECONDS = 20
MOST_NAMED = 12
MARKDOWN_EXTRAS = (
    "+raw_html+native_divs+native_spans+latex_macros+lists_without_preceding_blankline"
)
"""What people's own Markdown has besides our chapters', to be made words or marks of ours."""
READERS = {
    Kind.DOCX: "docx+citations",
    Kind.ODT: "odt",
    Kind.EPUB: "epub",
    Kind.HTML: "html",
    Kind.MARKDOWN: f"{CHAPTER_FORMAT}{MARKDOWN_EXTRAS}",
}
FORMULA_FOLDER = re.compile(rb'(<draw:object\b[^>]*href="[^"]*)/"')
MARKUP_ENDINGS = (".xml", ".rels", ".opf", ".ncx", ".xhtml")
TOO_DEEP = "Something in the file is nested so deeply that it can't be read."


def read_document(data: bytes, name: str) -> Document:
    """Read a document that was sent under a name. Raises DocumentError, with what to do.

    Nothing is run, and no file and no network is reached: pandoc gets the bytes of one text, or
    a package that was packed anew, and runs within bounds of time and memory.
    """
    return read_source(tell_kind(data, name))


def read_source(source: Source) -> Document:
    """Read a document that was told apart; see `read_document`."""
    try:
        return READ[source.kind](source)
    except BoundsExceededError as err:
        raise DocumentError(
            "The file takes too much time or memory to read.",
            remedy="Part it into several files, or save it as DOCX.",
        ) from err
    except ProgramFailedError as err:
        raise DocumentError(
            f"The file can't be read as {source.kind.value}.",
            remedy="Open it in the program that it was made with, save it again, "
            "and choose the new one.",
        ) from err
    except RecursionError as err:
        raise DocumentError(TOO_DEEP, remedy="Save it as plain text, and choose that.") from err


def make_chapter(
    document: Document, part: Part, *, labels: Iterable[str] = (), mark: str = ""
) -> DocumentChapter:
    """Make a chapter of a part, with its pictures. Raises DocumentError.

    Links lead to places in it, and to further `labels` that the book has. The names of pictures
    differ from those that another `mark` gives.
    """
    try:
        return _make_chapter(document, part, labels, mark)
    except (BoundsExceededError, ProgramFailedError, RecursionError) as err:
        raise DocumentError(
            "The text can't be written as a chapter.", remedy="Part it into several files."
        ) from err


def _make_chapter(
    document: Document, part: Part, labels: Iterable[str], mark: str
) -> DocumentChapter:
    source = document.source
    title = part.title or document.title or named_by_file(source.name)
    known = frozenset({*map(label_of, names_in(part.blocks)), *labels})
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30] or "picture"
    album = Album(source.files, posixpath.dirname(source.main), stem, mark)
    losses = LossBook()
    tidier = Tidier(
        album,
        losses,
        known,
        keeps_furniture=source.kind in (Kind.MARKDOWN, Kind.LATEX),
        every_label=source.kind is Kind.LATEX,
    )
    blocks = tidier.tidy(part.blocks)
    identifier = tidier.label(label_of_chapter(part.blocks))
    chapter = Chapter(title, document.by, identifier=identifier, body=write_body(blocks))
    used = tuple(picture for path, picture in album.placed.items() if f"../{path})" in chapter.body)
    sources = cited_entries(document.bibliography, tidier.citations)
    if sources.missing:
        losses.place = ""
        losses.say(f"The text cites what the file gives no source of: {sources.missing}.")
    if tidier.elsewhere:
        losses.place = ""
        losses.say(_led_elsewhere(tidier.elsewhere))
    said = bounded((*_losses_of(document, part), *part.losses, *losses.losses()))
    return DocumentChapter(chapter, used, sources.text, said)


def _losses_of(document: Document, part: Part) -> list[Loss]:
    """Give the losses of a document that concern a part: those of its sections, and of none."""
    if part.whole or len(document.parts) == 1:
        return list(document.losses)
    headings = {
        plain_text(node["c"][2])[:120] for node in walk(part.blocks) if node["t"] == "Header"
    }
    places = {"", part.title[:120], *headings}
    return [loss for loss in document.losses if loss.place in places]


def _led_elsewhere(labels: AbstractSet[str]) -> str:
    some = ", ".join(sorted(labels)[:MOST_NAMED])
    more = f" and {len(labels) - MOST_NAMED} more" if len(labels) > MOST_NAMED else ""
    return (
        f"References lead to places outside of this text: {some}{more}. "
        "They will hold when a chapter of the book has these labels."
    )


def _read_word(source: Source) -> Document:
    _check_markup(source)
    counter = count_in_word(source)
    tree = lead_to_headings(_read_package(source), counter.bookmarks)
    book = counter.book
    report_missing(counter.texts, tree, book)
    return _document(source, tree, book.losses())


def _read_open(source: Source) -> Document:
    _check_markup(source)
    scanned = count_in_open(source)
    tree = with_formulas_in_lines(_read_package(source))
    report_missing(scanned.texts, tree, scanned.book)
    return _document(
        source, tree, scanned.book.losses(), title=scanned.title, by=tuple(scanned.people)
    )


def _read_epub(source: Source) -> Document:
    _check_markup(source)
    tree = _read_package(source)
    document = _document(source, tree, ())
    return replace(document, parts=tuple(_with_losses(part, source) for part in document.parts))


def _with_losses(part: Part, source: Source) -> Part:
    """Give a part of an e-book the losses of the page that its words come from."""
    named = (
        name for name in source.files if posixpath.basename(name) == posixpath.basename(part.file)
    )
    page = next(named, "")
    if not page:
        return part
    book = LossBook()
    texts = count_in_page(source.files[page], book)
    report_missing(texts, ForeignTree([*part.blocks, para(text(part.title))], {}), book)
    return replace(part, losses=book.losses())


def _read_page(source: Source) -> Document:
    book = LossBook()
    texts = count_in_page(source.data, book)
    tree = read_foreign(source.data, READERS[Kind.HTML], seconds=READ_SECONDS)
    report_missing(texts, tree, book)
    return _document(source, tree, book.losses())


def _read_markdown(source: Source) -> Document:
    front = read_leniently(source.data.decode(), source.name)
    tree = read_foreign(front.body.encode(), READERS[Kind.MARKDOWN], seconds=READ_SECONDS)
    title = front.values.get("title", "")
    by = front.values.get("by") or front.values.get("author") or front.values.get("authors") or ()
    names = (by,) if isinstance(by, str) else tuple(each for each in by if isinstance(each, str))
    return _document(source, tree, (), title=title if isinstance(title, str) else "", by=names)


def _read_latex(source: Source) -> Document:
    read = read_latex(source)
    return _document(source, read.tree, read.losses, has_chapters=read.has_chapters)


def _read_package(source: Source) -> ForeignTree:
    """Read a package that is packed anew; of its pictures there are only the names."""
    light = {name: data if _is_markup(name, data) else b"" for name, data in source.files.items()}
    if source.kind is Kind.ODT:
        # pandoc looks for the formulas of such an address in a folder without a name.
        light[source.main] = re.sub(
            rb'(<draw:object\b[^>]*href="[^"]*)/"', rb'\1"', light[source.main]
        )
    return read_foreign(pack(light), READERS[source.kind], seconds=READ_SECONDS)


def _is_markup(name: str, data: bytes) -> bool:
    return (
        name == "mimetype"
        or name.lower().endswith((*MARKUP_ENDINGS, ".html", ".htm"))
        or data[:200].lstrip().startswith(b"<")
    )


def _check_markup(source: Source) -> None:
    """Refuse packages whose XML is broken or declares entities, before anything else reads it."""
    for name, data in source.files.items():
        if name.lower().endswith(MARKUP_ENDINGS) and data.strip():
            parse_markup(data, name)


def _document(  # noqa: PLR0913 -- what pandoc read, and what is known besides
    source: Source,
    tree: ForeignTree,
    losses: Sequence[Loss],
    *,
    title: str = "",
    by: tuple[str, ...] = (),
    has_chapters: bool = False,
) -> Document:
    said = title or said_title(tree.metadata)
    by = by or said_people(tree.metadata)
    parts = tuple(
        without_byline(part, (said, *by))
        for part in part_document(source.kind, tree.blocks, said, has_chapters=has_chapters)
    )
    if not any(part.letters or part.blocks for part in parts):
        raise DocumentError("There are no words in the file.", remedy="Choose another one.")
    sources = bibliography_of(source.files)
    return Document(
        source=source,
        title=said or parts[0].title or named_by_file(source.name),
        by=by,
        parts=parts,
        bibliography=references_of(tree.metadata) + sources.text,
        losses=(*map(Loss, sources.remarks), *losses),
        labels=frozenset(map(label_of, names_in(tree.blocks))),
    )


READ = {
    Kind.DOCX: _read_word,
    Kind.ODT: _read_open,
    Kind.EPUB: _read_epub,
    Kind.HTML: _read_page,
    Kind.MARKDOWN: _read_markdown,
    Kind.LATEX: _read_latex,
}
"""How each kind is read."""
