"""Stage: entries as written -> read, cleaned, composed and numbered blocks, one at a time.

A book sends all its entries through here, a preview a single one; so both show the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

from cookbook.manuscript import BookFolder, Entry, Recipe
from cookbook.manuscript.books import BOOK_FILE
from cookbook.press import words
from cookbook.press.caching import digest_of
from cookbook.press.entries.anchors import EVERYWHERE, IN_CHAPTERS, Anchors
from cookbook.press.entries.cards import Card, card_of
from cookbook.press.entries.citations import cite, with_citations
from cookbook.press.entries.numbering import ChapterNumberer, Label, Labels
from cookbook.press.entries.recipes import compose_recipe, demoted, recipe_fragments
from cookbook.press.entries.references import Signposts, link_elsewhere, resolve_links
from cookbook.press.entries.wording import (
    SettledEntries,
    settle_book,
    settle_credits,
    warn_of_piles,
)
from cookbook.press.keeping.manuscripts import KeptManuscripts
from cookbook.press.keeping.traces import Surroundings
from cookbook.press.matter.people import People, gather_people
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment
from cookbook.press.places import Place
from cookbook.press.reading.cleaning import Cleaner, ImageFinder
from cookbook.press.reading.entries import EntryText, EntryTrees, read_entries
from cookbook.press.reading.lookalikes import remark_on_lookalikes
from cookbook.press.sections import Identifiers, Matter, heading_words, slug
from cookbook.press.tree import Blocks, Inlines, walk
from cookbook.press.warnings import WarningKind, Warnings


@dataclass
class Composition:
    """What grows while entries are composed.

    `folder` is in settled wording; `find_picture` vets and names pictures.
    """

    folder: BookFolder
    cards: Mapping[str, Card]
    warnings: Warnings
    people: People
    identifiers: Identifiers
    find_picture: ImageFinder
    labels: Labels = field(default_factory=Labels)
    anchors: dict[str, Label] = field(default_factory=dict)

    @property
    def surroundings(self) -> Surroundings:
        """What a text is composed in."""
        return Surroundings(self.identifiers, self.labels, self.warnings, self.find_picture)

    @property
    def signposts(self) -> Signposts:
        """What knows where links lead, once all is composed."""
        return Signposts(self.anchors, self.labels)


def begin_composition(
    folder: BookFolder, warnings: Warnings, find_picture: ImageFinder
) -> Composition:
    """Settle the wording of all that isn't Markdown, and gather the people."""
    book = settle_book(folder.book, warnings)
    cards = _cards(folder.entries)
    for path, card in cards.items():
        if card.piled:
            warn_of_piles(path, card.piled, warnings)
    credits_ = settle_credits(folder.credits, warnings)
    for path, repairs in folder.repairs.items():
        for repair in repairs:
            warnings.add(path, WarningKind.TEXT, f"{repair}.")
    identifiers = Identifiers({"title-page", "copyright-page", "contents", "refs"})
    people = gather_people(credits_, cards, identifiers)
    settled = dataclasses.replace(
        folder, book=book, credits=credits_, entries=SettledEntries(folder.entries)
    )
    return Composition(settled, cards, warnings, people, identifiers, find_picture)


def _cards(entries: Mapping[str, Entry]) -> Mapping[str, Card]:
    if isinstance(entries, KeptManuscripts):
        return entries.cards
    # What was read in another way is known by all that it holds.
    return {path: card_of(each, digest_of([path, repr(each)])) for path, each in entries.items()}


def anchor_entry(composition: Composition, place: Place) -> None:
    """Give an entry its id in the book, and the words by which others refer to it."""
    card = composition.cards[place.entry]
    stem = slug(PurePosixPath(place.entry).stem)
    identifier = composition.identifiers.claim(card.identifier or stem or "entry")
    label = f"{words.CHAPTER} {place.number}" if place.number else f"“{card.title}”"
    if "." in place.number:
        label = f"{words.SECTION} {place.number}"
    composition.anchors[place.entry] = Label(identifier, label)
    for name in dict.fromkeys((card.identifier, identifier)):
        if name:
            composition.labels.add(place.entry, name, composition.anchors[place.entry])


class Writing(Protocol):
    """A text that is to be composed: `entry` is the file that it stands in."""

    @property
    def name(self) -> str:
        """What no other text of the book is called."""

    @property
    def entry(self) -> str:
        """The path of the file that it stands in."""

    @property
    def identifier(self) -> str:
        """The id of its section, or ""."""

    def heading(self) -> Inlines:
        """Give the words of its section's heading."""

    def depends(self) -> Sequence[Any]:
        """Give all that it is made of, as values that JSON can hold; not what it asks the book."""

    def fragments(self) -> tuple[Fragment, ...]:
        """Give its pieces of Markdown."""

    def compose(self, trees: EntryTrees, around: Surroundings) -> Blocks:
        """Compose it of its pieces as they were read."""


