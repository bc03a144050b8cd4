"""Stage: a book folder's values -> the assembled book, the same for every output."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cookbook.manuscript import BookFolder, Chapter, Entry, Part, Recipe
from cookbook.manuscript.books import BOOK_FILE
from cookbook.press import words
from cookbook.press.entries.anchors import EVERYWHERE, IN_CHAPTERS, Anchors
from cookbook.press.entries.citations import cite
from cookbook.press.entries.numbering import ChapterNumberer, Label, Labels
from cookbook.press.entries.recipes import compose_recipe, demoted, recipe_fragments
from cookbook.press.entries.references import Resolver
from cookbook.press.entries.wording import settle_wording
from cookbook.press.matter.frontpages import copyright_page, title_page
from cookbook.press.matter.glossary import glossary
from cookbook.press.matter.indexes import Indexed, ingredient_index, title_index
from cookbook.press.matter.people import (
    People,
    contributors_blocks,
    gather_people,
    picture_credit_blocks,
)
from cookbook.press.outputs.pagemarks import mark_places
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment
from cookbook.press.pictures.shelf import PictureShelf
from cookbook.press.places import Place, book_identifier, place_entries
from cookbook.press.reading.cleaning import Cleaner
from cookbook.press.reading.entries import EntryText, EntryTrees, read_entries
from cookbook.press.reading.lookalikes import remark_on_lookalikes
from cookbook.press.sections import AssembledBook, Identifiers, Matter, Section, SectionKind, slug
from cookbook.press.tree import Blocks, div, figure, image, plain, plain_text, text, walk
from cookbook.press.warnings import WarningKind, Warnings

PART_INTRO = "part:"


@dataclass
class Assembly:
    """What grows while a book is assembled."""

    folder: BookFolder
    root: Path
    warnings: Warnings
    people: People
    identifiers: Identifiers
    shelf: PictureShelf
    labels: Labels = field(default_factory=Labels)
    anchors: dict[str, Label] = field(default_factory=dict)


def assemble(
    folder: BookFolder,
    root: Path,
    warnings: Warnings,
    *,
    on_progress: Callable[[int], None] = lambda _: None,
) -> AssembledBook:
    """Assemble a book: read, clean, compose, number, resolve and cite all entries; add the rest."""
    folder = settle_wording(folder, warnings)
    identifiers = Identifiers({"title-page", "copyright-page", "contents", "refs"})
    assembly = Assembly(
        folder,
        root,
        warnings,
        gather_people(folder, identifiers),
        identifiers,
        PictureShelf(root, warnings),
    )
    places = place_entries(folder.book, folder.entries)
    for place in places:
        entry = folder.entries[place.entry]
        wish = entry.identifier if isinstance(entry, Chapter) else ""
        identifier = identifiers.claim(wish or slug(PurePosixPath(place.entry).stem) or "entry")
        label = f"{words.CHAPTER} {place.number}" if place.number else f"“{entry.title}”"
        if "." in place.number:
            label = f"{words.SECTION} {place.number}"
        assembly.anchors[place.entry] = Label(identifier, label)
        for name in {wish, identifier} - {""}:
            assembly.labels.add(place.entry, name, assembly.anchors[place.entry])
    trees = _read(assembly, places, on_progress)
    composed = {place.entry: _compose(assembly, place, trees[place.entry]) for place in places}
    resolver = Resolver(assembly.anchors, assembly.labels, warnings)
    intros = {
        key: resolver.resolve(BOOK_FILE, _intro(assembly, each.pieces[0]))
        for key, each in trees.items()
        if key.startswith(PART_INTRO)
    }
    resolved = {entry: resolver.resolve(entry, blocks) for entry, blocks in composed.items()}
    cited = cite(resolved, folder.bibliography, "references.bib", warnings)
    sections = _sections(assembly, places, cited.entries, intros, cited.sources)
    cover = _cover(assembly)
    return AssembledBook(
        book=folder.book,
        identifier=book_identifier(folder.book),
        authors=_authors(assembly),
        sections=mark_places(sections),
        pictures=assembly.shelf.vetted(),
        cover=cover,
    )


def _read(
    assembly: Assembly, places: Sequence[Place], on_progress: Callable[[int], None]
) -> dict[str, EntryTrees]:
    texts = [
        EntryText(place.entry, _fragments(assembly.folder.entries[place.entry])) for place in places
    ]
    texts += [
        EntryText(f"{PART_INTRO}{number}", (Fragment(part.intro, RECIPE_FORMAT),))
        for number, part in enumerate(assembly.folder.book.parts)
        if part.intro
    ]
    for path, repairs in assembly.folder.repairs.items():
        for repair in repairs:
            assembly.warnings.add(path, WarningKind.TEXT, f"{repair}.")
    for each in texts:
        pieces = (fragment.text for fragment in each.fragments)
        remark_on_lookalikes(each.entry, pieces, assembly.warnings)
    read = read_entries(texts, assembly.warnings, on_progress=on_progress)
    return {trees.entry: trees for trees in read}


def _fragments(entry: Entry) -> tuple[Fragment, ...]:
    return recipe_fragments(entry) if isinstance(entry, Recipe) else (Fragment(entry.body),)


def _cleaner(assembly: Assembly, entry: str) -> Cleaner:
    return Cleaner(entry, assembly.warnings, assembly.shelf.find)


def _compose(assembly: Assembly, place: Place, trees: EntryTrees) -> Blocks:
    entry = assembly.folder.entries[place.entry]
    cleaner = _cleaner(assembly, place.entry)
    anchors = Anchors(place.entry, entry.title, assembly.identifiers, assembly.labels)
    kinds = EVERYWHERE if isinstance(entry, Recipe) else IN_CHAPTERS
    pieces = [anchors.claim(cleaner.blocks(piece), kinds) for piece in trees.pieces]
    town = entry.town
    signed = assembly.people.signature(place.entry, town)
    if not signed and place.matter is Matter.BODY:
        assembly.warnings.add(place.entry, WarningKind.CREDIT, "is credited to nobody.")
    if isinstance(entry, Recipe):
        photo = assembly.shelf.find(place.entry, entry.photo) if entry.photo else None
        if photo and not entry.photo_alt:
            message = "its photo has no alternative text; add photo-alt."
            assembly.warnings.add(place.entry, WarningKind.IMAGE, message)
        return compose_recipe(entry, pieces, level=place.level, signed=signed, photo=photo or "")
    numberer = ChapterNumberer(
        place.entry,
        entry.title,
        place.number,
        place.level,
        assembly.identifiers,
        assembly.labels,
        assembly.warnings,
        place.has_entries,
    )
    return [*signed, *numberer.blocks(pieces[0])]


def _intro(assembly: Assembly, piece: Blocks) -> Blocks:
    """Set the words that open a part; the part has its own heading."""
    anchors = Anchors(BOOK_FILE, assembly.folder.book.title, assembly.identifiers, assembly.labels)
    cleaned = _cleaner(assembly, BOOK_FILE).blocks(piece)
    return demoted(anchors.claim(cleaned, EVERYWHERE))


def _sections(
    assembly: Assembly,
    places: Sequence[Place],
    entries: Mapping[str, Blocks],
    intros: Mapping[str, Blocks],
    sources: Blocks,
) -> list[Section]:
    book = assembly.folder.book
    by_entry = {place.entry: _section(assembly, place, entries[place.entry]) for place in places}
    front = [by_entry[ref.path] for top in book.front for ref in top.walk()]
    body: list[Section] = []
    for number, part in enumerate(book.parts):
        if part.title:
            body.append(_part(assembly, part, number, intros.get(f"{PART_INTRO}{number}", [])))
        body += [by_entry[ref.path] for top in part.entries for ref in top.walk()]
    back = [by_entry[ref.path] for top in book.back for ref in top.walk()]
    back += _computed(assembly, places, entries, sources, [*front, *body, *back])
    opening = [
        title_page(book, "title-page"),
        copyright_page(
            book,
            "copyright-page",
            book_identifier(book),
            _authors(assembly),
            _picture_makers(assembly),
        ),
    ]
    # A dedication stands before the contents and all that the contents name.
    front.sort(key=lambda section: section.kind is not SectionKind.DEDICATION)
    return [*opening, *front, *body, *back]


def _section(assembly: Assembly, place: Place, blocks: Blocks) -> Section:
    entry = assembly.folder.entries[place.entry]
    is_recipe = isinstance(entry, Recipe)
    role = entry.role if isinstance(entry, Chapter) else ""
    kind = SectionKind.RECIPE if is_recipe else SectionKind.CHAPTER
    if role == "dedication":
        kind = SectionKind.DEDICATION
    return Section(
        kind,
        assembly.anchors[place.entry].identifier,
        entry.title,
        place.level,
        blocks,
        matter=place.matter,
        number=place.number,
        entry=place.entry,
        role=role,
        byline=words.series(assembly.people.names(place.entry)) if is_recipe else "",
        listed=kind is not SectionKind.DEDICATION,
    )


def _part(assembly: Assembly, part: Part, number: int, intro: Blocks) -> Section:
    blocks: Blocks = []
    name = assembly.shelf.find(BOOK_FILE, part.image) if part.image else None
    if name:
        blocks.append(figure([plain([image(name, text(part.image_alt))])], [], "part-picture"))
    if intro:
        blocks.append(div(intro, "part-intro"))
    identifier = assembly.identifiers.claim(f"part-{slug(part.title) or number + 1}")
    return Section(SectionKind.PART, identifier, part.title, 1, blocks)


def _computed(
    assembly: Assembly,
    places: Sequence[Place],
    entries: Mapping[str, Blocks],
    sources: Blocks,
    written: Sequence[Section],
) -> list[Section]:
    """Make the back matter that nobody writes, from the glossary to the indexes."""
    recipes = [
        (entry, Indexed(entry.title, assembly.anchors[place.entry].identifier))
        for place in places
        if isinstance(entry := assembly.folder.entries[place.entry], Recipe)
    ]
    anchors = {
        place.entry: (
            assembly.anchors[place.entry].identifier,
            assembly.folder.entries[place.entry].title,
        )
        for place in places
    }
    made: list[tuple[SectionKind, str, Blocks]] = [
        (SectionKind.GLOSSARY, words.GLOSSARY, glossary(entries)),
        (SectionKind.BIBLIOGRAPHY, words.BIBLIOGRAPHY, sources),
        (
            SectionKind.CONTRIBUTORS,
            words.CONTRIBUTORS,
            contributors_blocks(assembly.people, anchors),
        ),
        (
            SectionKind.PICTURE_CREDITS,
            words.PICTURE_CREDITS,
            picture_credit_blocks(assembly.folder, assembly.people, _shown_pictures(written)),
        ),
        (
            SectionKind.TITLE_INDEX,
            words.TITLE_INDEX,
            title_index([indexed for _recipe, indexed in recipes]),
        ),
        (SectionKind.INGREDIENT_INDEX, words.INGREDIENT_INDEX, ingredient_index(recipes)),
    ]
    return [
        Section(kind, assembly.identifiers.claim(kind.value), title, 1, blocks, matter=Matter.BACK)
        for kind, title, blocks in made
        if blocks
    ]


def _shown_pictures(sections: Sequence[Section]) -> list[tuple[str, str]]:
    shown: dict[str, str] = {}
    for section in sections:
        for node in walk(section.blocks):
            if node["t"] == "Image":
                shown.setdefault(node["c"][2][0], plain_text(node["c"][1]))
    return list(shown.items())


def _authors(assembly: Assembly) -> tuple[str, ...]:
    return tuple(each.person.name for each in assembly.people.everyone() if each.is_author)


def _picture_makers(assembly: Assembly) -> tuple[str, ...]:
    makers = {each for credit in assembly.folder.credits.images.values() for each in credit.by}
    return tuple(
        each.person.name
        for each in assembly.people.everyone()
        if each.identifier in makers or each.person.name in makers
    )


def _cover(assembly: Assembly) -> str:
    cover = assembly.folder.book.cover
    return (assembly.shelf.find(BOOK_FILE, cover) or "") if cover else ""
