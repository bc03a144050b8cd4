"""Stage: a book folder's values -> the assembled book, the same for every output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cookbook.manuscript import BookFolder, Part
from cookbook.manuscript.books import BOOK_FILE
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.composing import Composition, anchor_measures, begin_composition
from cookbook.press.geometry import COMMON_ROOM, Room
from cookbook.press.keeping.compositions import ComposedEntries, compose_entries
from cookbook.press.keeping.spill import SpillCache
from cookbook.press.keeping.trees import ForgottenError, StoredTree, TreeStore
from cookbook.press.matter.backpages import back_pages
from cookbook.press.matter.captions import list_pages
from cookbook.press.matter.closing import closing_pages
from cookbook.press.matter.frontpages import copyright_page, title_page
from cookbook.press.matter.typefaces import theme_families
from cookbook.press.outputs.pagemarks import PageMarker
from cookbook.press.pictures.shelf import PictureShelf
from cookbook.press.places import Place, book_identifier, place_entries
from cookbook.press.sections import AssembledBook, BookFace, Section, SectionKind, slug
from cookbook.press.themes import Theme
from cookbook.press.tree import Blocks, div, figure, image, plain, text
from cookbook.press.warnings import Warnings
from cookbook.press.words import remark_on_words


@dataclass(frozen=True)
class Told:
    """Who is told what while a book is assembled.

    `face` hears what it shows of itself before any entry is composed; `progress`, how many are.
    """

    face: Callable[[BookFace], object] = lambda _: None
    progress: Callable[[int], None] = lambda _: None


NOBODY = Told()


@dataclass(frozen=True)
class _Source:
    """What a book is assembled of, for which pages, and the theme that will print it."""

    folder: BookFolder
    root: Path
    room: Room
    theme: Theme | None


def assemble(  # noqa: PLR0913 -- what a book is made of, and with
    folder: BookFolder,
    root: Path,
    warnings: Warnings,
    *,
    cache: Cache | None = None,
    told: Told = NOBODY,
    room: Room = COMMON_ROOM,
    theme: Theme | None = None,
) -> AssembledBook:
    """Assemble a book: compose all entries, and add what nobody writes.

    What the cache holds of it is taken from there, and comes out the same. Sections read their
    blocks from it too; what it forgets meanwhile is made once more. `room` is what a page holds, by
    which recipes are fitted to pages; `theme` is that of which its colophon tells, if it has one.
    """
    heard = len(warnings.all)
    store = TreeStore(MemoryCache() if cache is None else cache)
    source = _Source(folder, root, room, theme)
    try:
        book = _assembled(source, warnings, store, told)
    except ForgottenError:
        warnings.cut(heard)
        store = TreeStore(SpillCache())
        book = _assembled(source, warnings, store, told)

    def again(spilt: Cache) -> None:
        _assembled(source, Warnings(), TreeStore(spilt), NOBODY)

    store.again = again
    return book


def _assembled(source: _Source, warnings: Warnings, store: TreeStore, told: Told) -> AssembledBook:
    shelf = PictureShelf(source.root, warnings, store.cache)
    composition = begin_composition(source.folder, warnings, shelf.find, source.room)
    settled, authors = composition.folder, _authors(composition)
    remark_on_words(settled.book, warnings)
    cover = _cover(composition)
    anchor_measures(composition)
    told.face(BookFace(settled.book, authors, shelf.pictures.get(cover)))
    places = place_entries(settled.book, composition.cards)
    composed = compose_entries(composition, places, store, on_progress=told.progress)
    sections = _sections(composition, places, composed, store, source.theme)
    has_code = any(each.has_code for each in composed.gleaned.values())
    closing = closing_pages(settled.book, source.theme, sections, has_code=has_code)
    sections += [
        page.section(composition.identifiers, store, composition.words) for page in closing
    ]
    return AssembledBook(
        book=settled.book,
        identifier=book_identifier(settled.book),
        authors=authors,
        sections=tuple(sections),
        pictures=shelf.vetted(),
        cover=cover,
        entries=settled.entries,
    )


def _sections(
    composition: Composition,
    places: Sequence[Place],
    composed: ComposedEntries,
    store: TreeStore,
    theme: Theme | None,
) -> list[Section]:
    book = composition.folder.book
    by_entry = {
        place.entry: _section(composition, place, composed.entries[place.entry]) for place in places
    }
    front = [by_entry[ref.path] for top in book.front for ref in top.walk()]
    body: list[Section] = []
    for number, part in enumerate(book.parts):
        if part.title:
            body.append(_part(composition, part, number, composed.openings))
        body += [by_entry[ref.path] for top in part.entries for ref in top.walk()]
    back = [by_entry[ref.path] for top in book.back for ref in top.walk()]
    shown = _shown_pictures([*front, *body, *back])
    back += back_pages(composition, places, composed, shown, store)
    opening = [
        title_page(book, "title-page"),
        copyright_page(
            book,
            "copyright-page",
            book_identifier(book),
            _authors(composition),
            _picture_makers(composition),
            theme_families(theme.print_styles) if theme else (),
        ),
    ]
    # A dedication stands before the contents and all that the contents name.
    dedications = [each for each in front if each.kind is SectionKind.DEDICATION]
    front = [each for each in front if each.kind is not SectionKind.DEDICATION]
    captions = [caption for each in composed.gleaned.values() for caption in each.captions]
    lists = list_pages(book.wishes.lists, captions, composition.words)
    listed = [page.section(composition.identifiers, store, composition.words) for page in lists]
    return [*opening, *dedications, *listed, *front, *body, *back]


def _section(composition: Composition, place: Place, tree: StoredTree) -> Section:
    card = composition.cards[place.entry]
    kind = SectionKind.RECIPE if card.is_recipe else SectionKind.CHAPTER
    if card.role == SectionKind.DEDICATION:
        kind = SectionKind.DEDICATION
    authors = composition.people.names(place.entry)
    return Section(
        kind,
        composition.anchors[place.entry].identifier,
        card.title,
        place.level,
        tree,
        matter=place.matter,
        number=place.number,
        entry=place.entry,
        role=card.role,
        byline=composition.words.series(authors) if card.is_recipe else "",
        authors=authors,
        listed=kind is not SectionKind.DEDICATION,
    )


def _part(
    composition: Composition, part: Part, number: int, openings: Mapping[int, StoredTree]
) -> Section:
    blocks: Blocks = []
    name = composition.find_picture(BOOK_FILE, part.image) if part.image else None
    if name:
        blocks.append(figure([plain([image(name, text(part.image_alt))])], [], "part-picture"))
    opening = openings[number].read() if number in openings else []
    if opening:
        blocks.append(div(opening, "part-intro"))
    identifier = composition.identifiers.claim(f"part-{slug(part.title) or number + 1}")
    return Section(SectionKind.PART, identifier, part.title, 1, PageMarker(identifier).mark(blocks))


def _shown_pictures(sections: Iterable[Section]) -> list[tuple[str, str]]:
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
