"""Stage: the assembled book -> an EPUB 3, section by section: never is much of it in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from PIL import Image

from cookbook.config import kit_folder
from cookbook.press.caching import Cache, MemoryCache, cache_key
from cookbook.press.languages import direction_of
from cookbook.press.mirroring import for_language
from cookbook.press.outputs.covers import Fittings
from cookbook.press.outputs.epubcontents import (
    ContentsEntry,
    Landmark,
    contents_list,
    depth,
    landmark_list,
    navigation_points,
    page_list,
)
from cookbook.press.outputs.epubleaves import EpubLeaf, epub_type, make_leaf, read_leaf
from cookbook.press.outputs.epubpackage import NCX, XHTML_TYPE, PackedFile, package_values
from cookbook.press.outputs.markup import nest, reflowable, write_sections
from cookbook.press.outputs.packing import Archive, packed
from cookbook.press.outputs.reusing import kept_or_made
from cookbook.press.outputs.slots import fill_slots
from cookbook.press.sections import AssembledBook, Matter, Section, SectionKind
from cookbook.press.themes import Theme
from cookbook.press.tree import plain_text
from cookbook.press.words import Words, words_of

ROOT = "EPUB"
PACKAGE = "content.opf"
COVER_PAGE = "cover.xhtml"
CONTENTS_DEPTH = 3
META = {
    "META-INF/container.xml": "container.xml",
    "META-INF/com.apple.ibooks.display-options.xml": "display-options.xml",
}
"""What lies beside the book itself, and the kit's files of which it is made."""


@dataclass(frozen=True)
class EpubJob:
    """What is to be bound: a book, in a theme, with its fittings, and the folios of page marks.

    The fittings are asked for last, as whoever draws the cover may not be done before.
    `cache` remembers leaves of books bound before; `workers` pandocs write those that it hasn't.
    """

    book: AssembledBook
    theme: Theme
    fittings: Callable[[], Fittings]
    page_marks: Mapping[str, str] = field(default_factory=dict)
    cache: Cache = field(default_factory=MemoryCache)
    workers: int = 2


def bind_epub(job: EpubJob, target: Path) -> None:
    """Write a book's EPUB; where page marks are known, it names the pages of the PDF."""
    with packed(target) as archive:
        for name, source in META.items():
            archive.add(name, _kit_file(source).template)
        _Writing(job, archive).write()


@dataclass(frozen=True)
class Chapter:
    """A file of the text: its name, and the sections in it, the first of which gives its title."""

    name: str
    sections: Sequence[Section]


def chapters_of(book: AssembledBook) -> list[Chapter]:
    """Deal the sections out to files: parts, and what stands in parts, have one each."""
    has_parts = any(section.kind is SectionKind.PART for section in book.sections)
    split_level = 2 if has_parts else 1
    dealt: list[list[Section]] = []
    for section in book.sections:
        if section.level <= split_level or not dealt:
            dealt.append([])
        dealt[-1].append(section)
    width = max(3, len(str(len(dealt))))
    return [
        Chapter(f"ch{number:0{width}}.xhtml", sections)
        for number, sections in enumerate(dealt, start=1)
    ]


