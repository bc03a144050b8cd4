"""Bound books: alike to plain ones, and the same bytes however they come about."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from benchmarks.generated import write_cookbook
from cookbook.config import samples_folder
from cookbook.press import geometry
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.pipeline import Format, Layout, PressOptions, press_book
from cookbook.press.themes import theme_names
from cookbook.press.typesetting import runs
from cookbook.press.typesetting.crew import LocalCrew
from tests.press.edits import RandomEdits
from tests.press.likeness import differences
from tests.press.making import BOOKS

RECIPES = 14
COMPARED = 10
"""After so many edits of a book it is compared."""
SEEDS = range(4)
SHORT_RUN = 700


@pytest.fixture(scope="module")
def crew() -> Iterator[LocalCrew]:
    """Give warm workers for all books of this module."""
    with LocalCrew(2) as workers:
        yield workers


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a generated cookbook of several pages of contents and indexes."""
    folder = tmp_path_factory.mktemp("generated")
    write_cookbook(folder, RECIPES)
    return folder


def with_settings(source: Path, folder: Path, more: str) -> Path:
    """Copy a book and add to its settings; give the copy's folder."""
    shutil.copytree(source, folder)
    with (folder / "book.yaml").open("a", encoding="utf-8") as book:
        book.write(more)
    return folder


def pressed(  # noqa: PLR0913, PLR0917 -- a test says what it is about
    source: Path,
    out: Path,
    cache: Cache,
    crew: LocalCrew | None = None,
    layout: Layout = Layout.BOUND,
    workers: int = 2,
) -> Path:
    """Press a book's PDF; give its file."""
    options = PressOptions(
        formats=(Format.PDF,), workers=workers, layout=layout, cache=cache, crew=crew
    )
    report = press_book(source, out, options)
    return out / report.files[0].name


def bound_and_plain(
    source: Path, folder: Path, crew: LocalCrew, cache: Cache | None = None
) -> tuple[Path, Path]:
    """Press a book both ways."""
    bound = pressed(source, folder / "bound", cache or MemoryCache(), crew)
    plain = pressed(source, folder / "plain", MemoryCache(), layout=Layout.PLAIN)
    return bound, plain


class TestBoundSmallBooks:
    @pytest.mark.parametrize("name", ["tiny", "pond", "coins"])
    def test_their_pages_equal_those_of_a_book_set_at_once(
        self, name: str, tmp_path: Path, crew: LocalCrew
    ) -> None:
        bound, plain = bound_and_plain(BOOKS / name, tmp_path, crew)
        assert differences(plain, bound) == []


class TestBoundSampleBooks:
    @pytest.mark.parametrize("name", ["under-one-roof", "give-or-take"])
    def test_their_pages_equal_those_of_a_book_set_at_once(
        self, name: str, tmp_path: Path, crew: LocalCrew
    ) -> None:
        bound, plain = bound_and_plain(samples_folder() / name, tmp_path, crew)
        assert differences(plain, bound) == []


