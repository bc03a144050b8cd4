"""The shape of pages: what fits on them, and how the gutter grows."""

from __future__ import annotations

import pytest

from cookbook.manuscript import Book
from cookbook.press.geometry import COMMON_ROOM, LEAST_OUTER, TRIMS, Margins, PageShape
from cookbook.press.themes import ThemeError, find_theme, theme_names

SHAPE = PageShape(TRIMS["6x9"], Margins(0.7, 0.65, 0.85, 0.8))


class TestGutter:
    def test_it_grows_with_the_book_and_never_shrinks(self) -> None:
        gutters = [SHAPE.gutter(pages) for pages in range(0, 1200, 10)]
        assert gutters == sorted(gutters)
        assert gutters[0] == 0
        assert gutters[-1] == 0.25

    def test_what_printers_want_outside_stays(self) -> None:
        narrow = PageShape(TRIMS["a5"], Margins(0.5, 0.45, 0.5, 0.6))
        assert narrow.margins.outer - narrow.gutter(2000) == pytest.approx(LEAST_OUTER)
        none = PageShape(TRIMS["a5"], Margins(0.5, 0.3, 0.5, 0.6))
        assert none.gutter(2000) == 0

    def test_text_keeps_its_width(self) -> None:
        css = SHAPE.css(0.125)
        assert "@page :left { margin-left: 0.525in; margin-right: 0.925in; }" in css
        assert "@page :right { margin-left: 0.925in; margin-right: 0.525in; }" in css
        assert "--text-width: 4.55in" in css


class TestShapesOfThemes:
    @pytest.mark.parametrize("name", theme_names())
    def test_a_line_of_every_trim_can_be_read(self, name: str) -> None:
        theme = find_theme(Book("T"), name)
        for shape in theme.shapes.values():
            assert min(vars(shape.margins).values()) >= LEAST_OUTER
            # A letter of our text faces takes nearly half the size of its type.
            letters = shape.text_width * 72 / (0.46 * shape.type_size)
            assert 60 <= letters <= 90, shape.trim.name

    def test_the_book_chooses_its_trim(self) -> None:
        assert find_theme(Book("T", trim="a5"), "hearth").page.trim == TRIMS["a5"]
        assert find_theme(Book("T"), "hearth").page.trim == TRIMS["6x9"]

    def test_a_trim_that_a_theme_has_not_is_an_error_that_lists_those_it_has(self) -> None:
        with pytest.raises(ThemeError, match=r'has no trim "b5".*6x9, a5'):
            find_theme(Book("T", trim="b5"), "hearth")


class TestRoom:
    def test_that_of_most_cookbooks_is_known(self) -> None:
        assert find_theme(Book("T"), "hearth").page.room == COMMON_ROOM

    def test_a_larger_page_has_more_of_it(self) -> None:
        shapes = find_theme(Book("T"), "hearth").shapes
        assert shapes["8.5x11"].room.lines > shapes["6x9"].room.lines > shapes["8x8"].room.lines
        assert shapes["a4"].room.letters > shapes["a5"].room.letters
