from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.errors import Place
from cookbook.manuscript import (
    Book,
    BookFolder,
    BookFolderError,
    Chapter,
    Credits,
    Entry,
    EntryRef,
    FrontMatterError,
    ManuscriptError,
    Part,
    Recipe,
    parse_chapter,
    parse_entry,
    parse_recipe,
    read_book_folder,
    write_book_folder,
    write_chapter,
)
from cookbook.manuscript.decoding import MANUSCRIPT_MAX_BYTES, tidy_text
from tests.manuscript.strategies import brief
from tests.manuscript.test_chapters import chapters
from tests.manuscript.test_credits import all_credits
from tests.manuscript.test_recipes import recipe_texts

SOUP = "---\nkind: recipe\ntitle: Soup\n---\n## Method\n\n1. Boil.\n"


def tidied(text: str) -> str:
    return tidy_text(text)[0]


entries: st.SearchStrategy[Entry] = recipe_texts.map(tidied).map(parse_recipe) | chapters.map(
    lambda chapter: parse_chapter(tidied(write_chapter(chapter)))
)


@st.composite
def book_folders(draw: st.DrawFn) -> BookFolder:
    """Well-formed books: a frame that names just the entries there are, in their order."""
    found = draw(st.lists(entries, min_size=1, max_size=4))
    named: Mapping[str, Entry] = {
        f"{'recipes' if isinstance(entry, Recipe) else 'chapters'}/{number}.md": entry
        for number, entry in enumerate(found)
    }
    refs = tuple(map(EntryRef, named))
    cut = draw(st.integers(0, len(refs)))
    return BookFolder(
        Book("A book", front=refs[:cut], parts=(Part(entries=refs[cut:]),)),
        draw(all_credits),
        named,
        draw(st.sampled_from(["", "@book{a, title = {Ä}}\n", "x"])),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book of two recipes."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/soup.md").write_text(SOUP)
    (tmp_path / "recipes/stew.md").write_text(SOUP.replace("Soup", "Stew"))
    (tmp_path / "book.yaml").write_text(
        "title: Pots\nparts:\n- entries: [recipes/soup.md, recipes/stew.md]\n"
    )
    return tmp_path


def causes(folder: Path) -> list[str]:
    with pytest.raises(BookFolderError) as caught:
        read_book_folder(folder)
    return [str(cause) for cause in caught.value.causes]


class TestParseEntry:
    def test_its_kind_says_what_it_is(self) -> None:
        assert isinstance(
            parse_entry("---\nkind: recipe\ntitle: a\n---\n", "chapters/a.md"), Recipe
        )
        assert isinstance(parse_entry("---\nkind: chapter\ntitle: a\n---\n", "a.md"), Chapter)

    def test_without_a_kind_its_folder_says_so(self) -> None:
        assert isinstance(parse_entry("---\ntitle: a\n---\n", "recipes/soups/a.md"), Recipe)
        assert isinstance(parse_entry("---\ntitle: a\n---\n", "chapters/a.md"), Chapter)

    @pytest.mark.parametrize(
        ("front", "line"), [("title: a", 2), ("title: a\nkind: poem", 3), ("kind:\ntitle: a", 2)]
    )
    def test_it_says_where_a_kind_is_missing(self, front: str, line: int) -> None:
        with pytest.raises(FrontMatterError, match="should be recipe or chapter") as caught:
            parse_entry(f"---\n{front}\n---\n", "a.md")
        assert caught.value.place == Place("a.md", line)


