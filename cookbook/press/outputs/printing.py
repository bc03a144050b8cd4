"""Stage: the assembled book -> a PDF, laid out by WeasyPrint in a child process with limits."""

from __future__ import annotations

import contextlib
import html
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from string import Template
from typing import Any

from cookbook.config import kit_folder
from cookbook.manuscript.books import BookKind
from cookbook.press.bounded import EPOCH, granted
from cookbook.press.caching import MemoryCache
from cookbook.press.formulas.formulary import Formulary
from cookbook.press.languages import direction_of, is_right_to_left
from cookbook.press.matter.frontpages import contents_page
from cookbook.press.matter.lines import without_words
from cookbook.press.mirroring import for_pages, is_as_written
from cookbook.press.outputs.displays import set_displays_apart
from cookbook.press.outputs.fontsettings import write_font_settings
from cookbook.press.outputs.footnotes import place_footnotes
from cookbook.press.outputs.listnumbers import keep_numbers
from cookbook.press.outputs.longtables import part_long_tables
from cookbook.press.outputs.markup import MarkupStyle, nest, write_sections
from cookbook.press.pictures.vetting import VettedPicture
from cookbook.press.reading.breaking import break_long_words
from cookbook.press.sections import AssembledBook, BookFace, Matter, Section, SectionKind
from cookbook.press.themes import Theme
from cookbook.press.tree import Blocks
from cookbook.press.typesetting.galleys import Around, mark_roman, mark_running_on, running_on
from cookbook.press.typesetting.locators import has_places, number_places
from cookbook.press.typesetting.problems import LayoutError
from cookbook.press.warnings import WarningKind, Warnings
from cookbook.press.words import words_of
from cookbook.press.workshop import scratch_folder

LAYOUT_SECONDS = 3600.0
LAYOUT_MEMORY_MB = 6000
PDF_VARIANT = "pdf/ua-1"


OPENING_PAGE = re.compile(r"<section\b.*?</section>", re.DOTALL)


@dataclass(frozen=True)
class PrintedBook:
    """What came of the layout: how many pages, the folio of every anchor, and of page marks.

    `plates` are the pages, counted from 0, whose picture hangs over their edges.
    """

    pages: int
    folios: Mapping[str, str]
    page_marks: Mapping[str, str] = field(default_factory=dict)
    plates: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PrintJob:
    """What is to be printed: a book, in a theme, with its formulas set."""

    book: AssembledBook
    theme: Theme
    formulary: Formulary

    @property
    def is_rtl(self) -> bool:
        """Tell whether the book is read from right to left."""
        return is_right_to_left(self.book.book.language)


def print_book(
    job: PrintJob,
    pdf: Path,
    warnings: Warnings,
    *,
    on_page: Callable[[int], None] = lambda _: None,
) -> PrintedBook:
    """Lay out a book and write its PDF.

    Raises LayoutError where that takes too long, too much memory, or fails.
    """
    printed = _print(job, pdf, warnings, 0.0, on_page)
    gutter = job.theme.page.gutter(printed.pages)
    # How wide the gutter is, is known when the pages are; it changes none of them.
    return _print(job, pdf, Warnings(), gutter, on_page) if gutter else printed


def _print(
    job: PrintJob, pdf: Path, warnings: Warnings, gutter: float, on_page: Callable[[int], None]
) -> PrintedBook:
    with scratch_folder() as folder:
        page = prepare_folder(job, folder, gutter)
        task = {
            "html": str(page),
            "pdf": str(folder / "book.pdf"),
            "folders": [str(folder), str(kit_folder())],
            "body_anchor": first_body_anchor(job.book),
            "variant": PDF_VARIANT,
            "is_rtl": job.is_rtl,
        }
        number_terms(page, task, folder)
        done = run_typesetter(task, folder, warnings, on_page)
        pdf.write_bytes((folder / "book.pdf").read_bytes())
    return PrintedBook(done["pages"], done["folios"], done["page_marks"])


def number_terms(page: Path, task: Mapping[str, Any], folder: Path) -> None:
    """Put page numbers behind the terms of indexes, where a page has any.

    Which of them are printed depends on where all stands. What is marked stands before the indexes,
    so a layout without these numbers tells where.
    """
    markup = page.read_text(encoding="utf-8")
    if has_places(markup):
        # What there is to remark on is remarked on when the pages are laid out again.
        found = run_typesetter({**task, "pdf": ""}, folder, Warnings(), lambda _: None)
        page.write_text(number_places(markup, found["folios"]), encoding="utf-8")