@dataclass
class _Writing:
    """An EPUB while it is written, and what is gathered on the way for its contents."""

    job: EpubJob
    archive: Archive
    files: list[PackedFile] = field(default_factory=list)
    entries: list[ContentsEntry] = field(default_factory=list)
    landmarks: dict[str, Landmark] = field(default_factory=dict)
    breaks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def words(self) -> Words:
        """What the press says in the book."""
        return words_of(self.job.book.book)

    def write(self) -> None:
        """Write all files but those of META-INF."""
        chapters = chapters_of(self.job.book)
        self.landmarks["cover"] = Landmark(f"text/{COVER_PAGE}", self.words.cover)
        places = {
            identifier: chapter.name
            for chapter in chapters
            for section in chapter.sections
            for identifier in section.facts.identifiers
        }
        leaves = write_leaves(self.job)
        for chapter in chapters:
            self._add_chapter(chapter, leaves, places)
        self._add_pictures()
        self._add_navigation()
        text, self.files = self.files, []
        fittings = self.job.fittings()
        self._add_styles(fittings)
        self._add_cover(fittings)
        # The cover is read first, whenever it was written.
        files = [*self.files, *text]
        values = package_values(self.job.book, files, has_breaks=bool(self.breaks))
        package = _kit_file(PACKAGE).substitute(values)
        self.archive.add(f"{ROOT}/{PACKAGE}", package)

    def _add(self, file: PackedFile, data: bytes | str) -> None:
        if isinstance(data, bytes):
            self.archive.add_media(f"{ROOT}/{file.name}", data)
        else:
            self.archive.add(f"{ROOT}/{file.name}", data)
        self.files.append(file)

    def _add_styles(self, fittings: Fittings) -> None:
        for number, path in enumerate(self.job.theme.epub_styles, start=1):
            sheet = PackedFile(f"styles/stylesheet{number}.css", "text/css")
            self._add(sheet, for_language(path, self.job.book.book.language))
        for font in fittings.fonts:
            self._add(PackedFile(f"fonts/{font.name}", "font/ttf"), font.data)

    def _add_cover(self, fittings: Fittings) -> None:
        cover = fittings.cover
        with Image.open(io.BytesIO(cover)) as picture:
            width, height = picture.size
        self._add(PackedFile("media/cover.jpg", "image/jpeg", "cover-image"), cover)
        size = {"picture": "../media/cover.jpg", "width": str(width), "height": str(height)}
        page = self._page(
            COVER_PAGE, self.job.book.book.title, cover_word=escape(self.words.cover), **size
        )
        self._add(PackedFile(f"text/{COVER_PAGE}", XHTML_TYPE, "svg", is_page=True), page)

    def _add_chapter(
        self,
        chapter: Chapter,
        leaves: Iterator[tuple[Section, EpubLeaf]],
        places: Mapping[str, str],
    ) -> None:
        written: list[tuple[Section, str]] = []
        has_formulas = False

        def fill(slot: str) -> str:
            if slot.startswith("<"):
                return self._page_break(slot.split('"')[1], chapter.name)
            place = places.get(slot[1:], chapter.name)
            return slot if place == chapter.name else f"{place}{slot}"

        for section, leaf in (next(leaves) for _ in chapter.sections):
            written.append((section, fill_slots(leaf.parts, fill)))
            has_formulas = has_formulas or leaf.has_formulas
            self._note(section, leaf, f"text/{chapter.name}")
        first = chapter.sections[0]
        page = self._page(
            "page.xhtml",
            plain_text(first.heading()),
            matter=f"{first.matter}matter",
            body="".join(nest(written)),
        )
        properties = "mathml" if has_formulas else ""
        file = PackedFile(f"text/{chapter.name}", XHTML_TYPE, properties, is_page=True)
        self._add(file, page)

    def _page_break(self, mark: str, file: str) -> str:
        folio = self.job.page_marks.get(mark)
        if folio is None:
            return ""
        self.breaks.append((f"text/{file}#{mark}", folio))
        return (
            f'<span id="{mark}" epub:type="pagebreak" role="doc-pagebreak" '
            f'aria-label="{escape(folio)}"/>'
        )

    def _note(self, section: Section, leaf: EpubLeaf, file: str) -> None:
        """Remember what the contents and the landmarks say of a section."""
        title = plain_text(section.heading())
        place = Landmark(f"{file}#{section.identifier}", title)
        self.landmarks.setdefault(epub_type(section), place)
        if section.matter is Matter.BODY:
            start = Landmark(place.address, self.words.beginning)
            self.landmarks.setdefault("bodymatter", start)
        if not section.listed:
            return
        label = escape(section.title)
        if section.number:
            label = f'<span class="number">{escape(section.number)}</span> {label}'
        entries = [ContentsEntry(section.level, place.address, label, title)]
        if section.matter is Matter.BODY:
            entries += (
                ContentsEntry(each.level, f"{file}#{each.identifier}", each.label, each.words)
                for each in leaf.headings
            )
        self.entries += (each for each in entries if each.level <= CONTENTS_DEPTH)

    def _add_pictures(self) -> None:
        book = self.job.book
        shown = {name for each in book.sections for name, _alternative in each.facts.images}
        pictures = {book.pictures[name].screen.name: name for name in shown}
        for file, name in sorted(pictures.items()):
            picture = book.pictures[name].screen
            self._add(PackedFile(f"media/{file}", picture.media_type), picture.data)

    def _add_navigation(self) -> None:
        book = self.job.book
        page = self._page(
            "nav.xhtml",
            book.book.title,
            "",
            contents_word=escape(self.words.contents),
            contents=contents_list(self.entries),
            landmarks=landmark_list(self.landmarks),
            pages=page_list(self.breaks, self.words.pages),
        )
        self._add(PackedFile("nav.xhtml", XHTML_TYPE, "nav"), page)
        points = _kit_file(NCX).substitute(
            identifier=escape(book.identifier),
            title=escape(book.book.title),
            depth=max(1, depth(self.entries)),
            points=navigation_points(self.entries),
        )
        self._add(PackedFile(NCX, "application/x-dtbncx+xml"), points)

    def _page(self, template: str, title: str, home: str = "../", **values: str) -> str:
        """Write a page by a template of the kit; `home` leads from it to the package document."""
        styles = "\n".join(
            f'<link rel="stylesheet" type="text/css" href="{home}styles/stylesheet{number}.css"/>'
            for number, _path in enumerate(self.job.theme.epub_styles, start=1)
        )
        return _kit_file(template).substitute(
            language=escape(self.job.book.book.language),
            direction=direction_of(self.job.book.book.language),
            title=escape(title),
            styles=styles,
            **values,
        )


@cache
def _kit_file(name: str) -> Template:
    return Template((kit_folder() / "epub" / name).read_text(encoding="utf-8"))


def write_leaves(job: EpubJob) -> Iterator[tuple[Section, EpubLeaf]]:
    """Give the leaf of every section in order: kept, or made now."""
    style = reflowable(job.book)

    def key(section: Section) -> str:
        return cache_key("epub leaf", style.key(section), epub_type(section))

    def make(sections: Sequence[Section]) -> Iterator[bytes]:
        for section, html in write_sections(sections, style, job.cache, job.workers):
            yield make_leaf(html, epub_type(section)).as_bytes()

    for section, data in kept_or_made(job.book.sections, key, job.cache, make):
        yield section, read_leaf(data)
