"""A collection in, a stored volume and a report out: the one door for every form of collection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cookbook.errors import CookbookError
from cookbook.exchange import bookfolder
from cookbook.exchange.bookdown import book as bookdown
from cookbook.exchange.collected import Collected
from cookbook.exchange.documents.tex import book as latex
from cookbook.exchange.myst import book as myst
from cookbook.exchange.pages import hugo, markdown_folder
from cookbook.exchange.report import ImportReport, count
from cookbook.exchange.sources.source_files import open_source
from cookbook.exchange.volumes import Archive, Progress, check_slug, store_collection


class Collector(Protocol):
    """Reads a recognised folder as a book; without a title it takes the collection's own."""

    def __call__(self, source: Path, *, title: str, slug: str) -> Collected:
        """Read `source`; see Collected."""


class Recogniser(Protocol):
    """Tells whether a folder is of its form."""

    def __call__(self, source: Path) -> bool:
        """Look at `source`."""


@dataclass(frozen=True)
class Form:
    """One form of collection: what people call it, how it is told, and how it is read."""

    name: str
    recognises: Recogniser
    collect: Collector


# The first form that recognises a folder reads it; so the most telling stand first.
FORMS: tuple[Form, ...] = (
    Form("a book folder of ours", bookfolder.recognises, bookfolder.collect),
    Form("a Hugo site of recipes", hugo.recognises, hugo.collect),
    Form("a MyST book", myst.recognises, myst.collect),
    Form("a bookdown book", bookdown.recognises, bookdown.collect),
    Form("a LaTeX book", latex.recognises, latex.collect),
    Form("a folder of Markdown files", markdown_folder.recognises, markdown_folder.collect),
)


class ImportingError(CookbookError):
    """A folder that no form of collection fits, or that holds nothing for a book."""


def import_collection(
    source: Path,
    *,
    slug: str,
    title: str | None,
    archive: Archive,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the collection in `source` as the volume `slug`.

    Without a `title` the collection's own is taken. Items that can't be read are said in the report
    and stop nothing. Raises ImportingError where no form fits, SourceError where the folder can't
    be read, VolumeError where the slug is none; then the volume stays as it was.
    """
    check_slug(slug)
    root = open_source(source)
    form = recognise_form(root)
    _tell(progress, "Reading", 0, 1)
    collected = form.collect(root, title=(title or "").strip(), slug=slug)
    _tell(progress, "Reading", 1, 1)
    if not collected.content.entries:
        raise ImportingError(
            "holds nothing that can stand in a book.",
            place=source,
            remedy=_first_reasons(collected),
        )
    changes = store_collection(collected, slug, archive, source=root.name, progress=progress)
    return ImportReport(
        slug=slug,
        title=collected.content.book.title,
        form=form.name,
        source=root.name,
        counts=count(collected),
        items=collected.items,
        changes=changes,
    )


def recognise_form(source: Path) -> Form:
    """Give the form of a collection; raises ImportingError, naming the forms, where none fits."""
    for form in FORMS:
        if form.recognises(source):
            return form
    raise ImportingError(
        "is no collection that we understand.",
        place=source,
        remedy=f"We understand {'; '.join(form.name for form in FORMS)}.",
    )


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)


def _first_reasons(collected: Collected) -> str:
    reasons = [f"{item.item}: {' '.join(item.remarks)}" for item in collected.items if item.remarks]
    return " ".join(reasons[:3])
