"""Stage: entries as written -> read, cleaned, composed, numbered, resolved and cited blocks.

A book sends all its entries through here, a preview a single one; so both show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from cookbook.manuscript import BookFolder, Chapter, Entry, Recipe
from cookbook.manuscript.books import BOOK_FILE
from cookbook.press import words
from cookbook.press.entries.anchors import EVERYWHERE, IN_CHAPTERS, Anchors
from cookbook.press.entries.citations import cite
from cookbook.press.entries.numbering import ChapterNumberer, Label, Labels
from cookbook.press.entries.recipes import compose_recipe, demoted, recipe_fragments
from cookbook.press.entries.references import Resolver
from cookbook.press.entries.wording import settle_wording
from cookbook.press.matter.people import People, gather_people
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment
from cookbook.press.places import Place
from cookbook.press.reading.cleaning import Cleaner, ImageFinder
from cookbook.press.reading.entries import EntryText, EntryTrees, read_entries
from cookbook.press.reading.lookalikes import remark_on_lookalikes
from cookbook.press.sections import Identifiers, Matter, slug
from cookbook.press.tree import Blocks
from cookbook.press.warnings import WarningKind, Warnings

PART_INTRO = "part:"


@dataclass
class Composition:
    """What grows while entries are composed; `find_picture` vets and names their pictures."""

    folder: BookFolder
    warnings: Warnings
    people: People
    identifiers: Identifiers
    find_picture: ImageFinder
    labels: Labels = field(default_factory=Labels)
    anchors: dict[str, Label] = field(default_factory=dict)


@dataclass(frozen=True)
class ComposedEntries:
    """The blocks of each entry by its path, of each part's opening by its number; the sources."""

    entries: Mapping[str, Blocks]
    intros: Mapping[int, Blocks]
    sources: Blocks


def begin_composition(
    folder: BookFolder, warnings: Warnings, find_picture: ImageFinder
) -> Composition:
    """Settle the wording of all that isn't Markdown, and gather the people."""
    settled = settle_wording(folder, warnings)
    identifiers = Identifiers({"title-page", "copyright-page", "contents", "refs"})
    people = gather_people(settled, identifiers)
    return Composition(settled, warnings, people, identifiers, find_picture)


def compose_entries(
    composition: Composition,
    places: Sequence[Place],
    *,
    on_progress: Callable[[int], None] = lambda _: None,
    resolver: type[Resolver] = Resolver,
) -> ComposedEntries:
    """Compose all entries in their places, and the words that open parts."""
    for place in places:
        _anchor(composition, place)
    trees = _read(composition, places, on_progress)
    composed = {place.entry: _compose(composition, place, trees[place.entry]) for place in places}
    references = resolver(composition.anchors, composition.labels, composition.warnings)
    intros = {
        int(key.removeprefix(PART_INTRO)): references.resolve(
            BOOK_FILE, _intro(composition, each.pieces[0])
        )
        for key, each in trees.items()
        if key.startswith(PART_INTRO)
    }
    resolved = {entry: references.resolve(entry, blocks) for entry, blocks in composed.items()}
    bibliography = composition.folder.bibliography
    cited = cite(resolved, bibliography, "references.bib", composition.warnings)
    return ComposedEntries(cited.entries, intros, cited.sources)


def _anchor(composition: Composition, place: Place) -> None:
    """Give an entry its id in the book, and the words by which others refer to it."""
    entry = composition.folder.entries[place.entry]
    wish = entry.identifier if isinstance(entry, Chapter) else ""
    stem = slug(PurePosixPath(place.entry).stem)
    identifier = composition.identifiers.claim(wish or stem or "entry")
    label = f"{words.CHAPTER} {place.number}" if place.number else f"“{entry.title}”"
    if "." in place.number:
        label = f"{words.SECTION} {place.number}"
    composition.anchors[place.entry] = Label(identifier, label)
    for name in {wish, identifier} - {""}:
        composition.labels.add(place.entry, name, composition.anchors[place.entry])


def _read(
    composition: Composition, places: Sequence[Place], on_progress: Callable[[int], None]
) -> dict[str, EntryTrees]:
    folder = composition.folder
    texts = [EntryText(place.entry, _fragments(folder.entries[place.entry])) for place in places]
    texts += [
        EntryText(f"{PART_INTRO}{number}", (Fragment(part.intro, RECIPE_FORMAT),))
        for number, part in enumerate(folder.book.parts)
        if part.intro
    ]
    for path, repairs in folder.repairs.items():
        for repair in repairs:
            composition.warnings.add(path, WarningKind.TEXT, f"{repair}.")
    for each in texts:
        pieces = (fragment.text for fragment in each.fragments)
        remark_on_lookalikes(each.entry, pieces, composition.warnings)
    read = read_entries(texts, composition.warnings, on_progress=on_progress)
    return {trees.entry: trees for trees in read}


def _fragments(entry: Entry) -> tuple[Fragment, ...]:
    return recipe_fragments(entry) if isinstance(entry, Recipe) else (Fragment(entry.body),)


def _cleaner(composition: Composition, entry: str) -> Cleaner:
    return Cleaner(entry, composition.warnings, composition.find_picture)


def _compose(composition: Composition, place: Place, trees: EntryTrees) -> Blocks:
    entry = composition.folder.entries[place.entry]
    cleaner = _cleaner(composition, place.entry)
    anchors = Anchors(place.entry, entry.title, composition.identifiers, composition.labels)
    kinds = EVERYWHERE if isinstance(entry, Recipe) else IN_CHAPTERS
    pieces = [anchors.claim(cleaner.blocks(piece), kinds) for piece in trees.pieces]
    signed = composition.people.signature(place.entry, entry.town)
    if not signed and place.matter is Matter.BODY:
        composition.warnings.add(place.entry, WarningKind.CREDIT, "is credited to nobody.")
    if isinstance(entry, Recipe):
        photo = composition.find_picture(place.entry, entry.photo) if entry.photo else None
        if photo and not entry.photo_alt:
            message = "its photo has no alternative text; add photo-alt."
            composition.warnings.add(place.entry, WarningKind.IMAGE, message)
        return compose_recipe(entry, pieces, level=place.level, signed=signed, photo=photo or "")
    numberer = ChapterNumberer(
        place.entry,
        entry.title,
        place.number,
        place.level,
        composition.identifiers,
        composition.labels,
        composition.warnings,
        place.has_entries,
    )
    return [*signed, *numberer.blocks(pieces[0])]


def _intro(composition: Composition, piece: Blocks) -> Blocks:
    """Set the words that open a part; the part has its own heading."""
    title = composition.folder.book.title
    anchors = Anchors(BOOK_FILE, title, composition.identifiers, composition.labels)
    cleaned = _cleaner(composition, BOOK_FILE).blocks(piece)
    return demoted(anchors.claim(cleaned, EVERYWHERE))
