"""Stage: what all entries said -> the back matter that nobody writes, from glossary to indexes.

Each page is made of few values, which name it in the cache: an index is made anew only where a
title, an ingredient or an id has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cookbook.manuscript import Recipe
from cookbook.press.caching import Cache, cache_key
from cookbook.press.composing import MEASURES, Composition
from cookbook.press.keeping.compositions import ComposedEntries
from cookbook.press.keeping.trees import TreeStore
from cookbook.press.matter.glossary import glossary
from cookbook.press.matter.indexpages import Anchors, index_pages
from cookbook.press.matter.measures import measure_tables, weighed_names
from cookbook.press.matter.pages import MadePage
from cookbook.press.matter.people import People, contributors_blocks, picture_credit_blocks
from cookbook.press.notation import decode, encode
from cookbook.press.places import Place
from cookbook.press.sections import Section, SectionKind, heading_words
from cookbook.press.tree import Blocks
from cookbook.press.words import Words


def back_pages(
    composition: Composition,
    places: Sequence[Place],
    composed: ComposedEntries,
    pictures: Sequence[tuple[str, str]],
    store: TreeStore,
) -> Iterator[Section]:
    """Make the pages that a book ends with; what has nothing to say is left out.

    `pictures` are the paths of those that stand in the book, with their alternative texts.
    """
    anchors: Anchors = {
        each.entry: (
            composition.anchors[each.entry].identifier,
            composition.cards[each.entry].title,
        )
        for each in places
    }
    people, credits_, words = composition.people, composition.folder.credits, composition.words
    shown = picture_credit_blocks(credits_, people, pictures)
    gleaned = list(composed.gleaned.values())
    pages = (
        _solutions(composition, places, composed),
        _measures(composition, anchors, store.cache),
        _glossary([term for each in gleaned for term in each.terms], words),
        _bibliography(composed, words),
        _contributors(people, anchors),
        MadePage(
            SectionKind.PICTURE_CREDITS,
            words.picture_credits,
            encode(shown) if shown else b"",
            lambda: [shown],
        ),
        *index_pages(composition, anchors, [mark for each in gleaned for mark in each.marks]),
    )
    for page in pages:
        if page.of:
            yield page.section(composition.identifiers, store, words)


def _solutions(
    composition: Composition, places: Sequence[Place], composed: ComposedEntries
) -> MadePage:
    """Make the page of what the chapters' solutions are, under the headings of the chapters."""
    solved = [
        (place.number, composition.cards[place.entry].title, found.solutions)
        for place in places
        if (found := composed.gleaned.get(place.entry)) and found.solutions
    ]

    def blocks() -> Iterator[Blocks]:
        for number, title, solutions in solved:
            heading = heading_words(number, title)
            yield [{"t": "Header", "c": [2, ["", ["unlisted"], []], heading]}, *solutions]

    kind, title = SectionKind.SOLUTIONS, composition.words.solutions
    return MadePage(kind, title, encode(solved) if solved else b"", blocks)


def _glossary(terms: Sequence[Any], words: Words) -> MadePage:
    of = encode(terms) if terms else b""
    return MadePage(SectionKind.GLOSSARY, words.glossary, of, lambda: [glossary(terms)])


def _measures(composition: Composition, anchors: Anchors, cache: Cache) -> MadePage:
    """Make the tables of measures, where the book has measures and no such page of its own."""
    style, words = composition.style, composition.words
    if not composition.has_measures:
        return MadePage(SectionKind.MEASURES, words.measures, b"", list)
    weighed = {name for entry in anchors for name in _weighed(composition, entry, cache)}
    return MadePage(
        SectionKind.MEASURES,
        words.measures,
        encode([style.as_values(), sorted(weighed)]),
        lambda: [measure_tables(style, weighed, words)],
        identifier=MEASURES,
    )


def _weighed(composition: Composition, path: str, cache: Cache) -> list[str]:
    """Give what of an entry a cup may hold; its text is read only where the cache lacks it."""
    card = composition.cards[path]
    if not card.is_recipe:
        return []
    key = cache_key("weighed", card.digest)
    kept = cache.get(key)
    if kept is not None:
        return list(decode(kept))
    entry = composition.folder.entries[path]
    names = weighed_names(entry) if isinstance(entry, Recipe) else []
    cache.put(key, encode(names))
    return names


def _bibliography(composed: ComposedEntries, words: Words) -> MadePage:
    sources = composed.citations.sources
    of = sources if decode(sources) else b""
    kind, title = SectionKind.BIBLIOGRAPHY, words.sources
    return MadePage(kind, title, of, lambda: [decode(sources)])


def _contributors(people: People, anchors: Anchors) -> MadePage:
    everyone = [[each.anchor, repr(each.person), each.gave] for each in people.everyone()]
    return MadePage(
        SectionKind.CONTRIBUTORS,
        people.words.contributors,
        encode([everyone, anchors]) if everyone else b"",
        lambda: [contributors_blocks(people, anchors)],
    )
