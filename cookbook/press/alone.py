"""Stage: one entry's text -> the section that its book would have of it, without its book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cookbook.manuscript import (
    Book,
    BookFolder,
    Credits,
    Entry,
    EntryRef,
    Part,
    Recipe,
    parse_entry,
)
from cookbook.manuscript.credits import AUTHOR
from cookbook.manuscript.decoding import decode_manuscript
from cookbook.manuscript.measures import UNCHANGED, MeasureStyle
from cookbook.press.bounded import no_longer_than
from cookbook.press.composing import begin_composition
from cookbook.press.geometry import COMMON_ROOM, Room
from cookbook.press.pandoc import Node
from cookbook.press.places import Place
from cookbook.press.reading.cleaning import ImageFinder
from cookbook.press.sections import Matter, Section, SectionKind
from cookbook.press.tree import Blocks, header, rewrite_blocks, span
from cookbook.press.tree import text as inlines
from cookbook.press.warnings import Warnings
from cookbook.press.writings import compose_alone

READ_SECONDS = 6.0
WRITE_SECONDS = 4.0
"""How long reading and writing may take; a usual recipe takes a twentieth of a second each."""


@dataclass(frozen=True)
class LoneText:
    """One entry as it is written: its text, its path in a book folder, what its book knows of it.

    The path, such as recipes/soup.md, decides what pictures are relative to. `authors` sign the
    entry where its text names nobody; `number` is a chapter's in its textbook, `style`
    how the book gives amounts.
    """

    text: str
    path: str
    bibliography: str = ""
    authors: Sequence[str] = ()
    number: str = ""
    style: MeasureStyle = UNCHANGED


@dataclass(frozen=True)
class LoneSection:
    """The section of an entry, and the text of which it was made."""

    section: Section
    source: str


def compose_lone_text(
    lone: LoneText, find_picture: ImageFinder, warnings: Warnings, room: Room = COMMON_ROOM
) -> LoneSection:
    """Compose an entry as its book would, as far as that goes without it.

    `room` is that of the pages for which a recipe is fitted.
    Links to other entries are marked and lead nowhere. Raises ManuscriptError or FrontMatterError
    where the text can't be read, with file, line and what to do.
    """
    path = lone.path
    decoded = decode_manuscript(lone.text.encode("utf-8", "replace"), path)
    entry = parse_entry(decoded.text, path)
    folder = BookFolder(
        book=Book(
            title=entry.title,
            language=lone.style.language,
            measures=lone.style.measures,
            parts=(Part(entries=(EntryRef(path),)),),
        ),
        credits=Credits(entries={path: {AUTHOR: tuple(lone.authors)}} if lone.authors else {}),
        entries={path: entry},
        bibliography=lone.bibliography,
        repairs={path: decoded.repairs},
    )
    with no_longer_than(READ_SECONDS):
        composition = begin_composition(folder, warnings, find_picture, room)
        place = Place(path, Matter.BODY, 1, lone.number)
        written, cited = compose_alone(composition, place)
    settled = composition.folder.entries[path]
    sources = [header(2, inlines(composition.words.sources)), *cited] if cited else []
    section = _section(settled, place, composition.anchors[path].identifier, [*written, *sources])
    return LoneSection(section, decoded.text)


def unsigned(blocks: Blocks) -> Blocks:
    """Take away the links to the contributors' pages, which a lone entry hasn't."""

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Link" or "person-ref" not in node["c"][0][1]:
            return None
        return span(node["c"][1], "person-ref")

    return rewrite_blocks(blocks, change)


def _section(entry: Entry, place: Place, identifier: str, blocks: Blocks) -> Section:
    kind = SectionKind.RECIPE if isinstance(entry, Recipe) else SectionKind.CHAPTER
    role = "" if isinstance(entry, Recipe) else entry.role
    if role == SectionKind.DEDICATION:
        kind = SectionKind.DEDICATION
    return Section(
        kind,
        identifier,
        entry.title,
        place.level,
        blocks,
        number=place.number,
        entry=place.entry,
        role=role,
    )
