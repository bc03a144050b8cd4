"""A PDF file, opened twice: pikepdf for what it is made of, PDFium for where its text stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from cookbook.press.checks.pdf_content import Drawn, PdfReader
from cookbook.press.checks.results import CheckError

MAX_PAGES = 20_000
MAX_OUTLINE = 50_000


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: its level from 1, and its page from 0, or None where it is dead."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True)
class Link:
    """A link within the book. Boxes are left, bottom, right, top, in points."""

    page: int
    box: tuple[float, float, float, float]
    name: str
    target: int | None


class PdfFile:
    """An opened PDF. Pages are counted from 0."""

    def __init__(self, path: Path, pdf: pikepdf.Pdf, text: pdfium.PdfDocument) -> None:
        self.path = path
        self.pdf = pdf
        self.text = text
        self.root: Any = pdf.Root

    @cached_property
    def pages(self) -> list[Any]:
        """Give the pages, as pikepdf has them."""
        return list(self.pdf.pages)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Give the label of each page, as /PageLabels has it, or its number from 1."""
        return tuple(str(page.label) for page in self.pages)

    @property
    def language(self) -> str:
        """Give the tag of the book's language, "" where it names none."""
        return str(self.root.get("/Lang", ""))

    @cached_property
    def is_turned_round(self) -> bool:
        """Tell whether the book is bound on its right, as those in Arabic and Hebrew are."""
        wishes = self.root.get("/ViewerPreferences")
        return isinstance(wishes, pikepdf.Dictionary) and wishes.get("/Direction") == "/R2L"

    @cached_property
    def drawn(self) -> Drawn:
        """Read what the pages draw: fonts, pictures, glyphs."""
        return PdfReader().read(self.pages)

    @cached_property
    def outline(self) -> tuple[Bookmark, ...]:
        """Give the outline, flat, in order; a malformed one may lead in a circle."""
        root = self.root.get("/Outlines")
        if not isinstance(root, pikepdf.Dictionary):
            return ()
        found: list[Bookmark] = []
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[Any, int]] = [(root.get("/First"), 1)]
        while waiting and len(found) < MAX_OUTLINE:
            item, level = waiting.pop()
            if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
                continue
            seen.add(item.objgen)
            found.append(self._bookmark(item, level))
            waiting += [(item.get("/Next"), level), (item.get("/First"), level + 1)]
        return tuple(found)

    @cached_property
    def statements(self) -> dict[str, str]:
        """Give what the metadata says, by names such as "{namespace}part"."""
        reader: Any = self.pdf
        with reader.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            return {str(key): str(value) for key, value in metadata.items()}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Give every link that leads to a place in this book, or should."""
        return tuple(
            link
            for number, page in enumerate(self.pages)
            for annotation in page_annotations(page)
            if (link := self._link(number, annotation)) is not None
        )

    def find(self, destination: Any) -> int | None:  # noqa: ANN401 -- pikepdf's objects
        """Give the page that a destination means: a name, an array, or a dictionary with one."""
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.get("/D")
        if isinstance(destination, (pikepdf.String, pikepdf.Name)):
            return self._named.get(str(destination))
        return self._page_of(destination)

    @cached_property
    def _named(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        names = self.root.get("/Names")
        if isinstance(names, pikepdf.Dictionary) and "/Dests" in names:
            for name, value in pikepdf.NameTree(names["/Dests"]).items():
                found[str(name)] = self._page_of(value)
        old = self.root.get("/Dests")
        if isinstance(old, pikepdf.Dictionary):
            found.update({str(name): self._page_of(value) for name, value in old.items()})
        return found

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        return {page.obj.objgen: number for number, page in enumerate(self.pages)}

    def _page_of(self, destination: Any) -> int | None:  # noqa: ANN401 -- pikepdf's objects
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, pikepdf.Array) or len(destination) == 0:
            return None
        page = destination[0]
        return self._numbers.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None

    def _bookmark(self, item: Any, level: int) -> Bookmark:  # noqa: ANN401 -- pikepdf's objects
        destination = item.get("/Dest", item.get("/A"))
        title = " ".join(str(item.get("/Title", "")).split())
        return Bookmark(title, level, self.find(destination))

    def _link(self, number: int, annotation: Any) -> Link | None:  # noqa: ANN401 -- pikepdf's objects
        if annotation.get("/Subtype") != "/Link":
            return None
        destination = destination_of(annotation)
        if destination is None:
            return None
        name = "" if isinstance(destination, pikepdf.Array) else str(destination)
        return Link(number, box(annotation.get("/Rect")), name, self.find(destination))


def destination_of(link: Any) -> Any:  # noqa: ANN401 -- pikepdf's objects
    """Give the place in this book to which a link leads, or None where it leads to none."""
    if "/Dest" in link:
        return link["/Dest"]
    action = link.get("/A")
    if not isinstance(action, pikepdf.Dictionary) or action.get("/S") != "/GoTo":
        return None
    return action.get("/D")


def page_annotations(page: Any) -> Iterator[Any]:  # noqa: ANN401 -- pikepdf's objects
    """Give a page's annotations."""
    listed = page.obj.get("/Annots")
    for each in listed if isinstance(listed, pikepdf.Array) else ():
        if isinstance(each, pikepdf.Dictionary):
            yield each


def box(array: Any) -> tuple[float, float, float, float]:  # noqa: ANN401 -- pikepdf's objects
    """Give a rectangle as left, bottom, right, top; all zero where it is none."""
    try:
        a, b, c, d = (float(each) for each in array)
    except (TypeError, ValueError):
        return (0.0, 0.0, 0.0, 0.0)
    return (min(a, c), min(b, d), max(a, c), max(b, d))


@contextmanager
def open_pdf(path: Path) -> Iterator[PdfFile]:
    """Open a PDF. Raises CheckError where it is none, is locked, or has no pages."""
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as err:
        raise CheckError("is locked with a password.", place=path) from err
    except (pikepdf.PdfError, OSError, ValueError) as err:
        raise CheckError(f"is no sound PDF: {err}", place=path) from err
    with pdf:
        count = len(pdf.pages)
        if not 0 < count <= MAX_PAGES:
            raise CheckError(f"has {count:,} pages; it may have 1 to {MAX_PAGES:,}.", place=path)
        try:
            text = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as err:
            raise CheckError(f"can't be opened to read its text: {err}", place=path) from err
        try:
            yield PdfFile(path, pdf, text)
        finally:
            text.close()
