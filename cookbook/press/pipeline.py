"""The press from end to end: a book folder in, the wished files and a report out."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Protocol

from cookbook.errors import CookbookError
from cookbook.manuscript import BookFolder, parse_book
from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.digests import digest_folder
from cookbook.press.assembling import Told, assemble
from cookbook.press.caching import Cache, MemoryCache, cache_key
from cookbook.press.contents import contents_tree
from cookbook.press.finished import WEB_FOLDER, are_there, move_finished
from cookbook.press.formulas.formulary import Formulary, set_book_formulas
from cookbook.press.garbage import collecting_seldom
from cookbook.press.keeping.manuscripts import read_kept_folder
from cookbook.press.outputs.bound import Bench, print_bound
from cookbook.press.outputs.covers import CoverEasel, Fittings, cover_easel
from cookbook.press.outputs.documents import archive_source, write_docx, write_plain_text
from cookbook.press.outputs.epub import EpubJob, bind_epub
from cookbook.press.outputs.glyphs import warn_of_missing_glyphs
from cookbook.press.outputs.printing import PrintedBook, PrintJob, print_book
from cookbook.press.outputs.webpages import WebEdition, WebHome, WebJob, write_pages
from cookbook.press.pictures.resolution import warn_of_coarse_photos
from cookbook.press.printshop.printing import BoundFile, PrintFiles, print_for_shop
from cookbook.press.report import REPORT_JSON, REPORT_TEXT, BuildReport, OutputFile, Stopwatch
from cookbook.press.sections import AssembledBook, BookFace, SectionKind, slug
from cookbook.press.themes import Theme, find_theme
from cookbook.press.typesetting.crew import LocalCrew, Workforce
from cookbook.press.typesetting.styles import press_styles
from cookbook.press.warnings import Warnings
from cookbook.press.words import words_of
from cookbook.press.workshop import making_folder, scratch_folder


class Format(StrEnum):
    """What the press can make of a book."""

    EPUB = "epub"
    PDF = "pdf"
    WEB = "web"
    LARGE = "large-print"
    """A PDF in 18 points, for weak eyes."""
    TEXT = "text"
    DOCX = "docx"
    SOURCE = "source"
    """All that was written, with its pictures, as a ZIP archive."""
    PRINT = "print"
    """For a print shop: the inside and the cover as PDFs of their own, and a sheet of facts."""


PUBLISHED = (Format.EPUB, Format.PDF, Format.WEB)
"""What readers are given."""


def with_wished(formats: tuple[Format, ...], source: Path) -> tuple[Format, ...]:
    """Give formats with those that the book of a folder wishes besides.

    Where the book can't be read, it wishes nothing; pressing it will say what is wrong.
    """
    try:
        book = parse_book((source / BOOK_FILE).read_text(encoding="utf-8"))
        wished = tuple(Format(each) for each in book.wishes.besides)
    except (OSError, UnicodeDecodeError, CookbookError):
        return formats
    return tuple(dict.fromkeys((*formats, *wished)))


class Layout(StrEnum):
    """How the pages of a PDF come about; the outcome is the same."""

    BOUND = "bound"
    """Signature by signature, by several processes, from what is kept of builds before."""
    PLAIN = "plain"
    """The whole book in one call: slow, and the measure of what is right."""


class Progress(Protocol):
    """Whoever wants to know how far a build is."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Hear that a stage begins, and of how many steps, where that is known."""

    def step(self, done: int) -> None:
        """Hear how many steps of the stage are done."""


class SilentProgress:
    """Tells nobody."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Ignore it."""

    def step(self, done: int) -> None:
        """Ignore it."""


@dataclass(frozen=True)
class PressOptions:
    """How to press: the formats, theme and trim ("" for the book's own), the number of processes.

    `web_home` is where the web pages lead back to, None where they stand for themselves. `cache` is
    what remembers builds before, `crew` the warm workers that set pages; without them a build has
    its own, and forgets all when it ends.
    """

    formats: tuple[Format, ...] = (Format.EPUB, Format.PDF)
    theme: str = ""
    trim: str = ""
    workers: int = max(1, os.cpu_count() or 1)
    web_home: WebHome | None = None
    layout: Layout = Layout.BOUND
    cache: Cache = field(default_factory=MemoryCache)
    crew: Workforce | None = None


