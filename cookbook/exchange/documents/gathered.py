"""What reading a document gives: its parts, its pictures, and what could not be carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cookbook.manuscript import Chapter
from cookbook.press.pandoc import Node


class Kind(StrEnum):
    """What a document is, whatever its name says; the values are what people call it."""

    DOCX = "a Word document"
    ODT = "an OpenDocument text"
    EPUB = "an e-book"
    HTML = "a web page"
    LATEX = "a LaTeX text"
    MARKDOWN = "a Markdown text"


@dataclass(frozen=True)
class Loss:
    """Something that could not be carried over, and the heading under which it stood, or ""."""

    message: str
    place: str = ""

    def __str__(self) -> str:
        return f"In the section “{self.place}”: {self.message}" if self.place else self.message


@dataclass(frozen=True)
class Source:
    """A document as it came, told apart: its kind, its main text, and the files beside that."""

    kind: Kind
    name: str
    data: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    main: str = ""


@dataclass(frozen=True)
class Part:
    """A stretch of a document that may become a chapter. `letters` is how many it has.

    `whole` is true of the one that holds all the others; `file` is the page of an e-book.
    """

    title: str
    blocks: tuple[Node, ...]
    losses: tuple[Loss, ...] = ()
    letters: int = 0
    whole: bool = False
    file: str = ""


@dataclass(frozen=True)
class Document:
    """A document that was read; `parts` are what a chapter may be made of, at least one.

    `bibliography` is in BibTeX. `labels` are the names of all places in it that links lead to.
    """

    source: Source
    title: str
    by: tuple[str, ...]
    parts: tuple[Part, ...]
    bibliography: str = ""
    losses: tuple[Loss, ...] = ()
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DocumentPicture:
    """A picture of a chapter, cleaned: its path in the book folder, its bytes, its size.

    `file` is what it is made from, among the files of the document.
    """

    path: str
    data: bytes
    media_type: str
    width: int
    height: int
    file: str = ""


@dataclass(frozen=True)
class DocumentChapter:
    """A chapter out of a document, its pictures, and what could not be carried over.

    `sources` are the entries of its bibliography that it cites, in BibTeX.
    """

    chapter: Chapter
    pictures: tuple[DocumentPicture, ...] = ()
    sources: str = ""
    losses: tuple[Loss, ...] = ()