def prepare_folder(job: PrintJob, folder: Path, gutter: float = 0.0) -> Path:
    """Put everything that the layout reads into a folder; give its HTML page."""
    write_files(job, folder)
    style = print_style(job)
    front = _front_anchors(job.book)
    sections = book_sections(job.book)
    following = followers_of(job, sections)
    pieces = (
        (section, mark_running_on(markup) if section.identifier in following else markup)
        for section, markup in write_sections(sections, style, MemoryCache())
    )
    body = mark_roman("".join(nest(pieces)), front)
    page = folder / "book.html"
    first = first_body_anchor(job.book)
    html = print_page(job.book.face, job.theme, body, first, gutter=gutter)
    page.write_text(html, encoding="utf-8")
    return page


def followers_of(job: PrintJob, sections: Sequence[Section]) -> Collection[str]:
    """Give the ids of the sections that begin no page, as the theme lets recipes run on."""
    return running_on(sections) if job.theme.runs_on else frozenset()


def write_files(job: PrintJob, folder: Path) -> None:
    """Put the pictures and formulas of a book into a folder."""
    for name, read in book_files(job).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(read())


def book_files(job: PrintJob) -> dict[str, Callable[[], bytes]]:
    """Give what reads each picture and formula of a book, by its address in the HTML."""
    files: dict[str, Callable[[], bytes]] = {}
    for picture in job.book.pictures.values():
        files[picture_address(picture)] = partial(getattr, picture.print, "data")
    for file, svg in job.formulary.files().items():
        files[f"formulas/{file}"] = partial(bytes, svg)
    return files


def print_style(job: PrintJob) -> MarkupStyle:
    """Give the way in which sections are written for the PDF."""

    def prepare(blocks: Blocks) -> Blocks:
        placed = place_footnotes(job.formulary.place(without_words(blocks)))
        return keep_numbers(part_long_tables(set_displays_apart(placed)))

    return MarkupStyle("print", _addresses(job.book), prepare)


def _addresses(book: AssembledBook) -> Callable[[str], str]:
    return lambda path: picture_address(book.pictures[path])


def picture_address(picture: VettedPicture) -> str:
    """Give the address of a picture as the layout finds it."""
    return f"pictures/{picture.print.name}"


def _front_anchors(book: AssembledBook) -> set[str]:
    """Give the links that lead to pages with roman folios."""
    front = [section for section in book.sections if section.matter is Matter.FRONT]
    return {identifier for section in front for identifier in section.facts.identifiers}


def print_page(
    face: BookFace, theme: Theme, body: str = "", first: str = "", *, gutter: float = 0.0
) -> str:
    """Make the whole HTML page: head, cover, half-title, body.

    `first` is the id of the section at which arabic folios begin; `gutter` is in inches.
    """
    template = Template((kit_folder() / "print" / "book.html").read_text(encoding="utf-8"))
    facts = face.book
    styles = style_elements(theme.print_styles, facts.language)
    picture = ""
    if face.cover:
        source, alternative = picture_address(face.cover), facts.cover_alt or facts.title
        picture = f'<img class="art" src="{html.escape(source)}" alt="{html.escape(alternative)}">'
    has_numbers = facts.kind is BookKind.TEXTBOOK
    page = template.substitute(
        language=html.escape(facts.language),
        direction=direction_of(facts.language),
        title=html.escape(facts.title),
        subtitle=html.escape(facts.subtitle),
        authors=html.escape(cover_line(face)),
        author_list=html.escape(", ".join(facts.editors or face.authors[:20])),
        description=html.escape(facts.description),
        publisher=html.escape(facts.publisher),
        kind=facts.kind.value,
        numbering="numbered" if has_numbers else "unnumbered",
        cover_picture=picture,
        cover_class="with-art" if picture else "without-art",
        page=theme.page.css(gutter) + words_of(facts).css(),
        styles=styles,
        first=html.escape(first),
        body=body,
    )
    return break_long_words(page)


def style_elements(files: Sequence[Path], language: str) -> str:
    """Give what has a page read style sheets: as they are, or as its language wants them."""
    if is_as_written(language):
        links = (html.escape(file.as_uri()) for file in files)
        return "\n".join(f'<link rel="stylesheet" href="{each}">' for each in links)
    sheets = (for_pages(file, language) for file in files)
    return "\n".join(f"<style>{each}</style>" for each in sheets)


