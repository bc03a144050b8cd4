"""The press from end to end: a book folder in, the wished files and a report out."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from cookbook.errors import CookbookError
from cookbook.manuscript import BookFolder, Recipe, read_book_folder
from cookbook.press.assembling import assemble
from cookbook.press.binding import bind_epub
from cookbook.press.formulary import Formulary, set_book_formulas
from cookbook.press.glyphs import warn_of_missing_glyphs
from cookbook.press.printing import PrintedBook, print_book
from cookbook.press.report import BuildReport, OutputFile, Stopwatch
from cookbook.press.sections import AssembledBook, slug
from cookbook.press.themes import Theme, find_theme
from cookbook.press.tree import plain_text
from cookbook.press.warnings import Warnings
from cookbook.press.webpages import write_pages

REPORT_JSON = "report.json"
REPORT_TEXT = "report.txt"
WEB_FOLDER = "web"


class Format(StrEnum):
    """What the press can make of a book."""

    EPUB = "epub"
    PDF = "pdf"
    WEB = "web"


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
    """How to press: the formats, the theme ("" for the book's own), and the number of processes."""

    formats: tuple[Format, ...] = (Format.EPUB, Format.PDF)
    theme: str = ""
    workers: int = max(1, os.cpu_count() or 1)


def press_book(
    source: Path,
    out: Path,
    options: PressOptions | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Press a book folder into files in `out`, with a report beside them.

    Files replace older ones only when they are whole. Raises CookbookError where the folder is no
    book, a manuscript can't be read, the theme is unknown, or a stage fails.
    """
    chosen, listener = options or PressOptions(), progress or SilentProgress()
    watch, warnings = Stopwatch(), Warnings()
    with watch.stage("read"):
        folder = read_book_folder(source)
        theme = find_theme(folder.book, chosen.theme)
        _check_out(source, out)
    listener.stage("Reading", len(folder.entries))
    with watch.stage("assemble"):
        book = assemble(folder, source, warnings, on_progress=listener.step)
        warn_of_missing_glyphs(book, warnings)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pressing-", dir=out) as name:
        making = Path(name)
        printed, formulary = None, Formulary({})
        if Format.PDF in chosen.formats:
            printed, formulary = _print(book, theme, making, warnings, chosen, listener, watch)
        if Format.EPUB in chosen.formats:
            listener.stage("Binding the EPUB")
            with watch.stage("epub"):
                bind_epub(book, theme, making / f"{file_stem(book)}.epub", printed)
        if Format.WEB in chosen.formats:
            listener.stage("Writing web pages")
            with watch.stage("web"):
                write_pages(book, theme, making / WEB_FOLDER)
        files = _move(making, out)
    report = _report(folder, book, theme, printed, formulary, files, warnings, watch)
    (out / REPORT_JSON).write_text(report.as_json(), encoding="utf-8")
    (out / REPORT_TEXT).write_text(report.as_text(), encoding="utf-8")
    return report


def file_stem(book: AssembledBook) -> str:
    """Give the name that a book's files have, without their ending."""
    return slug(book.book.title) or "book"


def _print(  # noqa: PLR0913 -- the build's own state, handed on once
    book: AssembledBook,
    theme: Theme,
    making: Path,
    warnings: Warnings,
    options: PressOptions,
    listener: Progress,
    watch: Stopwatch,
) -> tuple[PrintedBook, Formulary]:
    with watch.stage("formulas"):
        formulary = set_book_formulas(
            book.sections,
            warnings,
            workers=options.workers,
            on_start=lambda count: listener.stage(f"Setting {count:,} formulas"),
        )
    listener.stage("Laying out pages")
    with watch.stage("pdf"):
        pdf = making / f"{file_stem(book)}.pdf"
        printed = print_book(book, theme, formulary, pdf, warnings, on_page=listener.step)
    return printed, formulary


def _check_out(source: Path, out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise CookbookError(
            "is a file.", place=out, remedy="Name a folder with --out; it is made if need be."
        )
    if out.resolve() == source.resolve():
        raise CookbookError(
            "is the book itself.", place=out, remedy="Name another folder with --out."
        )


def _move(making: Path, out: Path) -> tuple[OutputFile, ...]:
    """Put finished files in their place, each at once, and give what they are."""
    files: list[OutputFile] = []
    for path in sorted(making.iterdir()):
        target = out / path.name
        if path.is_dir():
            size, digest = _weigh_folder(path)
            shutil.rmtree(target, ignore_errors=True)
            path.rename(target)
            files.append(OutputFile(f"{path.name}/index.html", "web", size, digest))
        else:
            data = path.read_bytes()
            path.replace(target)
            name = path.suffix.lstrip(".")
            files.append(OutputFile(path.name, name, len(data), hashlib.sha256(data).hexdigest()))
    return tuple(files)


def _weigh_folder(folder: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        size += len(data)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return size, digest.hexdigest()


def _report(  # noqa: PLR0913 -- the build's own state, gathered once
    folder: BookFolder,
    book: AssembledBook,
    theme: Theme,
    printed: PrintedBook | None,
    formulary: Formulary,
    files: Sequence[OutputFile],
    warnings: Warnings,
    watch: Stopwatch,
) -> BuildReport:
    recipes = sum(isinstance(entry, Recipe) for entry in folder.entries.values())
    folios = {
        section.entry: printed.folios.get(section.identifier, "")
        for section in book.sections
        if printed and section.entry
    }
    return BuildReport(
        title=book.book.title,
        identifier=book.identifier,
        theme=theme.name,
        entries=len(folder.entries),
        recipes=recipes,
        chapters=len(folder.entries) - recipes,
        contributors=len(book.authors),
        words=sum(len(plain_text(section.blocks).split()) for section in book.sections),
        images=len(book.pictures),
        formulas=len(formulary.done),
        pages=printed.pages if printed else None,
        files=tuple(files),
        warnings=tuple(warnings.all),
        seconds=dict(watch.seconds),
        folios=folios,
    )
