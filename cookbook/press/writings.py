"""Texts that are to be composed: entries in their places, and the words that open parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cookbook.manuscript import Entry, Recipe
from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.converting import convert_recipe
from cookbook.manuscript.recipes import PHOTO_SIZES
from cookbook.manuscript.wishes import SolutionsPlace
from cookbook.press.composing import Composition, anchor_entry
from cookbook.press.entries.anchors import EVERYWHERE, IN_CHAPTERS, Anchors
from cookbook.press.entries.citations import cite, with_citations
from cookbook.press.entries.numbering import ChapterNumberer
from cookbook.press.entries.quotes import set_quotes
from cookbook.press.entries.recipes import (
    compose_recipe,
    demoted,
    dress_pieces,
    recipe_fragments,
)
from cookbook.press.entries.references import link_elsewhere, resolve_links
from cookbook.press.entries.solutions import marked_for_the_end, part_solutions
from cookbook.press.entries.subrecipes import recipe_names
from cookbook.press.entries.typography import keep_units, set_blocks
from cookbook.press.keeping.traces import Surroundings
from cookbook.press.matter.gleaning import glean
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment
from cookbook.press.places import Place
from cookbook.press.reading.cleaning import Cleaner
from cookbook.press.reading.entries import EntryText, EntryTrees, read_entry
from cookbook.press.reading.lookalikes import remark_on_lookalikes
from cookbook.press.sections import Matter, heading_words
from cookbook.press.tree import Blocks, Inlines, text, walk
from cookbook.press.warnings import WarningKind
from cookbook.press.words import Words


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

    @property
    def level(self) -> int:
        """The level of that heading, or 0."""

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
    opened: tuple[Entry, tuple[Fragment, ...]] | None = None

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

    @property
    def level(self) -> int:
        """The level of that heading."""
        return self.place.level

    def heading(self) -> Inlines:
        """Give the words of its section's heading."""
        return heading_words(self.place.number, self.composition.cards[self.place.entry].title)

    def depends(self) -> Sequence[Any]:
        """Give its text, its place, its id, its signature, and a recipe's room and measures."""
        place, card = self.place, self.composition.cards[self.place.entry]
        placed = [place.matter, place.level, place.number, place.has_entries]
        ways = [self.composition.room.as_values(), self.composition.style.as_values()]
        known = [card.digest, *placed, self.identifier, self._signature()]
        said = [self.composition.words.digest, self.solutions.value]
        return ["entry", *known, *said, *(ways if card.is_recipe else [])]

    def fragments(self) -> tuple[Fragment, ...]:
        """Give its pieces of Markdown."""
        return self._open()[1]

    def compose(self, trees: EntryTrees, around: Surroundings) -> Blocks:
        """Compose a recipe or a chapter."""
        (entry, fragments), place = self._open(), self.place
        words = self.composition.words
        self.opened = None
        kinds = EVERYWHERE if isinstance(entry, Recipe) else IN_CHAPTERS
        pieces = _cleaned(place.entry, entry.title, fragments, trees, around, kinds, words)
        signed = self._signature()
        if not signed and place.matter is Matter.BODY:
            around.warnings.add(place.entry, WarningKind.CREDIT, "is credited to nobody.")
        if isinstance(entry, Recipe):
            others = around.find_recipes(place.entry, recipe_names(entry))
            dressed = dress_pieces(entry, pieces, self.composition.style, others)
            pieces = [set_quotes(each, self.composition.words) for each in dressed]
            photo = _photo(place.entry, entry, around)
            return compose_recipe(
                entry,
                pieces,
                self.composition.words,
                level=place.level,
                signed=signed,
                photo=photo,
                room=self.composition.room,
            )
        numberer = ChapterNumberer(
            place.entry,
            entry.title,
            place.number,
            place.level,
            around.identifiers,
            around.labels,
            around.warnings,
            self.composition.words,
            place.has_entries,
            self.solutions,
        )
        body = set_quotes(set_blocks(pieces[0], keep_units), self.composition.words)
        numbered = numberer.blocks(body)
        if self.solutions is SolutionsPlace.HERE:
            return [*signed, *numbered]
        return [*signed, *self._with_solutions_apart(numbered, numberer.solved, around)]

    @property
    def solutions(self) -> SolutionsPlace:
        """Where the book wants solutions."""
        return self.composition.solutions

    def _with_solutions_apart(
        self, blocks: Blocks, solved: Mapping[str, str], around: Surroundings
    ) -> Blocks:
        """Put solutions to the end of a chapter, or mark them for that of the book."""
        words = self.composition.words
        rest, solutions = part_solutions(blocks, solved, words)
        if self.solutions is SolutionsPlace.BOOK:
            return [*rest, *marked_for_the_end(solutions)]
        if not solutions:
            return rest
        identifier = around.identifiers.claim(f"{self.identifier}-solutions")
        title = {
            "t": "Header",
            "c": [self.place.level + 1, [identifier, ["unnumbered"], []], text(words.solutions)],
        }
        return [*rest, title, *solutions]

    def _open(self) -> tuple[Entry, tuple[Fragment, ...]]:
        """Give the entry and its pieces, which stay in memory until it is composed."""
        if self.opened is None:
            entry = self.composition.folder.entries[self.place.entry]
            if isinstance(entry, Recipe):
                entry = convert_recipe(entry, self.composition.style)
                self.opened = (entry, recipe_fragments(entry))
            else:
                self.opened = (entry, (Fragment(entry.body),))
        return self.opened

    def _signature(self) -> Blocks:
        town = self.composition.cards[self.place.entry].town
        return self.composition.people.signature(self.place.entry, town)


