"""What book.yaml wishes of what nobody writes: indexes, lists, colophon, order form, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from cookbook.manuscript.fields import Fields

if TYPE_CHECKING:
    from cookbook.manuscript.frontmatter import Value

CITATION_STYLE = "citation-style"
Name = TypeVar("Name", bound=StrEnum)


class IndexName(StrEnum):
    """An index that a book may end with."""

    TITLES = "titles"
    INGREDIENTS = "ingredients"
    COURSES = "courses"
    DIETS = "diets"
    CONTRIBUTORS = "contributors"
    SUBJECTS = "subjects"


class ListName(StrEnum):
    """A list that may stand behind the contents."""

    FIGURES = "figures"
    TABLES = "tables"


class SolutionsPlace(StrEnum):
    """Where the solutions of exercises stand."""

    HERE = "here"
    CHAPTER = "chapter"
    BOOK = "book"


class BibliographyPlace(StrEnum):
    """Where the sources stand that are cited."""

    BOOK = "book"
    CHAPTER = "chapter"


class Besides(StrEnum):
    """What may be made of a book besides its EPUB, its PDF and its web pages."""

    LARGE_PRINT = "large-print"
    PRINT = "print"
    TEXT = "text"
    DOCX = "docx"
    SOURCE = "source"


USUAL_INDEXES = (IndexName.TITLES, IndexName.INGREDIENTS, IndexName.SUBJECTS)
"""What a book has that says nothing; one in which there is nothing is left out."""

Pointers = Mapping[str, tuple[str, ...]]
"""Entries of an index, and those to which each points."""


@dataclass(frozen=True)
class OrderForm:
    """What a page says with which more copies can be ordered; all as it is to be printed."""

    price: str = ""
    postage: str = ""
    payable_to: str = ""
    address: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True)
class Wishes:
    """The wishes of one book.

    `see` and `see_also` hold for all indexes of terms; `words` are said in place of the press's;
    `solutions` stand behind their exercises, at the end of the chapter, or in the back.
    `citation_style` is the path of a file in the Citation Style Language, or "". `besides` is what
    is made besides the usual formats.
    """

    indexes: tuple[IndexName, ...] = USUAL_INDEXES
    lists: tuple[ListName, ...] = ()
    see: Pointers = field(default_factory=dict, hash=False)
    see_also: Pointers = field(default_factory=dict, hash=False)
    colophon: bool = False
    order_form: OrderForm | None = None
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    solutions: SolutionsPlace = SolutionsPlace.HERE
    bibliography: BibliographyPlace = BibliographyPlace.BOOK
    citation_style: str = ""
    besides: tuple[Besides, ...] = ()


def with_wishes(values: Mapping[str, Value], **wishes: Value) -> dict[str, Value]:
    """Give the further keys of book.yaml with some wishes, by their keys with underscores.

    An empty one is left out, as the usual is wished by saying nothing.
    """
    said = {key.replace("_", "-"): value for key, value in wishes.items()}
    return {key: value for key, value in {**values, **said}.items() if value or key not in said}


def read_wishes(values: Mapping[str, Value], file: str) -> Wishes:
    """Read the wishes among the keys of book.yaml.

    Raises FrontMatterError with the key, its line and what was expected.
    """
    fields = Fields(values, file)
    named = "indexes" in values
    return Wishes(
        indexes=_names(fields, "indexes", IndexName) if named else USUAL_INDEXES,
        lists=_names(fields, "lists", ListName),
        see=_pointers(fields, "see"),
        see_also=_pointers(fields, "see-also"),
        colophon=fields.flag("colophon") or False,
        order_form=_order_form(fields) if "order-form" in values else None,
        words=_words(fields),
        solutions=_place(fields, "solutions", SolutionsPlace, SolutionsPlace.HERE),
        bibliography=_place(fields, "bibliography", BibliographyPlace, BibliographyPlace.BOOK),
        citation_style=_style(fields),
        besides=_names(fields, "besides", Besides),
    )


def _names(fields: Fields, key: str, kind: type[Name]) -> tuple[Name, ...]:
    known = [each.value for each in kind]
    for name in fields.texts(key):
        if name not in known:
            expected = f"a list of some of {', '.join(known)}"
            raise fields.wrong(key, expected, f'It says "{name}".')
    return tuple(dict.fromkeys(kind(name) for name in fields.texts(key)))


def _place(fields: Fields, key: str, kind: type[Name], usual: Name) -> Name:
    said = fields.text(key) or usual.value
    known = [each.value for each in kind]
    if said not in known:
        raise fields.wrong(key, " or ".join(known), f'It says "{said}".')
    return kind(said)


def _style(fields: Fields) -> str:
    path = fields.path(CITATION_STYLE)
    if path and not path.lower().endswith(".csl"):
        raise fields.wrong(CITATION_STYLE, "the path of a .csl file", f'It says "{path}".')
    return path


def _pointers(fields: Fields, key: str) -> Pointers:
    below = Fields(fields.mapping(key), fields.file, key)
    return {" ".join(name.split()): below.texts(name) for name in below.values if name.strip()}


def _words(fields: Fields) -> Mapping[str, str]:
    """Give words with the blanks around them, as some of them join others."""
    below = Fields(fields.mapping("words"), fields.file, "words")
    said: dict[str, str] = {}
    for key, value in below.values.items():
        if not isinstance(value, str):
            raise below.wrong(key, "a text", "Put the value in quotes.")
        if value.strip():
            said[key] = value
    return said


def _order_form(fields: Fields) -> OrderForm:
    below = Fields(fields.mapping("order-form"), fields.file, "order-form")
    return OrderForm(
        price=below.text("price"),
        postage=below.text("postage"),
        payable_to=below.text("payable-to"),
        address=below.text("address"),
        email=below.text("email"),
        note=below.text("note"),
    )
