"""Books written as EPUB from sections of our own: files, links among them, and what is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from cookbook.manuscript import Book
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.outputs import markup
from cookbook.press.outputs.covers import Fittings
from cookbook.press.outputs.epub import EpubJob, bind_epub, chapters_of
from cookbook.press.outputs.pagemarks import PageMarker
from cookbook.press.outputs.plainmarkup import write_plain
from cookbook.press.sections import AssembledBook, Section, SectionKind
from cookbook.press.themes import find_theme
from cookbook.press.tree import Blocks, header, link, para, text


def a_cover() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (20, 30), "red").save(output, "JPEG")
    return output.getvalue()


FITTINGS = Fittings(a_cover(), ())


def a_section(
    name: str, level: int, *targets: str, kind: SectionKind = SectionKind.CHAPTER
) -> Section:
    """A section with a heading of its own within it, and a link to each target."""
    blocks = [
        para(text(f"Of {name}.")),
        header(level + 1, text("More"), identifier=f"{name}-more"),
        *(para([link(f"#{each}", text(each))]) for each in targets),
    ]
    return Section(kind, name, name.title(), level, PageMarker(name).mark(blocks))


def a_book(*sections: Section) -> AssembledBook:
    return AssembledBook(Book(title="A Trial"), "urn:uuid:1", ("Ada Obi",), sections)


PARTED = a_book(
    a_section("soups", 1, kind=SectionKind.PART),
    a_section("broth", 2, "sauce-more", "stew", "broth-more"),
    a_section("sauce", 3, "broth"),
    a_section("stew", 2, "sauce"),
)


def bound(folder: Path, book: AssembledBook, cache: Cache | None = None, workers: int = 2) -> Path:
    target = folder / "made.epub"
    theme = find_theme(book.book)
    marks = {"pm-broth-1": "2", "pm-sauce-2": "3", "pm-stew-1": "4"}
    bind_epub(
        EpubJob(book, theme, lambda: FITTINGS, marks, cache or MemoryCache(), workers), target
    )
    return target


def page(target: Path, name: str) -> str:
    with zipfile.ZipFile(target) as archive:
        return archive.read(f"EPUB/{name}").decode()


class TestChaptersOf:
    def test_what_stands_in_parts_has_files_and_what_is_deeper_goes_along(self) -> None:
        files = [(each.name, [s.identifier for s in each.sections]) for each in chapters_of(PARTED)]
        assert files == [
            ("ch001.xhtml", ["soups"]),
            ("ch002.xhtml", ["broth", "sauce"]),
            ("ch003.xhtml", ["stew"]),
        ]

    def test_without_parts_only_the_highest_have(self) -> None:
        book = a_book(a_section("broth", 1), a_section("sauce", 2), a_section("stew", 1))
        assert [len(each.sections) for each in chapters_of(book)] == [2, 1]

    def test_the_names_of_many_files_still_stand_in_order(self) -> None:
        book = a_book(*(a_section(f"s{number}", 1) for number in range(1001)))
        names = [each.name for each in chapters_of(book)]
        assert names == sorted(names)


class TestLinks:
    def test_they_name_a_file_where_it_is_another(self, tmp_path: Path) -> None:
        target = bound(tmp_path, PARTED)
        broth, stew = page(target, "text/ch002.xhtml"), page(target, "text/ch003.xhtml")
        for place in ("#sauce-more", "ch003.xhtml#stew", "#broth-more", "#broth"):
            assert f'<a href="{place}">' in broth
        assert '<a href="ch002.xhtml#sauce">' in stew


class TestPageBreaks:
    def test_they_stand_in_the_text_and_are_listed_in_order(self, tmp_path: Path) -> None:
        target = bound(tmp_path, PARTED)
        broth = page(target, "text/ch002.xhtml")
        assert 'id="pm-broth-1" epub:type="pagebreak" role="doc-pagebreak" aria-label="2"' in broth
        assert "page-mark" not in broth
        navigation = page(target, "nav.xhtml")
        places = [
            f'<a href="text/{file}#pm-{mark}">{folio}</a>'
            for file, mark, folio in (
                ("ch002.xhtml", "broth-1", "2"),
                ("ch002.xhtml", "sauce-2", "3"),
                ("ch003.xhtml", "stew-1", "4"),
            )
        ]
        assert [navigation.find(each) > 0 for each in places] == [True] * 3
        assert places == sorted(places, key=navigation.find)


class TestWhatIsKept:
    @pytest.mark.parametrize("workers", [1, 4])
    def test_the_same_book_gives_the_same_bytes_cold_and_warm(
        self, tmp_path: Path, workers: int
    ) -> None:
        cache = MemoryCache()
        cold = bound(tmp_path, PARTED, cache, workers).read_bytes()
        assert bound(tmp_path, PARTED, cache, workers).read_bytes() == cold
        assert bound(tmp_path, PARTED).read_bytes() == cold

    def test_only_what_changed_is_written_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache = MemoryCache()
        bound(tmp_path, PARTED, cache)
        written: list[str] = []

        def watched(blocks: Blocks) -> str | None:
            written.append(str(blocks))
            return write_plain(blocks)

        monkeypatch.setattr(markup, "write_plain", watched)
        first, *rest = PARTED.sections
        salads = a_section("salads", 1, kind=SectionKind.PART)
        target = bound(tmp_path, a_book(salads, *rest), cache)
        assert len(written) == 1
        assert "broth" not in written[0]
        assert "Of salads." in page(target, "text/ch001.xhtml")
        bound(tmp_path, a_book(first, *rest), cache)
        assert len(written) == 1