@dataclass(frozen=True)
class OpeningWriting:
    """The words that open a part; the part has its own heading. `words` are the book's."""

    title: str
    text: str
    number: int
    words: Words

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

    @property
    def level(self) -> int:
        """None of its own."""
        return 0

    def heading(self) -> Inlines:
        """Give no words."""
        return []

    def depends(self) -> Sequence[Any]:
        """Give its text."""
        return ["opening", self.title, self.text, self.words.digest]

    def fragments(self) -> tuple[Fragment, ...]:
        """Give its text."""
        return (Fragment(self.text, RECIPE_FORMAT),)

    def compose(self, trees: EntryTrees, around: Surroundings) -> Blocks:
        """Compose it without headings."""
        fragments = self.fragments()
        cleaned = _cleaned(BOOK_FILE, self.title, fragments, trees, around, EVERYWHERE, self.words)[
            0
        ]
        return set_quotes(cleaned, self.words)


def compose_alone(composition: Composition, place: Place) -> tuple[Blocks, Blocks]:
    """Compose one entry whose book isn't there; give its blocks, and the sources that it cites."""
    anchor_entry(composition, place)
    writing = EntryWriting(composition, place)
    trees = read_entry(EntryText(place.entry, writing.fragments()))
    blocks = writing.compose(trees, composition.surroundings)
    find = composition.signposts.find
    resolved = resolve_links(blocks, lambda address: find(place.entry, address), link_elsewhere)
    cites = [node for node in walk(resolved) if node["t"] == "Cite"]
    cited = cite({place.entry: cites}, composition.citing, composition.warnings)
    written = with_citations(resolved, cited.words.get(place.entry, []))
    gleaned, found = glean(writing.identifier, writing.heading(), written)
    for fault in found.faults:
        composition.warnings.add(place.entry, WarningKind.REFERENCE, fault)
    return gleaned, cited.sources


def _cleaned(  # noqa: PLR0913, PLR0917 -- what a text is and what is around it
    entry: str,
    title: str,
    fragments: Sequence[Fragment],
    trees: EntryTrees,
    around: Surroundings,
    kinds: frozenset[str],
    words: Words,
) -> list[Blocks]:
    """Clean the pieces of a text, and give the ids in them names of their own in the book.

    Where ids may stand everywhere, headings become strong lines: the text has headings of ours.
    """
    remark_on_lookalikes(entry, (each.text for each in fragments), around.warnings)
    if trees.remark:
        around.warnings.add(entry, WarningKind.TEXT, trees.remark)
    cleaner = Cleaner(entry, around.warnings, around.find_picture, words.undescribed)
    anchors = Anchors(entry, title, around.identifiers, around.labels, words)
    finish = demoted if kinds is EVERYWHERE else list
    return [
        # There is nothing to clean in what is surely plain.
        piece if plain else finish(anchors.claim(cleaner.blocks(piece), kinds))
        for piece, plain in zip(trees.pieces, trees.plain, strict=True)
    ]


def _photo(path: str, recipe: Recipe, around: Surroundings) -> str:
    """Give the name of a recipe's vetted photo, or ""."""
    photo = around.find_picture(path, recipe.photo) if recipe.photo else None
    if photo and not recipe.photo_alt:
        message = "its photo has no alternative text; add photo-alt."
        around.warnings.add(path, WarningKind.IMAGE, message)
    if recipe.photo_size and recipe.photo_size not in PHOTO_SIZES:
        message = f'photo-size "{recipe.photo_size[:40]}" is none of {", ".join(PHOTO_SIZES)}.'
        around.warnings.add(path, WarningKind.IMAGE, message)
    return photo or ""