def press_book(
    source: Path,
    out: Path,
    options: PressOptions | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Press a book folder into files in `out`, with a report beside them.

    Files replace older ones only when they are whole. Raises CookbookError where the folder is no
    book, a manuscript can't be read, the theme is unknown, or a stage fails. The process, with its
    group, may be killed at any moment: what is left then does no harm, and the next run sweeps it.
    """
    with collecting_seldom():
        return _press(source, out, options or PressOptions(), progress or SilentProgress())


def _press(source: Path, out: Path, chosen: PressOptions, listener: Progress) -> BuildReport:
    watch, warnings = Stopwatch(), Warnings()
    with watch.stage("look"):
        key = _book_key(source, chosen)
        unchanged = _unchanged(key, out, chosen.cache)
    if unchanged is not None:
        return unchanged
    with watch.stage("read"):
        folder = read_kept_folder(source, chosen.cache)
        theme = find_theme(folder.book, chosen.theme, chosen.trim)
        _check_out(source, out)
    listener.stage("Reading", len(folder.entries))
    with cover_easel(theme, chosen.cache) as easel:
        with watch.stage("assemble"):
            told = Told(_begins_cover(easel, chosen), listener.step)
            room = theme.page.room
            book = assemble(
                folder, source, warnings, cache=chosen.cache, told=told, room=room, theme=theme
            )
            warn_of_missing_glyphs(book, warnings)
        out.mkdir(parents=True, exist_ok=True)
        with making_folder(out) as making:
            build = _Build(
                source, folder, book, theme, chosen, easel, making, warnings, watch, listener
            )
            report = build.run(out)
    (out / REPORT_JSON).write_text(report.as_json(), encoding="utf-8")
    (out / REPORT_TEXT).write_text(report.as_text(), encoding="utf-8")
    chosen.cache.put(key, report.as_json().encode())
    return report


def _begins_cover(easel: CoverEasel, options: PressOptions) -> Callable[[BookFace], object]:
    """Give what begins the cover as soon as it is known, where one is wanted as a picture."""
    is_wanted = {Format.EPUB, Format.WEB} & set(options.formats)
    return easel.begin if is_wanted else lambda _: None


def _book_key(source: Path, options: PressOptions) -> str:
    """Give the key of everything on which a build's files depend."""
    formats = sorted(each.value for each in options.formats)
    home = options.web_home
    wishes = (*formats, options.theme, options.trim, options.layout.value, repr(home))
    return cache_key("book", digest_folder(source), *wishes)


def _unchanged(key: str, out: Path, cache: Cache) -> BuildReport | None:
    """Give the report of a build of the same book whose files lie in `out` as it left them."""
    kept = cache.get(key)
    if kept is None:
        return None
    report = BuildReport.from_json(kept.decode())
    reported = out / REPORT_JSON
    is_here = reported.is_file() and reported.read_bytes() == kept
    return report if is_here and are_there(report.files, out) else None


def file_stem(book: AssembledBook) -> str:
    """Give the name that a book's files have, without their ending."""
    return slug(book.book.title) or "book"


@dataclass
class _Build:
    """One run of the writers on the book in `source`; unfinished files lie in `making`."""

    source: Path
    folder: BookFolder
    book: AssembledBook
    theme: Theme
    options: PressOptions
    easel: CoverEasel
    making: Path
    warnings: Warnings
    watch: Stopwatch
    listener: Progress
    printed: PrintedBook | None = None
    web: WebEdition | None = None
    formulary: Formulary = field(default_factory=lambda: Formulary({}))

    def run(self, out: Path) -> BuildReport:
        """Make every wished format, put the files into `out`, and give the report."""
        wanted = set(self.options.formats)
        if wanted & {Format.PDF, Format.PRINT, Format.LARGE}:
            self._set_formulas()
        if wanted & {Format.PDF, Format.PRINT}:
            self._print()
        if Format.PRINT in wanted:
            self._print_for_shop()
        if Format.LARGE in wanted:
            self._print_large()
        if Format.PDF not in wanted:
            self._pdf.unlink(missing_ok=True)
        if Format.EPUB in wanted:
            self._bind()
        if Format.WEB in wanted:
            self._write_pages()
        self._write_documents(wanted)
        return self._report(move_finished(self.making, out))

    @cached_property
    def fittings(self) -> Fittings:
        """The cover and the fonts, made when they are first wanted."""
        return self.easel.fit_out(self.book)

    def _set_formulas(self) -> None:
        with self.watch.stage("formulas"):
            self.formulary = set_book_formulas(
                self.book.sections,
                self.warnings,
                workers=self.options.workers,
                cache=self.options.cache,
                on_start=lambda count: self.listener.stage(f"Setting {count:,} formulas"),
            )

    def _print(self) -> None:
        warn_of_coarse_photos(self.book, self.theme, self.warnings)
        self.listener.stage("Laying out pages")
        with self.watch.stage("pdf"):
            self.printed = self._laid_out(self.theme, self._pdf)

    def _print_large(self) -> None:
        self.listener.stage("Laying out large print")
        with self.watch.stage("large print"):
            target = self.making / f"{file_stem(self.book)}-large-print.pdf"
            # A colophon tells of the pages of the other edition.
            kept = (each for each in self.book.sections if each.kind is not SectionKind.COLOPHON)
            book = dataclasses.replace(self.book, sections=tuple(kept))
            self._laid_out(self.theme.in_large_print(), target, book)

    def _laid_out(
        self, theme: Theme, target: Path, book: AssembledBook | None = None
    ) -> PrintedBook:
        job = PrintJob(book or self.book, theme, self.formulary)
        if self.options.layout is Layout.PLAIN:
            return print_book(job, target, self.warnings, on_page=self.listener.step)
        return self._print_bound(job, target)

    @property
    def _pdf(self) -> Path:
        return self.making / f"{file_stem(self.book)}.pdf"

    def _print_for_shop(self) -> None:
        self.listener.stage("Preparing files for the print shop")
        with self.watch.stage("print"):
            stem = file_stem(self.book)
            files = PrintFiles(
                self.making / f"{stem}-inside.pdf",
                self.making / f"{stem}-cover.pdf",
                self.making / f"{stem}-print.txt",
            )
            bound = BoundFile(self._pdf, self.printed.plates if self.printed else ())
            print_for_shop(bound, self.source, self.book, self.theme, files)

    def _print_bound(self, job: PrintJob, target: Path) -> PrintedBook:
        """Set the book by the crew that was given, or by one of its own."""
        book = job.book.book
        styles = press_styles(job.theme.print_styles, job.theme.page, words_of(book), book.language)
        workers = self.options.workers
        with contextlib.ExitStack() as stack:
            crew = self.options.crew or stack.enter_context(LocalCrew(workers))
            folder = stack.enter_context(scratch_folder())
            bench = Bench(self.options.cache, crew.at(styles, folder), styles, folder, workers)
            return print_bound(job, target, bench, self.warnings, on_page=self.listener.step)

    def _bind(self) -> None:
        self.listener.stage("Binding the EPUB")
        with self.watch.stage("epub"):
            target = self.making / f"{file_stem(self.book)}.epub"
            marks = self.printed.page_marks if self.printed else {}
            cache, workers = self.options.cache, self.options.workers
            job = EpubJob(self.book, self.theme, lambda: self.fittings, marks, cache, workers)
            bind_epub(job, target)

    def _write_pages(self) -> None:
        self.listener.stage("Writing web pages")
        with self.watch.stage("web"):
            cache, workers, home = self.options.cache, self.options.workers, self.options.web_home
            job = WebJob(self.book, self.theme, self.fittings, home, cache, workers)
            self.web = write_pages(job, self.making / WEB_FOLDER)

    def _write_documents(self, wanted: Collection[Format]) -> None:
        """Make what needs neither pages nor a theme."""
        stem = self.making / file_stem(self.book)
        writers: dict[Format, Callable[[], None]] = {
            Format.TEXT: lambda: write_plain_text(self.book, stem.with_suffix(".txt")),
            Format.DOCX: lambda: write_docx(self.book, stem.with_suffix(".docx")),
            Format.SOURCE: lambda: archive_source(
                self.book, self.source, stem.with_name(f"{stem.name}-source.zip")
            ),
        }
        for each, write in writers.items():
            if each in wanted:
                self.listener.stage(f"Writing {each}")
                with self.watch.stage(each):
                    write()

    def _report(self, files: tuple[OutputFile, ...]) -> BuildReport:
        book, printed = self.book, self.printed
        recipes = sum(section.kind is SectionKind.RECIPE for section in book.sections)
        folios = printed.folios if printed else {}
        pages = self.web.pages if self.web else {}
        written = [section for section in book.sections if section.entry]
        return BuildReport(
            title=book.book.title,
            identifier=book.identifier,
            theme=self.theme.name,
            entries=len(self.folder.entries),
            recipes=recipes,
            chapters=len(self.folder.entries) - recipes,
            contributors=len(book.authors),
            words=sum(section.facts.words for section in book.sections),
            images=len(book.pictures),
            formulas=len(self.formulary.done),
            pages=printed.pages if printed else None,
            files=files,
            warnings=tuple(self.warnings.all),
            seconds=dict(self.watch.seconds),
            folios={each.entry: folios.get(each.identifier, "") for each in written if printed},
            web_pages={each.entry: pages[each.identifier] for each in written if pages},
            contents=contents_tree(book.sections, pages, folios, words_of(book.book)),
            cover=self.web.cover if self.web else None,
        )


def _check_out(source: Path, out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise CookbookError(
            "is a file.", place=out, remedy="Name a folder with --out; it is made if need be."
        )
    if out.resolve() == source.resolve():
        raise CookbookError(
            "is the book itself.", place=out, remedy="Name another folder with --out."
        )
