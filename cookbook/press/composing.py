"""Stage: entries as written -> read, cleaned, composed and numbered blocks, one at a time.

A book sends all its entries through here, a preview a single one; so both show the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from cookbook.manuscript import BookFolder, Entry
from cookbook.manuscript.measures import MeasureStyle
from cookbook.manuscript.wishes import SolutionsPlace
from cookbook.press.caching import digest_of
from cookbook.press.entries.cards import Card, card_of
from cookbook.press.entries.citations import Citing
from cookbook.press.entries.numbering import Label, Labels
from cookbook.press.entries.references import Signposts
from cookbook.press.entries.subrecipes import RecipeTitles
from cookbook.press.entries.wording import (
    SettledEntries,
    settle_book,
    settle_credits,
    warn_of_piles,
)
from cookbook.press.geometry import Room
from cookbook.press.keeping.manuscripts import KeptManuscripts
from cookbook.press.keeping.traces import Surroundings
from cookbook.press.matter.people import People, gather_people
from cookbook.press.places import Place
from cookbook.press.reading.cleaning import ImageFinder
from cookbook.press.sections import Identifiers, slug
from cookbook.press.warnings import WarningKind, Warnings
from cookbook.press.words import Words, fill, words_of

MEASURES = "measures"
"""The id of the page of measures, by which references name it."""


@dataclass
class Composition:
    """What grows while entries are composed.

    `folder` is in settled wording; `find_picture` vets and names pictures; `room` is what a page
    holds, by which recipes are fitted to pages.
    """

    folder: BookFolder
    cards: Mapping[str, Card]
    warnings: Warnings
    people: People
    identifiers: Identifiers
    find_picture: ImageFinder
    room: Room
    labels: Labels = field(default_factory=Labels)
    anchors: dict[str, Label] = field(default_factory=dict)

    @cached_property
    def titles(self) -> RecipeTitles:
        """The recipes of the book by their titles."""
        return RecipeTitles.of(self.cards)

    @cached_property
    def words(self) -> Words:
        """What the press says in the book."""
        return words_of(self.folder.book)

    @property
    def citing(self) -> Citing:
        """By what citations are set."""
        folder = self.folder
        return Citing(folder.bibliography, folder.citation_style, folder.book.language)

    @cached_property
    def solutions(self) -> SolutionsPlace:
        """Where the solutions of exercises stand."""
        return self.folder.book.wishes.solutions

    @property
    def style(self) -> MeasureStyle:
        """How the book gives amounts."""
        book = self.folder.book
        return MeasureStyle(book.measures, book.language)

    @property
    def has_measures(self) -> bool:
        """Whether tables of measures are to be made: the book has none of its own."""
        own = any(card.identifier == MEASURES for card in self.cards.values())
        return self.style.measures.first is not None and not own

    @property
    def surroundings(self) -> Surroundings:
        """What a text is composed in."""
        return Surroundings(
            self.identifiers, self.labels, self.warnings, self.find_picture, self.titles
        )

    @property
    def signposts(self) -> Signposts:
        """What knows where links lead, once all is composed."""
        return Signposts(self.anchors, self.labels)


def begin_composition(
    folder: BookFolder, warnings: Warnings, find_picture: ImageFinder, room: Room
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
    people = gather_people(credits_, cards, identifiers, words_of(book))
    settled = dataclasses.replace(
        folder, book=book, credits=credits_, entries=SettledEntries(folder.entries)
    )
    return Composition(settled, cards, warnings, people, identifiers, find_picture, room)


def _cards(entries: Mapping[str, Entry]) -> Mapping[str, Card]:
    if isinstance(entries, KeptManuscripts):
        return entries.cards
    # What was read in another way is known by all that it holds.
    return {path: card_of(each, digest_of([path, repr(each)])) for path, each in entries.items()}


def anchor_measures(composition: Composition) -> None:
    """Give the page of measures its id before any entry takes it, and let references find it."""
    if composition.has_measures:
        words, identifier = composition.words, composition.identifiers.claim(MEASURES)
        label = Label(identifier, words.quoted(words.measures))
        composition.labels.add("", MEASURES, label)


def anchor_entry(composition: Composition, place: Place) -> None:
    """Give an entry its id in the book, and the words by which others refer to it."""
    card = composition.cards[place.entry]
    stem = slug(PurePosixPath(place.entry).stem)
    identifier = composition.identifiers.claim(card.identifier or stem or "entry")
    words = composition.words
    label = words.quoted(card.title)
    if place.number:
        template = words.section if "." in place.number else words.chapter
        label = fill(template, number=place.number)
    composition.anchors[place.entry] = Label(identifier, label)
    for name in dict.fromkeys((card.identifier, identifier)):
        if name:
            composition.labels.add(place.entry, name, composition.anchors[place.entry])
