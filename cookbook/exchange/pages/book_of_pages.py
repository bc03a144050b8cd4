"""The pages of a site or folder -> a whole book: entries, parts, credits, pictures, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from cookbook.errors import CookbookError
from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.pages.links import PictureShelf, Site
from cookbook.exchange.pages.listed_sections import write_listed_sections
from cookbook.exchange.pages.page import (
    MadeEntry,
    RawPage,
    is_recipe,
    make_chapter,
    make_recipe,
    names_of,
)
from cookbook.exchange.pages.recipe_headings import first_heading
from cookbook.exchange.pages.recipe_parts import arrange, sorting_key
from cookbook.exchange.pages.recipe_tags import one_spelling
from cookbook.exchange.sources.contributors import Byline, Contributors
from cookbook.exchange.sources.lenient_frontmatter import read_leniently
from cookbook.exchange.sources.licences import find_licence
from cookbook.exchange.sources.source_files import read_source_text
from cookbook.manuscript import (
    Book,
    BookFolder,
    BookKind,
    Credits,
    Entry,
    EntryRef,
    ImageCredit,
    Part,
    Person,
    Recipe,
    person_identifier,
)
from cookbook.manuscript.frontmatter import Value

AUTHOR = "author"
CONTRIBUTOR = "contributor"
NAME_MAX_LENGTH = 80
CHAPTERS_PART = "About"


@dataclass(frozen=True)
class Shape:
    """How a kind of collection keeps its pages.

    `addresses` gives, for a page's path and keys, the addresses by which other pages link to it.
    """

    title: str
    language: str
    picture_folders: tuple[str, ...]
    base_url: str
    addresses: Callable[[str, Mapping[str, Value]], tuple[str, ...]]


def collect_pages(
    source: Path,
    paths: Iterable[str],
    people: Contributors,
    shape: Shape,
    reports: Sequence[ItemReport] = (),
) -> Collected:
    """Make a book of the pages at `paths`; a page that can't be read is said in its report."""
    items = list(reports)
    pages = _one_spelling_of_tags(_read_pages(source, paths, items))
    site = Site(
        PictureShelf(source, shape.picture_folders), _addresses(pages, shape), shape.base_url
    )
    people = people.with_names(name for page in pages for name in names_of(page.values))
    entries: dict[str, Entry] = {}
    bylines: dict[str, Byline] = {}
    for page in pages:
        byline = people.byline(names_of(page.values), page.item)
        try:
            made = _make(page, byline, site)
        except CookbookError as err:
            items.append(ItemReport(page.item, Outcome.SKIPPED, (str(err),)))
            continue
        entries[page.path], bylines[page.path] = made.entry, byline
        outcome = Outcome.REPAIRED if made.remarks else Outcome.IMPORTED
        items.append(ItemReport(page.item, outcome, (*made.remarks, *byline.remarks)))
    licence = find_licence(source)
    cooks = any(isinstance(entry, Recipe) for entry in entries.values())
    book = Book(
        title=shape.title,
        kind=BookKind.COOKBOOK if cooks else BookKind.TEXTBOOK,
        language=shape.language,
        licence=licence,
        parts=_parts(entries),
    )
    credits_ = _credits(bylines, site.shelf.pictures, licence)
    return Collected(
        BookFolder(book, credits_, entries),
        dict(sorted(site.shelf.pictures.items())),
        tuple(sorted(items, key=lambda item: item.item)),
    )


def _read_pages(source: Path, paths: Iterable[str], items: list[ItemReport]) -> list[RawPage]:
    pages: list[RawPage] = []
    taken: set[str] = set()
    for path in paths:
        try:
            decoded = read_source_text(source, path)
        except CookbookError as err:
            items.append(ItemReport(path, Outcome.SKIPPED, (str(err),)))
            continue
        read = read_leniently(decoded.text, path)
        remarks = [*decoded.repairs, *read.remarks]
        title = _title(read.values, read.body, path, remarks)
        values, body = write_listed_sections(read.values, read.body)
        page = RawPage(path, "", title, values, body, tuple(remarks))
        page = replace(page, path=_free_path(page, taken))
        taken.add(page.path)
        pages.append(page)
    return pages


def _title(values: Mapping[str, Value], body: str, path: str, remarks: list[str]) -> str:
    value = values.get("title", "")
    title = " ".join(value.split()) if isinstance(value, str) else ""
    if title:
        return title
    name = _name(path)
    heading = first_heading(body)
    remarks.append(
        f"It has no title; the {'first heading' if heading else 'file name'} became one."
    )
    return heading or name.replace("-", " ").replace("_", " ").strip().capitalize() or "Untitled"


def _name(path: str) -> str:
    """Give the name of a page: its file's, or its folder's where the file is an index."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "index" and pure.parent.name else pure.stem


def _free_path(page: RawPage, taken: set[str]) -> str:
    folder = "recipes" if is_recipe(page) else "chapters"
    stem = person_identifier(_name(page.item))[:NAME_MAX_LENGTH]
    number, path = 1, f"{folder}/{stem}.md"
    while path in taken:
        number += 1
        path = f"{folder}/{stem}-{number}.md"
    return path


def _one_spelling_of_tags(pages: list[RawPage]) -> list[RawPage]:
    spelling = one_spelling(page.tags for page in pages)
    return [
        replace(
            page,
            values={
                **page.values,
                "tags": tuple(dict.fromkeys(spelling[tag.lower()] for tag in page.tags)),
            },
        )
        for page in pages
    ]


def _addresses(pages: Iterable[RawPage], shape: Shape) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in pages:
        for address in shape.addresses(page.item, page.values):
            found.setdefault(address, page.path)
    return found


def _make(page: RawPage, byline: Byline, site: Site) -> MadeEntry:
    by = tuple(person.name for person in byline.authors)
    make = make_recipe if page.path.startswith("recipes/") else make_chapter
    return make(page, by, site)


def _parts(entries: Mapping[str, Entry]) -> tuple[Part, ...]:
    parts = arrange({path: each for path, each in entries.items() if isinstance(each, Recipe)})
    chapters = [path for path, entry in entries.items() if not isinstance(entry, Recipe)]
    if not chapters:
        return parts
    if not parts:
        # Without recipes the names of the files, which are often numbered, give the order.
        return (Part(entries=tuple(EntryRef(path) for path in chapters)),)
    chapters.sort(key=lambda path: (sorting_key(entries[path].title), path))
    about = Part(title=CHAPTERS_PART, entries=tuple(EntryRef(path) for path in chapters))
    return (*parts, about)


def _credits(bylines: Mapping[str, Byline], pictures: Mapping[str, Path], licence: str) -> Credits:
    people: dict[str, Person] = {}
    roles: dict[str, dict[str, tuple[str, ...]]] = {}
    for path, byline in sorted(bylines.items()):
        credited: dict[str, tuple[str, ...]] = {}
        for role, group in ((AUTHOR, byline.authors), (CONTRIBUTOR, byline.contributors)):
            if group:
                credited[role] = tuple(person_identifier(person.name) for person in group)
            for person in group:
                people.setdefault(person_identifier(person.name), person)
        if credited:
            roles[path] = credited
    # Who took a picture stands nowhere; its licence is that of the collection.
    images = {path: ImageCredit(licence=licence) for path in sorted(pictures)} if licence else {}
    return Credits(people=dict(sorted(people.items())), entries=roles, images=images)