def around_of(book: AssembledBook) -> Around:
    """Give what is the same around all signatures of a book."""
    has_numbers = book.book.kind is BookKind.TEXTBOOK
    return Around(
        book.book.language,
        f"{book.book.kind.value} {'numbered' if has_numbers else 'unnumbered'}",
        first_body_anchor(book),
        frozenset(_front_anchors(book)),
    )


def opening_pages(face: BookFace, theme: Theme) -> list[str]:
    """Give the HTML of the pages that stand before all sections."""
    return OPENING_PAGE.findall(print_page(face, theme))


def first_body_anchor(book: AssembledBook) -> str:
    """Give the id of the section at which arabic folios begin."""
    for section in book.sections:
        if section.matter is Matter.BODY:
            return section.identifier
    return book.sections[-1].identifier


def cover_line(face: BookFace) -> str:
    """Give those whom a cover names: the editors, or else the authors where they are few."""
    if face.book.editors:
        return " · ".join(face.book.editors)
    return " · ".join(face.authors) if len(face.authors) <= 4 else ""  # noqa: PLR2004


def book_sections(book: AssembledBook) -> list[Section]:
    """Put the contents behind the copyright page and the dedication."""
    opening = {SectionKind.TITLE_PAGE, SectionKind.COPYRIGHT, SectionKind.DEDICATION}
    before = [section for section in book.sections if section.kind in opening]
    after = [section for section in book.sections if section.kind not in opening]
    return [*before, contents_page(after, "contents", words_of(book.book)), *after]


def run_typesetter(
    job: Mapping[str, Any], folder: Path, warnings: Warnings, on_page: Callable[[int], None]
) -> dict[str, Any]:
    """Run a layout job (see `typesetter.typeset`) in a child process, within limits.

    Raises LayoutError where it takes too long, too much memory, or fails.
    """
    command = [sys.executable, "-m", "cookbook.press.outputs.typesetter"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "SOURCE_DATE_EPOCH": EPOCH,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "FONTCONFIG_FILE": str(write_font_settings(folder)),
    }
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
        text=True,
        encoding="utf-8",
    ) as process:
        timer = threading.Timer(granted(LAYOUT_SECONDS), process.kill)
        timer.start()
        try:
            errors = _Drain(process.stderr)
            _feed(process, {**job, "memory_mb": LAYOUT_MEMORY_MB})
            done = _listen(process.stdout or (), warnings, on_page)
            code = process.wait()
        finally:
            timer.cancel()
            process.kill()
    if code != 0 or done is None:
        raise LayoutError(
            f"the pages could not be laid out (code {code}): {errors.last_words()}",
            remedy=f"It may take {LAYOUT_SECONDS / 60:.0f} minutes and {LAYOUT_MEMORY_MB} MB; "
            "split the book, or look for an entry of unusual size in the report.",
        )
    return done


class _Drain:
    """Reads a stream to its end beside us, so that a full pipe stops nobody."""

    def __init__(self, stream: Iterable[str] | None) -> None:
        self.lines: list[str] = []
        self.thread = threading.Thread(target=self._read, args=(stream or (),), daemon=True)
        self.thread.start()

    def _read(self, stream: Iterable[str]) -> None:
        for line in stream:
            self.lines.append(line.rstrip())
            del self.lines[:-20]

    def last_words(self) -> str:
        """Give the last lines that came."""
        self.thread.join(timeout=5)
        return " ".join(self.lines[-3:])


def _feed(process: subprocess.Popen[str], job: Mapping[str, Any]) -> None:
    # A child that ended before it read its job is told by its code.
    with contextlib.suppress(BrokenPipeError):
        if process.stdin is not None:
            process.stdin.write(json.dumps(job))
            process.stdin.close()


def _listen(
    lines: Iterable[str], warnings: Warnings, on_page: Callable[[int], None]
) -> dict[str, Any] | None:
    done: dict[str, Any] | None = None
    for line in lines:
        message = json.loads(line)
        if "page" in message:
            on_page(message["page"])
        elif "warning" in message:
            warnings.add("", WarningKind.LAYOUT, str(message["warning"])[:300])
        elif "done" in message:
            done = message["done"]
    return done