class TestReadBookFolder:
    def test_it_reads_a_book(self, folder: Path) -> None:
        (folder / "credits.yaml").write_text("book:\n  editor: [ines]\n")
        (folder / "references.bib").write_text("@book{a}\n")
        book = read_book_folder(folder)
        assert book.book.title == "Pots"
        assert [entry.title for entry in book.entries.values()] == ["Soup", "Stew"]
        assert list(book.entries) == ["recipes/soup.md", "recipes/stew.md"]
        assert book.credits.book == {"editor": ("ines",)}
        assert book.bibliography == "@book{a}\n"
        assert book.repairs == {}

    def test_it_says_what_had_to_be_mended(self, folder: Path) -> None:
        (folder / "recipes/soup.md").write_bytes(SOUP.replace("Boil", "Caf\xe9").encode("latin-1"))
        book = read_book_folder(folder)
        assert list(book.repairs) == ["recipes/soup.md"]
        assert "line 7 was not UTF-8" in book.repairs["recipes/soup.md"][0]

    def test_a_folder_without_a_frame_is_no_book(self, tmp_path: Path) -> None:
        with pytest.raises(BookFolderError, match=r"is no book: it has no book\.yaml") as caught:
            read_book_folder(tmp_path)
        assert caught.value.place == tmp_path

    def test_a_book_needs_a_folder(self, folder: Path) -> None:
        with pytest.raises(BookFolderError, match="there is no such folder"):
            read_book_folder(folder / "book.yaml")

    def test_a_book_needs_an_entry(self, tmp_path: Path) -> None:
        (tmp_path / "book.yaml").write_text("title: a\nparts: []\n")
        with pytest.raises(BookFolderError, match="the book is empty") as caught:
            read_book_folder(tmp_path)
        assert caught.value.place == Place("book.yaml")

    def test_every_absent_file_is_named(self, folder: Path) -> None:
        (folder / "recipes/soup.md").unlink()
        (folder / "recipes/stew.md").unlink()
        (folder / "recipes/stew.md").mkdir()
        soup, stew = causes(folder)
        assert soup.startswith("recipes/soup.md: book.yaml names this file, but it is not there.")
        assert stew.startswith("recipes/stew.md: book.yaml names this file, but it is not there.")

    def test_every_entry_that_cant_be_read_is_named(self, folder: Path) -> None:
        (folder / "recipes/soup.md").write_text("---\ntitle: a\nby: b: c\n---\n")
        (folder / "recipes/stew.md").write_bytes(b"\x00")
        soup, stew = causes(folder)
        assert soup.startswith("recipes/soup.md, line 3: this YAML can't be read")
        assert stew.startswith("recipes/stew.md: is not a text file.")

    def test_an_entry_may_stand_in_the_book_once(self, folder: Path) -> None:
        book = folder / "book.yaml"
        book.write_text(book.read_text() + "back: [recipes/soup.md]\n")
        assert "recipes/soup.md stands twice in the book." in causes(folder)[0]

    def test_a_link_may_not_lead_out_of_the_folder(self, folder: Path) -> None:
        inside = folder / "inside"
        inside.mkdir()
        for path in ("book.yaml", "recipes"):
            (folder / path).rename(inside / path)
        (folder / "secret.md").write_text(SOUP)
        (inside / "recipes/soup.md").unlink()
        (inside / "recipes/soup.md").symlink_to("../../secret.md")
        assert causes(inside)[0].startswith("recipes/soup.md: is a link that leads out")

    def test_a_link_within_the_folder_is_followed(self, folder: Path) -> None:
        (folder / "recipes/stew.md").unlink()
        (folder / "recipes/stew.md").symlink_to("soup.md")
        assert read_book_folder(folder).entries["recipes/stew.md"].title == "Soup"

    def test_a_name_that_no_disk_can_hold_is_an_error_like_any_other(self, folder: Path) -> None:
        (folder / "book.yaml").write_text(f"title: a\nparts:\n- entries: [{'x' * 290}]\n")
        assert "can't be opened: File name too long." in causes(folder)[0]

    def test_a_file_that_is_too_large_is_an_error_like_any_other(self, folder: Path) -> None:
        (folder / "recipes/soup.md").write_bytes(b"a" * (MANUSCRIPT_MAX_BYTES + 2))
        assert "is larger than 4 MB" in causes(folder)[0]

    def test_a_frame_that_cant_be_read_is_named_with_its_line(self, folder: Path) -> None:
        (folder / "book.yaml").write_text("title: a\nparts: [\n")
        with pytest.raises(FrontMatterError) as caught:
            read_book_folder(folder)
        assert caught.value.place == Place("book.yaml", 2)

    def test_credits_that_are_no_text_are_named(self, folder: Path) -> None:
        (folder / "credits.yaml").write_bytes(b"\x00")
        with pytest.raises(ManuscriptError) as caught:
            read_book_folder(folder)
        assert caught.value.place == Place("credits.yaml")


class TestWriteBookFolder:
    @given(book_folders())
    @brief
    def test_what_it_writes_is_read_back(self, book: BookFolder) -> None:
        with TemporaryDirectory() as place:
            write_book_folder(book, Path(place, "new/book"))
            read = read_book_folder(Path(place, "new/book"))
        assert read == book
        assert list(read.entries) == list(book.entries)
        assert read.repairs == {}

    def test_it_writes_the_same_bytes_again(self, folder: Path) -> None:
        book = read_book_folder(folder)
        write_book_folder(book, folder / "one")
        write_book_folder(read_book_folder(folder / "one"), folder / "two")
        for path in ("book.yaml", "recipes/soup.md", "recipes/stew.md"):
            assert (folder / "one" / path).read_bytes() == (folder / "two" / path).read_bytes()
        assert sorted(each.name for each in (folder / "one").iterdir()) == ["book.yaml", "recipes"]

    def test_what_needs_no_file_gets_none(self, folder: Path) -> None:
        book = replace(read_book_folder(folder), credits=Credits(book={"editor": ()}))
        write_book_folder(book, folder / "one")
        assert (folder / "one/credits.yaml").read_text() == "book:\n  editor: []\n"
        assert not (folder / "one/references.bib").exists()

    @pytest.mark.parametrize("path", ["../a.md", "/a.md", "a\\b.md", "book.yaml", "credits.yaml"])
    def test_it_writes_nothing_where_a_path_leads_elsewhere(
        self, tmp_path: Path, path: str
    ) -> None:
        book = BookFolder(Book("a"), entries={path: Recipe("b")})
        with pytest.raises(BookFolderError, match="an entry can't be written as"):
            write_book_folder(book, tmp_path / "one")
        assert not (tmp_path / "one").exists()

    def test_it_writes_through_no_link_that_leads_out(self, tmp_path: Path) -> None:
        (tmp_path / "one").mkdir()
        (tmp_path / "one/recipes").symlink_to(tmp_path)
        book = BookFolder(Book("a"), entries={"recipes/a.md": Recipe("b")})
        with pytest.raises(BookFolderError, match="a link that leads out"):
            write_book_folder(book, tmp_path / "one")
        assert not (tmp_path / "a.md").exists()
