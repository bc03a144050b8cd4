"""Style sheets for the language of a book: turned round, and with its characters first."""

from __future__ import annotations

import re

import pytest

from cookbook.config import kit_folder
from cookbook.manuscript import Book
from cookbook.press.languages import direction_of
from cookbook.press.mirroring import CHINESE, JAPANESE, for_language, is_as_written, mirrored
from cookbook.press.themes import find_theme, theme_names


class TestMirrored:
    @pytest.mark.parametrize(
        ("written", "turned"),
        [
            ("p { margin-left: 1em }", "p {margin-right:1em}"),
            ("p { text-align: left }", "p {text-align:right}"),
            ("p { float: right; clear: left }", "p {float:left;clear:right}"),
            ("p { padding: 1em 2em 3em 4em }", "p {padding:1em 4em 3em 2em}"),
            ("p { margin: 0 calc(1em * 2) 0 3px }", "p {margin:0 3px 0 calc(1em * 2)}"),
            ("p { padding: 1em 2em }", "p {padding:1em 2em}"),
            ("p { border-left: 1pt solid red }", "p {border-right:1pt solid red}"),
            ("p { right: 0; left: auto }", "p {left:0;right:auto}"),
        ],
    )
    def test_what_is_on_one_side_goes_to_the_other(self, written: str, turned: str) -> None:
        assert mirrored(written) == turned

    @pytest.mark.parametrize(
        "kept",
        [
            "p {break-before:right}",
            "p {--left:left}",
            'p {content:"left"}',
            ".left > p {color:red}",
            "p {color:red!important}",
        ],
    )
    def test_what_is_no_side_of_a_line_stays(self, kept: str) -> None:
        assert mirrored(kept) == kept

    def test_pages_stay_as_they_are(self) -> None:
        rule = "@page main:left { margin-left: 1in; @top-left { text-align: right } }"
        assert mirrored(rule) == rule

    def test_turned_twice_a_sheet_is_as_it_was(self) -> None:
        for sheet in (kit_folder() / "print").glob("*.css"):
            once = mirrored(sheet.read_text(encoding="utf-8"))
            assert mirrored(mirrored(once)) == once
            assert once != mirrored(once) or "left" not in once


class TestDirection:
    @pytest.mark.parametrize(
        ("language", "direction"),
        [("fa", "rtl"), ("he-IL", "rtl"), ("ar-EG", "rtl"), ("en", "ltr"), ("az-Arab", "rtl"),
         ("ks-Deva", "ltr"), ("zh-Hans", "ltr"), ("pt-BR", "ltr")],
    )  # fmt: skip
    def test_the_language_or_its_script_decides(self, language: str, direction: str) -> None:
        assert direction_of(language) == direction


class TestFamilies:
    """In what order families of type are asked for a letter."""

    @pytest.mark.parametrize(
        ("tag", "first"),
        [("zh", CHINESE), ("zh-Hans-CN", CHINESE), ("zh-Hant", JAPANESE), ("ja", JAPANESE),
         ("en", JAPANESE)],
    )  # fmt: skip
    def test_chinese_is_not_set_in_japanese_characters(self, tag: str, first: str) -> None:
        sheet = for_language(kit_folder() / "print" / "book.css", tag)
        stack = sheet[sheet.index("--text:") :].partition(";")[0]
        assert min(JAPANESE, CHINESE, key=stack.index) == first
        assert is_as_written(tag) == (first == JAPANESE)

    @pytest.mark.parametrize("name", theme_names())
    def test_no_letters_of_formulas_stand_among_those_of_words(self, name: str) -> None:
        """Noto Sans Math has the letters of Arabic, which don't join those of another family."""
        for sheet in find_theme(Book(title="T"), name).in_large_print().print_styles:
            for stack in re.findall(r"--(?:text|mono):([^;]*);", sheet.read_text(encoding="utf-8")):
                assert stack.index("Amiri") < stack.index("Noto Sans Math")
