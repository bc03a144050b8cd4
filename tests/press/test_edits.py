"""Random edits: whatever they do, a book is left that can be read, and made again from its seed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cookbook.manuscript import read_book_folder
from cookbook.manuscript.books import write_book
from tests.press.edits import EDITS, LINK, RandomEdits
from tests.press.making import BOOKS, chapter, make_book, recipe, set_book

STEPS = 200


def small_book(folder: Path) -> Path:
    """Eight entries that name each other."""
    files = {
        f"recipes/soup-{n}.md": recipe(
            f"Soup {n}",
            f"Like [](soup-{(n + 1) % 6}.md), with [bread](../chapters/bread.md).",
            "",
            "## Ingredients",
            *(f"- {n + each} onions" for each in range(1, 4)),
            "",
            "## Method",
            *(f"{each}. Stir." for each in range(1, 4)),
        )
        for n in range(6)
    }
    files["chapters/bread.md"] = chapter("Bread", "It rises.^[Slowly.]", "", "## Dough", "", "Wet.")
    files["chapters/fire.md"] = chapter("Fire", "It burns under [](../recipes/soup-3.md).")
    return make_book(folder, files)


def everything(folder: Path) -> dict[str, bytes]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


class TestRandomEdits:
    def test_each_of_200_leaves_a_book_that_can_be_read(self, tmp_path: Path) -> None:
        edits, seen = RandomEdits(small_book(tmp_path), 1), set()
        for _ in range(STEPS):
            seen.add(edits.make().split()[1])
            book = read_book_folder(tmp_path)
            assert sorted(book.entries) == sorted(
                each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*.md")
            )
        assert seen == {edit.__name__ for edit in EDITS}

    def test_no_link_leads_nowhere_after_them(self, tmp_path: Path) -> None:
        edits = RandomEdits(small_book(tmp_path), 2)
        for _ in range(STEPS):
            edits.make()
        made = set_book(tmp_path)
        assert any(LINK.search(text.decode()) for text in everything(tmp_path).values())
        assert [str(each) for each in made.warnings] == []

    def test_the_same_seed_makes_the_same_ones(self, tmp_path: Path) -> None:
        one = RandomEdits(small_book(tmp_path / "one"), 3)
        other = RandomEdits(small_book(tmp_path / "other"), 3)
        assert [one.make() for _ in range(40)] == [other.make() for _ in range(40)]
        assert everything(tmp_path / "one") == everything(tmp_path / "other")

    def test_another_seed_makes_others(self, tmp_path: Path) -> None:
        one = RandomEdits(small_book(tmp_path / "one"), 3)
        other = RandomEdits(small_book(tmp_path / "other"), 4)
        assert [one.make() for _ in range(9)] != [other.make() for _ in range(9)]

    @pytest.mark.parametrize("name", ["pond", "coins"])
    def test_books_that_people_wrote_stay_books(self, tmp_path: Path, name: str) -> None:
        shutil.copytree(BOOKS / name, tmp_path / name)
        edits = RandomEdits(tmp_path / name, 5)
        for _ in range(60):
            edits.make()
            book = read_book_folder(tmp_path / name)
            assert set(book.credits.entries) <= set(book.entries)
        assert write_book(edits.book) == (tmp_path / name / "book.yaml").read_text("utf-8")