class TestBoundPages:
    def test_they_equal_where_long_lists_are_set_in_runs(
        self, generated: Path, tmp_path: Path, crew: LocalCrew, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runs, "RUN_CHARACTERS", SHORT_RUN)
        bound, plain = bound_and_plain(generated, tmp_path, crew)
        assert differences(plain, bound) == []

    def test_they_equal_where_running_heads_hold_numbers(
        self, tmp_path: Path, crew: LocalCrew
    ) -> None:
        source = tmp_path / "book"
        write_cookbook(source, 3)
        book = source / "book.yaml"
        text = book.read_text(encoding="utf-8")
        book.write_text(text.replace("title: Part 1", "title: 9 and 98 of 1234567890"), "utf-8")
        bound, plain = bound_and_plain(source, tmp_path, crew)
        assert differences(plain, bound) == []

    @pytest.mark.parametrize("trim", ["a5", "8x8"])
    def test_they_equal_in_other_trims_and_with_a_gutter(
        self, trim: str, tmp_path: Path, crew: LocalCrew, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(geometry, "GUTTERS", ((4, 0.0),))
        few = tmp_path / "few"
        write_cookbook(few, 3)
        source = with_settings(few, tmp_path / "book", f"trim: {trim}\n")
        bound, plain = bound_and_plain(source, tmp_path, crew)
        assert differences(plain, bound) == []

    @pytest.mark.parametrize("theme", theme_names())
    def test_they_equal_in_every_theme(
        self, theme: str, generated: Path, tmp_path: Path, crew: LocalCrew
    ) -> None:
        source = with_settings(generated, tmp_path / "book", f"theme: {theme}\n")
        bound, plain = bound_and_plain(source, tmp_path, crew)
        assert differences(plain, bound) == []

    def test_they_equal_where_recipes_run_on_over_several_runs(
        self, generated: Path, tmp_path: Path, crew: LocalCrew, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runs, "RUN_CHARACTERS", 3 * SHORT_RUN)
        source = with_settings(generated, tmp_path / "book", "theme: almanac\n")
        bound, plain = bound_and_plain(source, tmp_path, crew)
        assert differences(plain, bound) == []

    def test_they_equal_in_large_print(
        self, generated: Path, tmp_path: Path, crew: LocalCrew
    ) -> None:
        made = [
            press_book(
                generated,
                tmp_path / layout,
                PressOptions(formats=(Format.LARGE,), layout=layout, crew=crew),
            )
            for layout in (Layout.PLAIN, Layout.BOUND)
        ]
        plain, bound = (
            tmp_path / layout / each.files[0].name
            for layout, each in zip((Layout.PLAIN, Layout.BOUND), made, strict=True)
        )
        assert differences(plain, bound) == []


class TestEditedBooks:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_their_pages_stay_equal_to_those_of_a_book_set_at_once(
        self, seed: int, rounds: int, tmp_path: Path, crew: LocalCrew
    ) -> None:
        source = tmp_path / "book"
        write_cookbook(source, RECIPES // 2)
        edits, cache = RandomEdits(source, seed), MemoryCache()
        made: list[str] = []
        for step in range(1, rounds * COMPARED + 1):
            made.append(edits.make())
            bound = pressed(source, tmp_path / "bound", cache, crew)
            if step % COMPARED == 0:
                plain = pressed(source, tmp_path / "plain", MemoryCache(), layout=Layout.PLAIN)
                assert differences(plain, bound) == [], made


class TestBoundBytes:
    def test_they_are_the_same_cold_and_warm_and_with_any_number_of_workers(
        self, generated: Path, tmp_path: Path
    ) -> None:
        cache = MemoryCache()
        first = pressed(generated, tmp_path / "cold", cache).read_bytes()
        warm = pressed(generated, tmp_path / "warm", cache)
        assert warm.read_bytes() == first
        for workers in (1, 4):
            other = pressed(generated, tmp_path / str(workers), MemoryCache(), workers=workers)
            assert other.read_bytes() == first

    def test_they_are_the_same_with_a_cache_that_forgets(
        self, generated: Path, tmp_path: Path, crew: LocalCrew
    ) -> None:
        first = pressed(generated, tmp_path / "first", MemoryCache(), crew).read_bytes()
        forgetful = Forgetful(7)
        for number in range(3):
            again = pressed(generated, tmp_path / str(number), forgetful, crew)
            assert again.read_bytes() == first

    def test_they_are_the_same_after_an_edit_and_its_undoing(
        self, tmp_path: Path, crew: LocalCrew
    ) -> None:
        source, cache = tmp_path / "book", MemoryCache()
        write_cookbook(source, RECIPES)
        first = pressed(source, tmp_path / "out", cache, crew).read_bytes()
        recipe = next(iter(sorted((source / "recipes").iterdir())))
        text = recipe.read_text(encoding="utf-8")
        recipe.write_text(text.replace("title: ", "title: Grandmother's "), encoding="utf-8")
        assert pressed(source, tmp_path / "out", cache, crew).read_bytes() != first
        recipe.write_text(text, encoding="utf-8")
        assert pressed(source, tmp_path / "out", cache, crew).read_bytes() == first


class TestAnUnchangedBook:
    def test_it_is_left_alone(self, tmp_path: Path, crew: LocalCrew) -> None:
        cache, out = MemoryCache(), tmp_path / "out"
        file = pressed(BOOKS / "tiny", out, cache, crew)
        made = file.stat().st_mtime_ns
        pressed(BOOKS / "tiny", out, cache, crew)
        assert file.stat().st_mtime_ns == made

    def test_it_is_made_again_where_a_file_is_not_as_it_was(
        self, tmp_path: Path, crew: LocalCrew
    ) -> None:
        cache, out = MemoryCache(), tmp_path / "out"
        file = pressed(BOOKS / "tiny", out, cache, crew)
        data = file.read_bytes()
        file.write_bytes(data[:-20])
        pressed(BOOKS / "tiny", out, cache, crew)
        assert file.read_bytes() == data


class Forgetful(MemoryCache):
    """A cache that loses every third of what it is asked for."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)  # noqa: S311 -- no secret

    def get(self, key: str) -> bytes | None:
        """Give what is kept, or lose it just then."""
        if self.chance.randrange(3) == 0:
            self.entries.pop(key, None)
        return super().get(key)

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Say truly what is not there now; it may be lost later."""
        return super().missing(keys)
