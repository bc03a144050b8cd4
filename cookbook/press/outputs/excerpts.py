"""Stage: a section -> what it says as plain text, and its first picture, for search and shelves.

The web pages carry a file `search.json`: a list with one record an entry, in reading order.
`SearchRecord` says what stands in each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TextIO

from cookbook.manuscript import Recipe
from cookbook.manuscript.inline_text import plain_text as plain_line
from cookbook.press.pandoc import Node
from cookbook.press.sections import AssembledBook, Section
from cookbook.press.tree import Blocks, classes_of, plain_text, walk
from cookbook.press.words import words_of

SEARCH_FILE = "search.json"
SUMMARY_LENGTH = 300
APART = frozenset({"byline", "headnote", "facts", "ingredients"})
"""What a record says elsewhere than in its body."""


@dataclass(frozen=True)
class PagePicture:
    """A picture in the folder of web pages: its file, its size in pixels, and what it shows."""

    file: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class SearchRecord:
    """What a search should know of an entry; all texts are plain.

    `entry` is the path in the book folder, `page` the file in the folder of web pages, `kind` that
    of the section. `summary` is a recipe's headnote or a chapter's first paragraph, cut after some
    300 characters; `ingredients` has a line each; `body` is the rest of the text, in which a
    headnote stands as well where the summary had to be cut.
    """

    entry: str
    page: str
    title: str
    number: str
    byline: str
    kind: str
    course: str
    cuisine: str
    diet: tuple[str, ...]
    tags: tuple[str, ...]
    summary: str
    ingredients: str
    body: str
    picture: PagePicture | None


class RecordList:
    """The list of records as a file holds it, written one record after another."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.has_any = False

    def add(self, record: str) -> None:
        """Add a record, written as JSON; "" is none."""
        if record:
            self.file.write(",\n " if self.has_any else "[\n ")
            self.file.write(record.replace("\n", "\n "))
            self.has_any = True

    def end(self) -> None:
        """End the list."""
        self.file.write("\n]\n" if self.has_any else "[]\n")


def write_record(record: SearchRecord) -> str:
    """Write a record as JSON."""
    return json.dumps(asdict(record), ensure_ascii=False, indent=1)


@dataclass(frozen=True)
class Excerpt:
    """What a section says, its blocks read once: `headnote` is a recipe's, or "".

    `summary` is a recipe's headnote or a chapter's first paragraph, cut between two words.
    """

    blocks: Blocks
    headnote: str
    summary: str


def read_excerpt(section: Section) -> Excerpt:
    """Read what a section says."""
    blocks = section.blocks
    headnote = _text([each for each in blocks if "headnote" in _classes(each)])
    return Excerpt(blocks, headnote, _shortened(headnote or _first_words(blocks)))


def search_record(book: AssembledBook, section: Section, said: Excerpt, page: str) -> SearchRecord:
    """Gather what a search should know of an entry; `said` is what its section says."""
    entry = book.entries[section.entry]
    recipe = entry if isinstance(entry, Recipe) else None
    rest = _text([each for each in said.blocks if not APART & set(_classes(each))])
    return SearchRecord(
        entry=section.entry,
        page=page,
        title=section.title,
        number=section.number,
        byline=words_of(book.book).series(section.authors),
        kind=section.kind.value,
        course=recipe.course if recipe else "",
        cuisine=recipe.cuisine if recipe else "",
        diet=recipe.diet if recipe else (),
        tags=entry.tags,
        summary=said.summary,
        ingredients="\n".join(ingredient_lines(recipe)) if recipe else "",
        body=rest if said.summary == said.headnote else f"{said.headnote} {rest}".strip(),
        picture=first_picture(book, section),
    )


def ingredient_lines(recipe: Recipe) -> list[str]:
    """Give a recipe's ingredients as they were written, without Markdown's signs."""
    return [line for each in recipe.ingredients if (line := plain_line(each.line).strip())]


def first_picture(book: AssembledBook, section: Section) -> PagePicture | None:
    """Give the first picture of a section as the web pages show it."""
    for name, alternative in section.facts.images:
        picture = book.pictures[name].screen
        return PagePicture(f"pictures/{picture.name}", picture.width, picture.height, alternative)
    return None


def _first_words(blocks: Blocks) -> str:
    paragraphs = (each for each in blocks if each["t"] == "Para")
    return next((text for each in paragraphs if (text := plain_text([each]))), "")


def _shortened(said: str) -> str:
    if len(said) <= SUMMARY_LENGTH:
        return said
    return f"{said[:SUMMARY_LENGTH].rsplit(' ', 1)[0]} …"


def _text(blocks: Blocks) -> str:
    """Give the words of blocks, and behind them those of their notes."""
    return " ".join(piece for piece in _pieces(blocks) if piece)


def _pieces(blocks: Blocks) -> Iterator[str]:
    yield plain_text(blocks)
    for node in walk(blocks):
        if node["t"] == "Note":
            yield plain_text(node["c"])


def _classes(block: Node) -> list[str]:
    return classes_of(block) if block["t"] == "Div" else []
