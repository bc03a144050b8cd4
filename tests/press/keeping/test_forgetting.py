"""A cache that forgets, at whatever moment, costs time and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from cookbook.press.caching import MemoryCache
from cookbook.press.keeping.manuscripts import read_kept_folder
from cookbook.press.keeping.spill import SpillCache
from cookbook.press.keeping.trees import ForgottenError
from tests.press.keeping.books import assembled, pressed
from tests.press.making import BOOKS, make_book, recipe


class ForgetfulCache(MemoryCache):
    """Keeps nothing at all."""

    def put(self, key: str, data: bytes) -> None:
        """Forget it."""


class MoodyCache(MemoryCache):
    """Says of everything that it has it, and gives what it likes."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)  # noqa: S311 -- no secret

    def get(self, key: str) -> bytes | None:
        """Give it three times in four."""
        return super().get(key) if self.chance.random() < 0.75 else None

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Think so of a few that are there, and not of a few that aren't."""
        return {each for each in keys if (each not in self.entries) ^ (self.chance.random() < 0.1)}


class TestForgetting:
    @pytest.mark.parametrize("book", ["pond", "coins"])
    def test_a_cache_that_keeps_nothing_is_no_hindrance(self, book: str) -> None:
        assert assembled(BOOKS / book, ForgetfulCache()) == assembled(BOOKS / book)

    @pytest.mark.parametrize("seed", range(6))
    def test_whatever_is_missing_is_made_again(self, seed: int) -> None:
        cache = MoodyCache(seed)
        whole = assembled(BOOKS / "coins")
        for _ in range(3):
            assert assembled(BOOKS / "coins", cache) == whole

    @pytest.mark.parametrize("book", ["pond", "coins"])
    def test_a_section_is_recovered_when_its_blocks_went_away(self, book: str) -> None:
        cache = MemoryCache()
        made = pressed(BOOKS / book, cache)
        cache.entries.clear()
        assert [each.tree() for each in made.sections] == [
            each.tree() for each in pressed(BOOKS / book, MemoryCache()).sections
        ]

    def test_a_book_that_changed_meanwhile_is_not_mixed_with_what_it_was(
        self, tmp_path: Path
    ) -> None:
        files = {f"recipes/{each}.md": recipe(each, "Words.") for each in "ab"}
        folder, cache = make_book(tmp_path, files), MemoryCache()
        pressed(folder, cache)
        made = pressed(folder, cache)
        cache.entries.clear()
        (folder / "recipes/a.md").write_text(recipe("a", "Other words."))
        with pytest.raises(ForgottenError, match="Press it again"):
            [each.tree() for each in made.sections]


class TestKeptManuscripts:
    def test_entries_are_those_of_a_plain_folder(self) -> None:
        cache = MemoryCache()
        for _ in range(2):
            kept = read_kept_folder(BOOKS / "pond", cache)
            assert dict(kept.entries) == dict(read_kept_folder(BOOKS / "pond", cache).entries)

    def test_a_known_text_is_not_parsed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cache = MemoryCache()
        read_kept_folder(BOOKS / "pond", cache)
        monkeypatch.setattr("cookbook.press.keeping.manuscripts.parse_entry", None)
        assert len(read_kept_folder(BOOKS / "pond", cache).entries) == 9


class TestSpillCache:
    def test_it_gives_what_was_put(self) -> None:
        cache = SpillCache()
        cache.put("a", b"one")
        cache.put("b", b"")
        cache.put("a", b"other")
        assert (cache.get("a"), cache.get("b"), cache.get("c")) == (b"other", b"", None)
        assert cache.missing(["a", "c"]) == {"c"}
