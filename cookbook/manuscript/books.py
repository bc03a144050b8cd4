"""book.yaml: what a book is, and which entries stand where in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cookbook.manuscript.fields import Fields, is_inside_path, put_text
from cookbook.manuscript.frontmatter import Value, read_yaml, unknown_keys, write_yaml
from cookbook.manuscript.measures import Measures
from cookbook.manuscript.print_shops import (
    PRINT,
    USUAL,
    PrintShop,
    read_print_shop,
    write_print_shop,
)
from cookbook.manuscript.wishes import Wishes, read_wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOK_FILE = "book.yaml"
BOOK_KEYS = (
    "title", "subtitle", "kind", "language", "licence", "editors", "publisher", "date", "edition",
    "identifier", "description", "theme", "trim", "measures", PRINT, "cover",
    "cover-alt", "front", "parts", "back",
)  # fmt: skip
PART_KEYS = ("title", "intro", "image", "image-alt", "entries")
ENTRY_KEYS = ("path", "entries")
ENTRY_MAX_DEPTH = 3
DEFAULT_LANGUAGE = "en"


class BookKind(StrEnum):
    """What sort of book: a textbook numbers its chapters, figures, tables and equations."""

    COOKBOOK = "cookbook"
    TEXTBOOK = "textbook"


@dataclass(frozen=True)
class EntryRef:
    """An entry's place: the path of its file in the book folder, and the entries under it."""

    path: str
    entries: tuple[EntryRef, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def walk(self) -> Iterator[EntryRef]:
        """Give this place and all places under it, in reading order."""
        yield self
        for entry in self.entries:
            yield from entry.walk()


@dataclass(frozen=True)
class Part:
    """A part of a book; a book with one part needs no title for it. `intro` is Markdown."""

    title: str = ""
    intro: str = ""
    image: str = ""
    image_alt: str = ""
    entries: tuple[EntryRef, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Book:
    """The frame of a book: its description, and its front matter, parts and back matter."""

    title: str
    subtitle: str = ""
    kind: BookKind = BookKind.COOKBOOK
    language: str = DEFAULT_LANGUAGE
    licence: str = ""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    edition: str = ""
    identifier: str = ""
    description: str = ""
    theme: str = ""
    trim: str = ""
    print_shop: PrintShop = USUAL
    measures: Measures = Measures.AS_WRITTEN
    cover: str = ""
    cover_alt: str = ""
    front: tuple[EntryRef, ...] = ()
    parts: tuple[Part, ...] = ()
    back: tuple[EntryRef, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def wishes(self) -> Wishes:
        """What it wishes of the pages that nobody writes; these keys are among the others."""
        return read_wishes(self.extra, BOOK_FILE)

    def places(self) -> Iterator[EntryRef]:
        """Give every entry's place, in reading order."""
        for ref in (*self.front, *(ref for part in self.parts for ref in part.entries), *self.back):
            yield from ref.walk()


def parse_book(text: str, file: str = BOOK_FILE) -> Book:
    """Parse the text of book.yaml.

    Raises FrontMatterError with file, line and what was expected.
    """
    values = read_yaml(text, file)
    fields = Fields(values, file)
    kind = fields.text("kind") or BookKind.COOKBOOK
    if kind not in tuple(BookKind):
        raise fields.wrong("kind", "cookbook or textbook", f'It says "{kind}".')
    if "parts" not in values:
        raise fields.wrong("parts", "a list of parts", 'Write "parts:" and "- entries: […]".')
    # What they wish is read when the book is pressed; what is wrong with it is said at once.
    read_wishes(values, file)
    return Book(
        title=fields.title(),
        subtitle=fields.text("subtitle"),
        kind=BookKind(kind),
        language=fields.text("language") or DEFAULT_LANGUAGE,
        licence=fields.text("licence"),
        editors=fields.texts("editors"),
        publisher=fields.text("publisher"),
        date=fields.text("date"),
        edition=fields.text("edition"),
        identifier=fields.text("identifier"),
        description=fields.text("description"),
        theme=fields.text("theme"),
        trim=fields.text("trim"),
        print_shop=read_print_shop(fields),
        measures=_measures(fields),
        cover=fields.path("cover"),
        cover_alt=fields.text("cover-alt"),
        front=_refs(fields, "front"),
        parts=tuple(_part(fields, item, n) for n, item in enumerate(fields.sequence("parts"), 1)),
        back=_refs(fields, "back"),
        extra=unknown_keys(values, BOOK_KEYS),
    )


def write_book(book: Book) -> str:
    """Write book.yaml; the same book gives the same text.

    `parse_book` gives the book back if it is well-formed, as all books are that were parsed: its
    texts have no blanks around them, titles stand on one line, paths stay inside the folder,
    entries stand at most ENTRY_MAX_DEPTH deep, and no `extra` holds a key that a field stands for.
    """
    values: dict[str, Value] = {"title": book.title}
    put_text(values, "subtitle", book.subtitle)
    values["kind"] = book.kind.value
    values["language"] = book.language
    put_text(values, "licence", book.licence)
    if book.editors:
        values["editors"] = book.editors
    for key, text in (
        ("publisher", book.publisher),
        ("date", book.date),
        ("edition", book.edition),
        ("identifier", book.identifier),
        ("description", book.description),
        ("theme", book.theme),
        ("trim", book.trim),
        ("measures", book.measures.value if book.measures.first else ""),
        ("cover", book.cover),
        ("cover-alt", book.cover_alt),
    ):
        put_text(values, key, text)
    if book.print_shop != USUAL:
        values[PRINT] = write_print_shop(book.print_shop)
    values.update(book.extra)
    if book.front:
        values["front"] = tuple(_write_ref(ref) for ref in book.front)
    values["parts"] = tuple(_write_part(part) for part in book.parts)
    if book.back:
        values["back"] = tuple(_write_ref(ref) for ref in book.back)
    return write_yaml(values)


def _measures(fields: Fields) -> Measures:
    said = fields.text("measures")
    words = " ".join(said.lower().split()) or Measures.AS_WRITTEN
    if words not in tuple(Measures):
        raise fields.wrong("measures", " or ".join(Measures), f'It says "{said}".')
    return Measures(words)


def _part(fields: Fields, item: Value, number: int) -> Part:
    if not isinstance(item, Mapping):
        raise fields.wrong(
            "parts", "a list of parts", f'Part {number} should have "title:" and "entries:".'
        )
    part = Fields(item, fields.file, f"parts[{number}]")
    return Part(
        title=part.text("title"),
        intro=part.text("intro"),
        image=part.path("image"),
        image_alt=part.text("image-alt"),
        entries=_refs(part, "entries"),
        extra=unknown_keys(item, PART_KEYS),
    )


def _refs(fields: Fields, key: str, depth: int = 1) -> tuple[EntryRef, ...]:
    items = fields.sequence(key)
    if items and depth > ENTRY_MAX_DEPTH:
        raise fields.wrong(key, f"at most {ENTRY_MAX_DEPTH} deep", "Move entries a level up.")
    return tuple(_ref(fields, key, item, depth) for item in items)


def _ref(fields: Fields, key: str, item: Value, depth: int) -> EntryRef:
    if isinstance(item, Mapping):
        place = Fields(item, fields.file, f"{fields.where}.{key}".strip("."))
        path = place.path("path")
        if not path:
            raise place.wrong("path", "the path of an entry", 'Add a line "path: …".')
        return EntryRef(
            path, _refs(place, "entries", depth + 1), extra=unknown_keys(item, ENTRY_KEYS)
        )
    path = item.strip() if isinstance(item, str) else ""
    if not is_inside_path(path):
        said = f'It says "{path}".' if path else 'Write each as "- recipes/soup.md".'
        raise fields.wrong(key, "a list of paths inside the book folder", said)
    return EntryRef(path)


def _write_ref(ref: EntryRef) -> Value:
    if not ref.entries and not ref.extra:
        return ref.path
    values: dict[str, Value] = {"path": ref.path, **ref.extra}
    if ref.entries:
        values["entries"] = tuple(_write_ref(entry) for entry in ref.entries)
    return values


def _write_part(part: Part) -> Value:
    values: dict[str, Value] = {}
    put_text(values, "title", part.title)
    put_text(values, "intro", part.intro)
    put_text(values, "image", part.image)
    put_text(values, "image-alt", part.image_alt)
    values.update(part.extra)
    values["entries"] = tuple(_write_ref(ref) for ref in part.entries)
    return values
