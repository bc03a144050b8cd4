"""Stage: what all entries said -> the back matter that nobody writes, from glossary to indexes.

Each page is made of few values, which name it in the cache: an index is made anew only where a
title, an ingredient or an id has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cookbook.manuscript import Recipe
from cookbook.press import words
from cookbook.press.caching import Cache, cache_key
from cookbook.press.composing import MEASURES, Composition
from cookbook.press.facts import facts_of
from cookbook.press.keeping.compositions import ComposedEntries
from cookbook.press.keeping.trees import StoredTree, TreeStore, pack_section
from cookbook.press.matter.glossary import glossary
from cookbook.press.matter.indexes import Indexed, ingredient_index, title_index
from cookbook.press.matter.measures import measure_tables, weighed_names
from cookbook.press.matter.people import People, contributors_blocks, picture_credit_blocks
from cookbook.press.notation import decode, encode
from cookbook.press.places import Place
from cookbook.press.sections import Matter, Section, SectionKind, heading_words
from cookbook.press.tree import Blocks

Anchors = Mapping[str, tuple[str, str]]
"""Id and title of each entry, by its path."""


@dataclass(frozen=True)
class _Page:
    """A page that may be made: of what, as JSON, or b"" for nothing; and how, bit by bit.

    `identifier` is the one that it has already, or "".
    """

    kind: SectionKind
    title: str
    of: bytes
    make: Callable[[], Iterable[Blocks]]
    identifier: str = ""


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
    people, credits_ = composition.people, composition.folder.credits
    shown = picture_credit_blocks(credits_, people, pictures)
    pages = (
        _measures(composition, anchors, store.cache),
        _glossary(composed),
        _bibliography(composed),
        _contributors(people, anchors),
        _Page(
            SectionKind.PICTURE_CREDITS,
            words.PICTURE_CREDITS,
            encode(shown) if shown else b"",
            lambda: [shown],
        ),
        *_indexes(composition, anchors),
    )
    for page in pages:
        if page.of:
            identifier = page.identifier or composition.identifiers.claim(page.kind.value)
            tree = _tree(page, identifier, store)
            yield Section(page.kind, identifier, page.title, 1, tree, matter=Matter.BACK)


def _glossary(composed: ComposedEntries) -> _Page:
    def make() -> Iterable[Blocks]:
        return [glossary(term for each in composed.terms for term in decode(each))]

    return _Page(SectionKind.GLOSSARY, words.GLOSSARY, b"\n".join(composed.terms), make)


def _measures(composition: Composition, anchors: Anchors, cache: Cache) -> _Page:
    """Make the tables of measures, where the book has measures and no such page of its own."""
    style = composition.style
    if not composition.has_measures:
        return _Page(SectionKind.MEASURES, words.MEASURES, b"", list)
    weighed = {name for entry in anchors for name in _weighed(composition, entry, cache)}
    return _Page(
        SectionKind.MEASURES,
        words.MEASURES,
        encode([style.as_values(), sorted(weighed)]),
        lambda: [measure_tables(style, weighed)],
        MEASURES,
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


def _bibliography(composed: ComposedEntries) -> _Page:
    sources = composed.citations.sources
    of = sources if decode(sources) else b""
    return _Page(SectionKind.BIBLIOGRAPHY, words.BIBLIOGRAPHY, of, lambda: [decode(sources)])


def _contributors(people: People, anchors: Anchors) -> _Page:
    everyone = [[each.anchor, repr(each.person), each.gave] for each in people.everyone()]
    return _Page(
        SectionKind.CONTRIBUTORS,
        words.CONTRIBUTORS,
        encode([everyone, anchors]) if everyone else b"",
        lambda: [contributors_blocks(people, anchors)],
    )


def _indexes(composition: Composition, anchors: Anchors) -> Iterator[_Page]:
    cards = {entry: composition.cards[entry] for entry in anchors}
    recipes = [
        (card.names, Indexed(card.title, anchors[entry][0]))
        for entry, card in cards.items()
        if card.is_recipe
    ]
    titles = [each for _names, each in recipes]
    yield _Page(
        SectionKind.TITLE_INDEX,
        words.TITLE_INDEX,
        encode([[each.title, each.identifier] for each in titles]) if titles else b"",
        lambda: title_index(titles),
    )
    named = [[names, each.title, each.identifier] for names, each in recipes if names]
    yield _Page(
        SectionKind.INGREDIENT_INDEX,
        words.INGREDIENT_INDEX,
        encode(named) if named else b"",
        lambda: ingredient_index(recipes),
    )


def _tree(page: _Page, identifier: str, store: TreeStore) -> StoredTree:
    """Give a page's tree: the one that is kept, or a new one."""
    key = cache_key("matter", page.kind.value, identifier, page.of)
    kept = store.about(key)
    if kept is not None:
        digest, facts = kept
        return StoredTree(key, digest, facts_of(facts), store)
    packed, found = pack_section(identifier, heading_words("", page.title), page.make())
    store.put(key, packed, found.as_values())
    return StoredTree(key, packed.digest, found, store)
