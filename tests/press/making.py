"""Books for the press's tests: written into a folder, assembled, pressed, and opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdf
from lxml import etree
from lxml import html as lxml_html

from cookbook.manuscript import read_book_folder
from cookbook.press.assembling import assemble
from cookbook.press.outputs.markup import write_body
from cookbook.press.outputs.pagemarks import without_marks
from cookbook.press.report import BuildReport
from cookbook.press.sections import AssembledBook, Section
from cookbook.press.warnings import PressWarning, Warnings

BOOKS = Path(__file__).resolve().parents[1] / "books"
NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.w3.org/1998/Math/MathML",
}


def recipe(title: str, *lines: str, **keys: str) -> str:
    """The text of a recipe, signed unless `by` says otherwise; keys are written with hyphens."""
    values = {"kind": "recipe", "title": title, "by": "Ada Obi", **keys}
    return _text(values, lines)


def chapter(title: str, *lines: str, **keys: str) -> str:
    """The text of a chapter, signed unless `by` says otherwise."""
    return _text({"kind": "chapter", "title": title, "by": "Ada Obi", **keys}, lines)


def _text(values: Mapping[str, str], lines: Sequence[str]) -> str:
    front = [f"{key.replace('_', '-')}: {value}" for key, value in values.items() if value]
    return "\n".join(["---", *front, "---", *lines, ""])


def make_book(folder: Path, files: Mapping[str, str], book: str = "") -> Path:
    """Write a book folder. Without a `book`, book.yaml names all recipes and chapters in order."""
    entries = [path for path in files if path.endswith(".md")]
    places = "".join(f"\n  - {path}" for path in entries)
    named = book or f"title: A Trial\nlicence: CC0-1.0\nparts:\n- entries:{places}\n"
    for path, text in {"book.yaml": named, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Set:
    """An assembled book, with what was remarked, and its sections as HTML."""

    book: AssembledBook
    warnings: tuple[PressWarning, ...]

    @cached_property
    def html(self) -> lxml_html.HtmlElement:
        body = write_body(
            self.book.sections,
            picture_address=str,
            prepare=without_marks,
            options=["--mathml"],
        )
        return lxml_html.fragment_fromstring(body, create_parent="div")

    def section(self, identifier: str) -> lxml_html.HtmlElement:
        return next(each for each in self.html.iter("section") if each.get("id") == identifier)

    def says(self, identifier: str) -> str:
        return words(self.section(identifier))

    def find(self, identifier: str) -> Section:
        return next(each for each in self.book.sections if each.identifier == identifier)

    def remarks(self, entry: str) -> list[str]:
        return [each.message for each in self.warnings if each.entry == entry]


def set_book(folder: Path) -> Set:
    """Assemble the book in a folder."""
    warnings = Warnings()
    book = assemble(read_book_folder(folder), folder, warnings)
    return Set(book, tuple(warnings.all))


def words(node: lxml_html.HtmlElement) -> str:
    """The text of an element on one line; no-break spaces stay."""
    return " ".join("".join(str(each) for each in node.itertext()).split(" ")).replace("\n", " ")


@dataclass(frozen=True)
class Pressed:
    """A pressed book: the folder with its files, and the build's report."""

    out: Path
    report: BuildReport

    @cached_property
    def epub(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(next(self.out.glob("*.epub")).read_bytes()))

    @cached_property
    def pages(self) -> dict[str, etree._Element]:
        """The EPUB's pages as XML, by their file names, contents included."""
        named = [name for name in self.epub.namelist() if name.endswith(".xhtml")]
        return {name.rsplit("/", 1)[-1]: etree.fromstring(self.epub.read(name)) for name in named}

    @cached_property
    def package(self) -> etree._Element:
        return etree.fromstring(self.epub.read("EPUB/content.opf"))

    @cached_property
    def pdf(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(next(self.out.glob("*.pdf")))

    @cached_property
    def web(self) -> dict[str, lxml_html.HtmlElement]:
        found = sorted((self.out / "web").glob("*.html"))
        return {path.name: lxml_html.fromstring(path.read_bytes()) for path in found}

    def page_of(self, identifier: str) -> tuple[str, etree._Element]:
        """The EPUB page that holds an id, and the element that has it."""
        for name, page in self.pages.items():
            for node in page.iter():
                if node.get("id") == identifier:
                    return name, node
        raise AssertionError(f"no page of the EPUB holds {identifier}")

    def contents(self) -> dict[str, bytes]:
        """All files of the build but its reports, which tell the time it took."""
        return dict(_contents(self.out))


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("report."):
            yield path.relative_to(folder).as_posix(), path.read_bytes()
