"""The formats without pages: plain text, Word, and the archive of what was written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cookbook.manuscript import read_book_folder
from cookbook.press.pipeline import Format, PressOptions, press_book
from tests.press.making import BOOKS

DOCUMENTS = (Format.TEXT, Format.DOCX, Format.SOURCE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give the files of a small book by their endings."""
    out = tmp_path_factory.mktemp("made")
    press_book(BOOKS / "pond", out, PressOptions(formats=DOCUMENTS))
    return {path.suffix: path for path in out.iterdir() if not path.name.startswith("report")}


class TestPlainText:
    def test_it_has_every_title_and_no_markup(self, made: dict[str, Path]) -> None:
        words = made[".txt"].read_text(encoding="utf-8")
        for entry in read_book_folder(BOOKS / "pond").entries.values():
            assert entry.title in " ".join(words.split())
        assert "<" not in words

    def test_its_lines_are_short(self, made: dict[str, Path]) -> None:
        lines = made[".txt"].read_text(encoding="utf-8").splitlines()
        assert max(len(line) for line in lines if "http" not in line) <= 80


class TestDocx:
    def test_it_opens_and_has_the_words_and_pictures(self, made: dict[str, Path]) -> None:
        with zipfile.ZipFile(made[".docx"]) as docx:
            words = docx.read("word/document.xml").decode()
            names = docx.namelist()
        for entry in read_book_folder(BOOKS / "pond").entries.values():
            assert entry.title.split()[0] in words
        assert any(name.startswith("word/media/") for name in names)


class TestSource:
    def test_every_file_is_as_it_was_and_makes_the_same_book(
        self, made: dict[str, Path], tmp_path: Path
    ) -> None:
        with zipfile.ZipFile(made[".zip"]) as archive:
            archive.extractall(tmp_path / "again")
            for name in archive.namelist():
                assert archive.read(name) == (BOOKS / "pond" / name).read_bytes()
        again = read_book_folder(tmp_path / "again")
        assert again.entries == read_book_folder(BOOKS / "pond").entries
        assert again.book == read_book_folder(BOOKS / "pond").book

    def test_what_the_book_does_not_name_stays_out(self, tmp_path: Path) -> None:
        book = tmp_path / "book"
        book.mkdir()
        (book / "book.yaml").write_text("title: T\nparts:\n- entries: [a.md]\n", encoding="utf-8")
        (book / "a.md").write_text("---\nkind: chapter\ntitle: A\n---\nWords.\n", encoding="utf-8")
        (book / "diary.txt").write_text("Nobody's business.", encoding="utf-8")
        report = press_book(book, tmp_path / "out", PressOptions(formats=(Format.SOURCE,)))
        with zipfile.ZipFile(tmp_path / "out" / report.files[0].name) as archive:
            assert archive.namelist() == ["a.md", "book.yaml"]


class TestAll:
    def test_the_same_book_gives_the_same_bytes(
        self, made: dict[str, Path], tmp_path: Path
    ) -> None:
        press_book(BOOKS / "pond", tmp_path, PressOptions(formats=DOCUMENTS))
        for path in made.values():
            assert (tmp_path / path.name).read_bytes() == path.read_bytes()
