"""The cover as a picture: drawn once, beside the rest, and where one is wanted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from cookbook.manuscript import Book
from cookbook.press.caching import MemoryCache
from cookbook.press.outputs import covers
from cookbook.press.outputs.covers import cover_easel
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.sections import BookFace
from cookbook.press.themes import find_theme
from cookbook.press.typesetting.problems import LayoutError
from tests.press.making import make_book, recipe

FACE = BookFace(Book(title="Soups of the Coast"), ("Ada Obi",))
THEME = find_theme(FACE.book)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the titles of the covers that were drawn."""
    titles: list[str] = []
    draw = covers._drawn

    def note(face: BookFace, html: str) -> bytes:
        titles.append(face.book.title)
        return draw(face, html)

    monkeypatch.setattr(covers, "_drawn", note)
    return titles


class TestCoverEasel:
    def test_a_cover_is_a_jpeg_of_the_size_that_shops_want(self) -> None:
        with cover_easel(THEME, MemoryCache()) as easel:
            cover = easel.begin(FACE).result()
        with Image.open(io.BytesIO(cover)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) >= 1600
            assert picture.width * picture.height <= 4_000_000

    def test_it_is_drawn_once(self, drawn: list[str]) -> None:
        cache = MemoryCache()
        with cover_easel(THEME, cache) as easel:
            assert easel.begin(FACE) is easel.begin(BookFace(FACE.book, FACE.authors))
            first = easel.begin(FACE).result()
        with cover_easel(THEME, cache) as easel:
            assert easel.begin(FACE).result() == first
            easel.begin(BookFace(Book(title="Stews"))).result()
        assert drawn == ["Soups of the Coast", "Stews"]

    def test_what_goes_wrong_is_told_to_whoever_wants_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> bytes:
            raise LayoutError("no ink")

        monkeypatch.setattr(covers, "_drawn", fail)
        with cover_easel(THEME, MemoryCache()) as easel, pytest.raises(LayoutError, match="no ink"):
            easel.begin(FACE).result()


class TestWhoWantsOne:
    @pytest.mark.parametrize(
        ("wanted", "covers_drawn"), [(Format.PDF, []), (Format.EPUB, ["T"]), (Format.WEB, ["T"])]
    )
    def test_no_cover_is_drawn_for_a_pdf(
        self, tmp_path: Path, drawn: list[str], wanted: Format, covers_drawn: list[str]
    ) -> None:
        book = "title: T\nparts:\n- entries: [recipes/a.md]\n"
        folder = make_book(tmp_path / "book", {"recipes/a.md": recipe("A")}, book)
        press_book(folder, tmp_path / "out", PressOptions(formats=(wanted,), workers=1))
        assert drawn == covers_drawn