@dataclass
class EntryWriting:
    """An entry in its place."""

    composition: Composition
    place: Place
    opened: Entry | None = None

    @property
    def name(self) -> str:
        """The path."""
        return self.place.entry

    @property
    def entry(self) -> str:
        """The path."""
        return self.place.entry

    @property
    def identifier(self) -> str:
        """The id of its section."""
        return self.composition.anchors[self.place.entry].identifier

    def heading(self) -> Inlines:
        """Give the words of its section's heading."""
        return heading_words(self.place.number, self.composition.cards[self.place.entry].title)

    def depends(self) -> Sequence[Any]:
        """Give its text, its place, its id and its signature."""
        place, card = self.place, self.composition.cards[self.place.entry]
        placed = [place.matter, place.level, place.number, place.has_entries]
        return ["entry", card.digest, *placed, self.identifier, self._signature()]

    def fragments(self) -> tuple[Fragment, ...]:
        """Give its pieces of Markdown."""
        entry = self._open()
        return recipe_fragments(entry) if isinstance(entry, Recipe) else (Fragment(entry.body),)

    def compose(self, trees: EntryTrees, around: Surroundings) -> Blocks:
        """Compose a recipe or a chapter."""
        fragments, entry, place = self.fragments(), self._open(), self.place
        self.opened = None
        kinds = EVERYWHERE if isinstance(entry, Recipe) else IN_CHAPTERS
        pieces = _cleaned(place.entry, entry.title, fragments, trees, around, kinds)
        signed = self._signature()
        if not signed and place.matter is Matter.BODY:
            around.warnings.add(place.entry, WarningKind.CREDIT, "is credited to nobody.")
        if isinstance(entry, Recipe):
            photo = _photo(place.entry, entry, around)
            return compose_recipe(entry, pieces, level=place.level, signed=signed, photo=photo)
        numberer = ChapterNumberer(
            place.entry,
            entry.title,
            place.number,
            place.level,
            around.identifiers,
            around.labels,
            around.warnings,
            place.has_entries,
        )
        return [*signed, *numberer.blocks(pieces[0])]

    def _open(self) -> Entry:
        """Give the entry, which stays in memory until it is composed."""
        if self.opened is None:
            self.opened = self.composition.folder.entries[self.place.entry]
        return self.opened

    def _signature(self) -> Blocks:
        town = self.composition.cards[self.place.entry].town
        return self.composition.people.signature(self.place.entry, town)


@dataclass(frozen=True)
class OpeningWriting:
    """The words that open a part; the part has its own heading."""

    title: str
    text: str
    number: int

    @property
    def name(self) -> str:
        """A name that is no path."""
        return f"part:{self.number}"

    @property
    def entry(self) -> str:
        """The file that it stands in."""
        return BOOK_FILE

    @property
    def identifier(self) -> str:
        """None of its own."""
        return ""

    def heading(self) -> Inlines:
        """Give no words."""
        return []

    def depends(self) -> Sequence[Any]:
        """Give its text."""
        return ["opening", self.title, self.text]

    def fragments(self) -> tuple[Fragment, ...]:
        """Give its text."""
        return (Fragment(self.text, RECIPE_FORMAT),)

    def compose(self, trees: EntryTrees, around: Surroundings) -> Blocks:
        """Compose it without headings."""
        fragments = self.fragments()
        return demoted(_cleaned(BOOK_FILE, self.title, fragments, trees, around, EVERYWHERE)[0])


def compose_alone(composition: Composition, place: Place) -> tuple[Blocks, Blocks]:
    """Compose one entry whose book isn't there; give its blocks, and the sources that it cites."""
    anchor_entry(composition, place)
    writing = EntryWriting(composition, place)
    (trees,) = read_entries([EntryText(place.entry, writing.fragments())], Warnings())
    blocks = writing.compose(trees, composition.surroundings)
    find = composition.signposts.find
    resolved = resolve_links(blocks, lambda address: find(place.entry, address), link_elsewhere)
    cites = [node for node in walk(resolved) if node["t"] == "Cite"]
    cited = cite({place.entry: cites}, composition.folder.bibliography, composition.warnings)
    return with_citations(resolved, cited.words.get(place.entry, [])), cited.sources


def _cleaned(  # noqa: PLR0913, PLR0917 -- what a text is and what is around it
    entry: str,
    title: str,
    fragments: Sequence[Fragment],
    trees: EntryTrees,
    around: Surroundings,
    kinds: frozenset[str],
) -> list[Blocks]:
    """Clean the pieces of a text, and give the ids in them names of their own in the book."""
    remark_on_lookalikes(entry, (each.text for each in fragments), around.warnings)
    if trees.remark:
        around.warnings.add(entry, WarningKind.TEXT, trees.remark)
    cleaner = Cleaner(entry, around.warnings, around.find_picture)
    anchors = Anchors(entry, title, around.identifiers, around.labels)
    return [
        # There is nothing to clean in what is surely plain.
        piece if plain else anchors.claim(cleaner.blocks(piece), kinds)
        for piece, plain in zip(trees.pieces, trees.plain, strict=True)
    ]


def _photo(path: str, recipe: Recipe, around: Surroundings) -> str:
    """Give the name of a recipe's vetted photo, or ""."""
    photo = around.find_picture(path, recipe.photo) if recipe.photo else None
    if photo and not recipe.photo_alt:
        message = "its photo has no alternative text; add photo-alt."
        around.warnings.add(path, WarningKind.IMAGE, message)
    return photo or ""
