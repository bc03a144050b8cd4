"""Stage: a book folder's values -> the assembled book, the same for every output."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from cookbook.manuscript import BookFolder, Chapter, Part, Recipe
from cookbook.manuscript.books import BOOK_FILE
from cookbook.press import words
from cookbook.press.composing import (
    ComposedEntries,
    Composition,
    begin_composition,
    compose_entries,
)
from cookbook.press.matter.frontpages import copyright_page, title_page
from cookbook.press.matter.glossary import glossary
from cookbook.press.matter.indexes import Indexed, ingredient_index, title_index
from cookbook.press.matter.people import contributors_blocks, picture_credit_blocks
from cookbook.press.outputs.pagemarks import mark_places
from cookbook.press.pictures.shelf import PictureShelf
from cookbook.press.places import Place, book_identifier, place_entries
from cookbook.press.sections import AssembledBook, Matter, Section, SectionKind, slug
from cookbook.press.tree import Blocks, div, figure, image, plain, text
from cookbook.press.warnings import Warnings


def assemble(
    folder: BookFolder,
    root: Path,
    warnings: Warnings,
    *,
    on_progress: Callable[[int], None] = lambda _: None,
) -> AssembledBook:
    """Assemble a book: compose all entries, and add what nobody writes."""
    shelf = PictureShelf(root, warnings)
    composition = begin_composition(folder, warnings, shelf.find)
    settled = composition.folder
    places = place_entries(settled.book, settled.entries)
    composed = compose_entries(composition, places, on_progress=on_progress)
    sections = _sections(composition, places, composed)
    cover = _cover(composition)
    return AssembledBook(
        book=settled.book,
        identifier=book_identifier(settled.book),
        authors=_authors(composition),
        sections=tuple(_marked(each) for each in sections),
        pictures=shelf.vetted(),
        cover=cover,
        entries=settled.entries,
    )


def _sections(
    composition: Composition, places: Sequence[Place], composed: ComposedEntries
) -> list[Section]:
    book = composition.folder.book
    by_entry = {
        place.entry: _section(composition, place, composed.entries[place.entry]) for place in places
    }
    front = [by_entry[ref.path] for top in book.front for ref in top.walk()]
    body: list[Section] = []
    for number, part in enumerate(book.parts):
        if part.title:
            body.append(_part(composition, part, number, composed.intros.get(number, [])))
        body += [by_entry[ref.path] for top in part.entries for ref in top.walk()]
    back = [by_entry[ref.path] for top in book.back for ref in top.walk()]
    back += _computed(composition, places, composed, [*front, *body, *back])
    opening = [
        title_page(book, "title-page"),
        copyright_page(
            book,
            "copyright-page",
            book_identifier(book),
            _authors(composition),
            _picture_makers(composition),
        ),
    ]
    # A dedication stands before the contents and all that the contents name.
    front.sort(key=lambda section: section.kind is not SectionKind.DEDICATION)
    return [*opening, *front, *body, *back]


def _section(composition: Composition, place: Place, blocks: Blocks) -> Section:
    entry = composition.folder.entries[place.entry]
    is_recipe = isinstance(entry, Recipe)
    role = entry.role if isinstance(entry, Chapter) else ""
    kind = SectionKind.RECIPE if is_recipe else SectionKind.CHAPTER
    if role == "dedication":
        kind = SectionKind.DEDICATION
    return Section(
        kind,
        composition.anchors[place.entry].identifier,
        entry.title,
        place.level,
        blocks,
        matter=place.matter,
        number=place.number,
        entry=place.entry,
        role=role,
        byline=words.series(composition.people.names(place.entry)) if is_recipe else "",
        authors=composition.people.names(place.entry),
        listed=kind is not SectionKind.DEDICATION,
    )


def _part(composition: Composition, part: Part, number: int, intro: Blocks) -> Section:
    blocks: Blocks = []
    name = composition.find_picture(BOOK_FILE, part.image) if part.image else None
    if name:
        blocks.append(figure([plain([image(name, text(part.image_alt))])], [], "part-picture"))
    if intro:
        blocks.append(div(intro, "part-intro"))
    identifier = composition.identifiers.claim(f"part-{slug(part.title) or number + 1}")
    return Section(SectionKind.PART, identifier, part.title, 1, blocks)


def _computed(
    composition: Composition,
    places: Sequence[Place],
    composed: ComposedEntries,
    written: Sequence[Section],
) -> list[Section]:
    """Make the back matter that nobody writes, from the glossary to the indexes."""
    recipes = [
        (entry, Indexed(entry.title, composition.anchors[place.entry].identifier))
        for place in places
        if isinstance(entry := composition.folder.entries[place.entry], Recipe)
    ]
    anchors = {
        place.entry: (
            composition.anchors[place.entry].identifier,
            composition.folder.entries[place.entry].title,
        )
        for place in places
    }
    made: list[tuple[SectionKind, str, Blocks]] = [
        (SectionKind.GLOSSARY, words.GLOSSARY, glossary(composed.entries)),
        (SectionKind.BIBLIOGRAPHY, words.BIBLIOGRAPHY, composed.sources),
        (
            SectionKind.CONTRIBUTORS,
            words.CONTRIBUTORS,
            contributors_blocks(composition.people, anchors),
        ),
        (
            SectionKind.PICTURE_CREDITS,
            words.PICTURE_CREDITS,
            picture_credit_blocks(composition.folder, composition.people, _shown_pictures(written)),
        ),
        (
            SectionKind.TITLE_INDEX,
            words.TITLE_INDEX,
            title_index([indexed for _recipe, indexed in recipes]),
        ),
        (SectionKind.INGREDIENT_INDEX, words.INGREDIENT_INDEX, ingredient_index(recipes)),
    ]
    return [
        Section(
            kind, composition.identifiers.claim(kind.value), title, 1, blocks, matter=Matter.BACK
        )
        for kind, title, blocks in made
        if blocks
    ]


def _marked(section: Section) -> Section:
    marked = mark_places(section.blocks, section.identifier)
    return dataclasses.replace(section, blocks=marked)


def _shown_pictures(sections: Sequence[Section]) -> list[tuple[str, str]]:
    shown: dict[str, str] = {}
    for section in sections:
        for name, alternative in section.facts.images:
            shown.setdefault(name, alternative)
    return list(shown.items())


def _authors(composition: Composition) -> tuple[str, ...]:
    return tuple(each.person.name for each in composition.people.everyone() if each.is_author)


def _picture_makers(composition: Composition) -> tuple[str, ...]:
    makers = {each for credit in composition.folder.credits.images.values() for each in credit.by}
    return tuple(
        each.person.name
        for each in composition.people.everyone()
        if each.identifier in makers or each.person.name in makers
    )


def _cover(composition: Composition) -> str:
    cover = composition.folder.book.cover
    return (composition.find_picture(BOOK_FILE, cover) or "") if cover else ""
