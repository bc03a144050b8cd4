"""Stage: what recipes, texts and people give -> the indexes that a book wishes, in its order."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.credits import AUTHOR
from cookbook.manuscript.wishes import IndexName, Pointers, Wishes
from cookbook.press.composing import Composition
from cookbook.press.entries.cards import Card
from cookbook.press.matter.indexes import (
    Indexed,
    contributor_index,
    course_index,
    diet_index,
    gather_ingredients,
    ingredient_index,
    title_index,
)
from cookbook.press.matter.pages import MadePage
from cookbook.press.matter.subjects import gather_subjects, subject_index
from cookbook.press.matter.terms import Placed, TermIndex, name_targets, unplaced
from cookbook.press.notation import encode
from cookbook.press.reading.cleaning import clean_words
from cookbook.press.sections import SectionKind, slug
from cookbook.press.tree import Blocks
from cookbook.press.warnings import WarningKind
from cookbook.press.words import Words

Anchors = Mapping[str, tuple[str, str]]
"""Id and title of each entry, by its path, in reading order."""


def index_pages(
    composition: Composition, anchors: Anchors, marks: Sequence[Any]
) -> Iterator[MadePage]:
    """Give the indexes that the book wishes; `marks` are those that were gleaned of its texts.

    Pointers that lead to no entry of any of them are left out, with a warning.
    """
    making = _Making(composition, anchors, marks)
    makers: Mapping[IndexName, Callable[[], MadePage]] = {
        IndexName.TITLES: making.titles,
        IndexName.INGREDIENTS: making.ingredients,
        IndexName.COURSES: making.courses,
        IndexName.DIETS: making.diets,
        IndexName.CONTRIBUTORS: making.contributors,
        IndexName.SUBJECTS: making.subjects,
    }
    for name in making.wishes.indexes:
        yield makers[name]()
    making.warn_of_lost_pointers()


@dataclass
class _Making:
    """What indexes are made of; `pointed` are the pointers that one of them could set."""

    composition: Composition
    anchors: Anchors
    marks: Sequence[Any]
    pointed: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def wishes(self) -> Wishes:
        wishes = self.composition.folder.book.wishes
        see, see_also = _cleaned(wishes.see), _cleaned(wishes.see_also)
        return dataclasses.replace(wishes, see=see, see_also=see_also)

    @property
    def words(self) -> Words:
        return self.composition.words

    @cached_property
    def recipes(self) -> list[tuple[Card, Indexed]]:
        cards = self.composition.cards
        return [
            (cards[entry], Indexed(title, identifier))
            for entry, (identifier, title) in self.anchors.items()
            if cards[entry].is_recipe
        ]

    def titles(self) -> MadePage:
        titles = [each for _card, each in self.recipes]
        of = [[each.title, each.identifier] for each in titles]
        kind, title = SectionKind.TITLE_INDEX, self.words.title_index
        return _page(kind, title, of, lambda: title_index(titles))

    def ingredients(self) -> MadePage:
        named = [(card.names, each) for card, each in self.recipes if card.names]
        kind, title = SectionKind.INGREDIENT_INDEX, self.words.ingredient_index
        gather = lambda: gather_ingredients(named)  # noqa: E731 -- it is handed on
        return self._terms(kind, title, _values(named), gather, ingredient_index)

    def courses(self) -> MadePage:
        named = [(card.courses, each) for card, each in self.recipes if card.courses]
        kind, title = SectionKind.COURSE_INDEX, self.words.course_index
        return _page(kind, title, _values(named), lambda: course_index(named))

    def diets(self) -> MadePage:
        named = [(card.diets, each) for card, each in self.recipes if card.diets]
        kind, title = SectionKind.DIET_INDEX, self.words.diet_index
        return _page(kind, title, _values(named), lambda: diet_index(named))

    def contributors(self) -> MadePage:
        recipes = {
            entry: Indexed(title, identifier)
            for entry, (identifier, title) in self.anchors.items()
            if self.composition.cards[entry].is_recipe
        }
        given = []
        for each in self.composition.people.everyone():
            gave = [recipes[path] for path in each.gave.get(AUTHOR, ()) if path in recipes]
            if gave:
                given.append((each.person.name, gave))
        of = [[name, [[each.title, each.identifier] for each in gave]] for name, gave in given]
        kind, title = SectionKind.CONTRIBUTOR_INDEX, self.words.contributor_index
        return _page(kind, title, of, lambda: contributor_index(given))

    def subjects(self) -> MadePage:
        kind, title = SectionKind.SUBJECT_INDEX, self.words.subject_index
        gather = lambda: gather_subjects(self.marks)  # noqa: E731 -- it is handed on
        return self._terms(kind, title, self.marks, gather, subject_index)

    def warn_of_lost_pointers(self) -> None:
        """Name the pointers to what stands in no index."""
        for key, written in (("see", self.wishes.see), ("see-also", self.wishes.see_also)):
            for source, target in unplaced(written, self.pointed):
                message = (
                    f'{key}: "{source}" points to "{target}", which is an entry of no index '
                    "of this book; it is left out."
                )
                self.composition.warnings.add(BOOK_FILE, WarningKind.REFERENCE, message)

    def _terms(
        self,
        kind: SectionKind,
        title: str,
        of: Sequence[Any],
        gather: Callable[[], TermIndex[Placed]],
        write: Callable[[TermIndex[Placed], Words], Iterable[Blocks]],
    ) -> MadePage:
        """Give an index of terms, in which entries may point to others."""
        see, see_also, words = self.wishes.see, self.wishes.see_also, self.words
        if not of or not (see or see_also):
            return _page(kind, title, of, lambda: write(gather(), words))
        index = gather()
        self.pointed |= index.refer(see, see_also)
        claim = self.composition.identifiers.claim
        names = name_targets(index, lambda said: claim(f"{kind.value}-{slug(said)}"))
        written = [[list(each.items()) for each in (see, see_also)], names]
        return _page(kind, title, [of, written], lambda: write(index, words))


def _page(
    kind: SectionKind, title: str, of: Sequence[Any], make: Callable[[], Iterable[Blocks]]
) -> MadePage:
    return MadePage(kind, title, encode(of) if of else b"", make)


def _cleaned(pointers: Pointers) -> Pointers:
    return {
        clean_words(source): tuple(clean_words(each) for each in targets)
        for source, targets in pointers.items()
    }


def _values(named: Iterable[tuple[Sequence[str], Indexed]]) -> list[list[Any]]:
    return [[names, each.title, each.identifier] for names, each in named]
