"""A book that is edited and pressed again: all is as if it had never been pressed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.press.assembling import Told, assemble
from cookbook.press.caching import MemoryCache
from cookbook.press.keeping.manuscripts import read_kept_folder
from cookbook.press.warnings import Warnings
from tests.press.keeping.books import Editor, assembled
from tests.press.making import BOOKS, chapter, make_book, recipe

EDITS = 6
BREAD = ("Bread.", "", "## Ingredients", "- 500 g flour", "- 1 egg", "## Method", "1. Bake.")


def bread(title: str, *lines: str) -> str:
    return recipe(title, *BREAD, *lines)


class TestEditing:
    @pytest.mark.parametrize("seed", range(3))
    @pytest.mark.parametrize("book", ["pond", "coins"])
    def test_a_book_that_was_pressed_before_comes_out_as_a_new_one(
        self, book: str, seed: int, tmp_path: Path
    ) -> None:
        editor = Editor(BOOKS / book, tmp_path / "book", seed)
        cache = MemoryCache()
        done: list[str] = []
        for _ in range(EDITS):
            assert assembled(editor.folder, cache) == assembled(editor.folder), done
            done.append(editor.edit())

    def test_an_entry_before_another_takes_its_ids(self, tmp_path: Path) -> None:
        files = {f"chapters/{each}.md": chapter(each, "# Summary {#sum}", "X") for each in "bc"}
        folder, cache = make_book(tmp_path, files), MemoryCache()
        assembled(folder, cache)
        make_book(tmp_path, {"chapters/a.md": chapter("a", "# Summary {#sum}"), **files})
        again = assembled(folder, cache)
        assert again == assembled(folder)
        identifiers = {each[0]: each[3].identifiers[1:] for each in again.sections}
        assert [identifiers[each] for each in "abc"] == [("sum",), ("sum-2",), ("sum-3",)]

    def test_a_reference_follows_the_title_that_it_prints(self, tmp_path: Path) -> None:
        files = {"recipes/a.md": bread("Rye"), "recipes/b.md": bread("B", "", "See [](a.md).")}
        folder, cache = make_book(tmp_path, files), MemoryCache()
        assembled(folder, cache)
        make_book(tmp_path, {**files, "recipes/a.md": bread("Spelt")})
        again = assembled(folder, cache)
        assert again == assembled(folder)
        assert "Spelt" in str(next(each[2] for each in again.sections if each[0] == "b"))

    def test_remarks_are_made_again_in_their_order(self, tmp_path: Path) -> None:
        lines = ("<b>", "![](x.png)", "[a](nowhere.md)", "[b](nowhere.md)")
        files = {f"recipes/{each}.md": bread(each, *lines) for each in "abc"}
        folder, cache = make_book(tmp_path, files), MemoryCache()
        first = assembled(folder, cache)
        assert assembled(folder, cache).warnings == first.warnings
        assert len(first.warnings) >= 6

    def test_a_picture_that_comes_later_is_shown(self, tmp_path: Path) -> None:
        folder = make_book(tmp_path, {"recipes/a.md": bread("A", "", "![Pot](images/pot.svg)")})
        cache = MemoryCache()
        assert assembled(folder, cache).pictures == ()
        (folder / "images").mkdir()
        (folder / "images/pot.svg").write_bytes((BOOKS / "pond/images/pot.svg").read_bytes())
        again = assembled(folder, cache)
        assert [each[0] for each in again.pictures] == ["images/pot.svg"]
        assert again == assembled(folder)


class TestProgress:
    def test_each_entry_is_a_step_whether_it_is_known_or_not(self) -> None:
        cache, folder = MemoryCache(), BOOKS / "pond"
        for _ in range(2):
            steps: list[int] = []
            kept = read_kept_folder(folder, cache)
            assemble(kept, folder, Warnings(), cache=cache, told=Told(progress=steps.append))
            assert sorted(set(steps)) == list(range(1, 10))
            assert steps == sorted(steps)


class TestUnchanged:
    def test_nothing_is_put_into_the_cache_again(self, tmp_path: Path) -> None:
        class Counting(MemoryCache):
            puts = 0

            def put(self, key: str, data: bytes) -> None:
                self.puts += 1
                super().put(key, data)

        editor = Editor(BOOKS / "coins", tmp_path / "book", 1)
        cache = Counting()
        assembled(editor.folder, cache)
        assert cache.puts > 0
        cache.puts = 0
        assembled(editor.folder, cache)
        assert cache.puts == 0
