"""The assembled book as values: its sections in reading order, each with its heading and blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from cookbook.manuscript import Book, Entry
from cookbook.press.caching import digest_of
from cookbook.press.facts import LISTED, SectionFacts, gather_facts
from cookbook.press.keeping.trees import StoredTree
from cookbook.press.pictures.vetting import VettedPicture
from cookbook.press.tree import Blocks, Inlines, header, span, text

SLUG_MAX_LENGTH = 60
IDENTIFIER_MAX_BYTES = 200
KEPT_FOR_OTHERS = re.compile(
    r"(?:(?:fn|fnref|cb)\d|refs?-|pm-|ix-|footnotes$|(?:index|con|prn|aux|nul|com\d|lpt\d)(?:\.|$))",
    re.IGNORECASE,
)
"""Ids of notes, code, sources, marks of pages and of the index; the contents; Windows' devices."""


class Matter(StrEnum):
    """Where in a book a section stands; front matter has roman folios."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class SectionKind(StrEnum):
    """What a section is; also its class in every output."""

    TITLE_PAGE = "title-page"
    COPYRIGHT = "copyright-page"
    DEDICATION = "dedication"
    CONTENTS = "contents"
    PART = "part"
    RECIPE = "recipe"
    CHAPTER = "chapter"
    SOLUTIONS = "solutions"
    GLOSSARY = "glossary"
    BIBLIOGRAPHY = "bibliography"
    CONTRIBUTORS = "contributors"
    MEASURES = "measures"
    PICTURE_CREDITS = "picture-credits"
    TITLE_INDEX = "title-index"
    INGREDIENT_INDEX = "ingredient-index"
    COURSE_INDEX = "course-index"
    DIET_INDEX = "diet-index"
    CONTRIBUTOR_INDEX = "contributor-index"
    SUBJECT_INDEX = "subject-index"
    FIGURE_LIST = "figure-list"
    TABLE_LIST = "table-list"
    ORDER_FORM = "order-form"
    COLOPHON = "colophon"


@dataclass(frozen=True)
class Section:
    """One section. Its blocks don't hold its heading; headings in them are deeper than `level`.

    `content` is the blocks, or where they lie; `blocks` reads them from there each time. `authors`
    names all who wrote it, `byline` those whom the contents name.
    """

    kind: SectionKind
    identifier: str
    title: str
    level: int
    content: Blocks | StoredTree
    matter: Matter = Matter.BODY
    number: str = ""
    entry: str = ""
    role: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    listed: bool = True

    @property
    def blocks(self) -> Blocks:
        """The blocks; whoever needs them twice keeps them."""
        return self.content if isinstance(self.content, list) else self.content.read()

    def parcels(self) -> Iterator[Blocks]:
        """Give the blocks a few at a time: those of an index are many."""
        return iter([self.content]) if isinstance(self.content, list) else self.content.parcels()

    def heading(self) -> Inlines:
        """Give the heading's inlines: its number, where it has one, and its title."""
        return heading_words(self.number, self.title)

    def tree(self) -> Blocks:
        """Give heading and blocks as they stand in the document."""
        classes = [self.kind.value, f"matter-{self.matter.value}"]
        if self.role:
            classes.append(f"role-{slug(self.role)}")
        classes += [LISTED] if self.listed else ["unlisted", "unnumbered"]
        return [
            header(self.level, self.heading(), *classes, identifier=self.identifier),
            *self.blocks,
        ]

    @cached_property
    def digest(self) -> str:
        """The digest of everything that the tree depends on."""
        content = self.content
        blocks = digest_of(content) if isinstance(content, list) else content.digest
        heading = [self.kind, self.identifier, self.title, self.level, self.matter, self.number]
        return digest_of([*heading, self.role, self.listed, blocks])

    @cached_property
    def facts(self) -> SectionFacts:
        """What is known of the section, its heading among it, without its tree."""
        if isinstance(self.content, list):
            return gather_facts(self.identifier, self.heading(), self.content)
        return self.content.facts


def heading_words(number: str, title: str) -> Inlines:
    """Make a heading's inlines: a number, where there is one, and a title."""
    words = text(title)
    return [span(text(number), "number"), {"t": "Space"}, *words] if number else words


@dataclass(frozen=True)
class BookFace:
    """What a book shows of itself before its text: facts, authors, and the picture on its cover."""

    book: Book
    authors: tuple[str, ...] = ()
    cover: VettedPicture | None = None


@dataclass(frozen=True)
class AssembledBook:
    """Everything that the writers need: one book, the same for EPUB, PDF and web pages.

    `entries` are what was written, by the paths that sections name.
    """

    book: Book
    identifier: str
    authors: tuple[str, ...]
    sections: tuple[Section, ...]
    pictures: Mapping[str, VettedPicture] = field(default_factory=dict)
    cover: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def face(self) -> BookFace:
        """What the book shows before its text."""
        return BookFace(self.book, self.authors, self.pictures.get(self.cover))

    def listed(self) -> Iterator[Section]:
        """Give the sections that the contents name."""
        return (section for section in self.sections if section.listed)


@dataclass
class Identifiers:
    """Hands out ids that are unique in the whole book.

    Ids become names of files and addresses of pages as well. So none differs from another by case
    alone, none is long, holds a colon (which would make it the scheme of an address), or is one
    that pandoc, a style of citation or a file system keeps for itself.
    """

    taken: set[str] = field(default_factory=set)
    latest: dict[str, int] = field(default_factory=dict)

    def claim(self, wish: str) -> str:
        """Give the wished id, or one like it where it is taken or can't be."""
        base = _base(wish)
        name, number = base, self.latest.get(base.lower(), 1)
        while name.lower() in self.taken:
            number += 1
            name = f"{base}-{number}"
        self.taken.add(name.lower())
        self.latest[base.lower()] = number
        return name

    def give_back(self, name: str, wish: str) -> None:
        """Let an id be free again that was given for a wish; the last given comes first."""
        self.taken.discard(name.lower())
        # Where none is known, the first free number is looked for from the start.
        self.latest.pop(_base(wish).lower(), None)


def _base(wish: str) -> str:
    """Give what a wish comes to where nothing is taken."""
    base = _short(re.sub(r"[^\w.-]", "-", unicodedata.normalize("NFC", wish))) or "section"
    return f"at-{base}" if KEPT_FOR_OTHERS.match(base) else base


def _short(name: str) -> str:
    """Cut a name to a length that every file system takes, between two characters."""
    return name.encode()[:IDENTIFIER_MAX_BYTES].decode(errors="ignore")


def slug(words: str) -> str:
    """Make lower-case words joined by hyphens, that start with a letter; "" where none is left."""
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(each for each in plain if not unicodedata.combining(each)).lower()
    joined = re.sub(r"[^\w]+|_", "-", plain).strip("-")[:SLUG_MAX_LENGTH].strip("-")
    return joined if not joined or joined[0].isalpha() else f"n-{joined}"
