"""Themes: which one a book is set in, and what is said of one that isn't there."""

from __future__ import annotations

import pytest

from cookbook.manuscript import Book, BookKind
from cookbook.press.themes import ThemeError, find_theme, theme_names


class TestFindTheme:
    def test_the_wanted_one_comes_before_the_books_own(self) -> None:
        assert find_theme(Book("T", theme="hearth"), "lectern").name == "lectern"
        assert find_theme(Book("T", theme="lectern")).name == "lectern"

    @pytest.mark.parametrize(
        ("kind", "name"), [(BookKind.COOKBOOK, "hearth"), (BookKind.TEXTBOOK, "lectern")]
    )
    def test_without_a_wish_the_kind_decides(self, kind: BookKind, name: str) -> None:
        assert find_theme(Book("T", kind=kind)).name == name

    @pytest.mark.parametrize("name", ["glass", "../hearth", "hearth/", "."])
    def test_an_unknown_one_is_an_error_that_lists_all(self, name: str) -> None:
        with pytest.raises(ThemeError) as caught:
            find_theme(Book("T"), name)
        assert f'there is no theme "{name}".' in str(caught.value)
        assert f"Choose one of: {', '.join(theme_names())}." in str(caught.value)
        assert {"hearth", "lectern"} <= set(theme_names())

    def test_all_style_sheets_of_every_theme_are_there(self) -> None:
        for name in theme_names():
            theme = find_theme(Book("T"), name)
            styles = (*theme.print_styles, *theme.epub_styles, *theme.web_styles)
            assert len(styles) == 6
            assert all(path.is_file() for path in styles)
            assert theme.title
