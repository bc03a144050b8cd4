"""Style sheets for the language of a book: turned round, and with its characters first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import weasyprint

from cookbook.config import kit_folder
from cookbook.manuscript import Book
from cookbook.press.languages import direction_of
from cookbook.press.mirroring import (
    CHINESE,
    JAPANESE,
    for_language,
    for_pages,
    is_as_written,
    mirrored,
)
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


class TestIndents:
    """Paragraphs that run from the right are indented at the right."""

    def test_a_box_stands_for_the_indent(self, tmp_path: Path) -> None:
        sheet = tmp_path / "a.css"
        sheet.write_text("p + p { color: red; text-indent: 1.3em } li > p { text-indent: 0 }")
        assert for_pages(sheet, "en") == sheet.read_text()
        found = " ".join(for_pages(sheet, "fa").split())
        assert "p + p { text-indent: 0 }" in found
        box = ':is(p + p)::before { content: ""; display: inline-block; margin-right: 1.3em }'
        assert box in found
        assert ":is(li > p)::before { content: none }" in found

    @pytest.mark.parametrize("indent", ["1.5em", "-1.5em"])
    def test_only_the_first_line_is_indented(self, tmp_path: Path, indent: str) -> None:
        sheet = tmp_path / "a.css"
        sheet.write_text(f"p {{ margin: 0 40pt; text-indent: {indent}; font: 10pt serif }}")
        page = "<style>@page {{ size: 300pt; margin: 0 }} {}</style><p dir=rtl lang=he>{}</p>"
        html = page.format(for_pages(sheet, "he"), "מים " * 90)
        box = weasyprint.HTML(string=html).render().pages[0]._page_box
        paragraph = box.children[0].children[0].children[0]
        first, second, *_ = [
            max(each.position_x + each.width for each in line.children if each.width)
            for line in paragraph.children
        ]
        assert (second > first) == (indent == "1.5em")


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

    @pytest.mark.parametrize(
        ("tag", "family"),
        [("fa", "Amiri"), ("ur-PK", "Amiri"), ("he", "Noto Serif Hebrew"),
         ("hi", "Noto Serif Devanagari"), ("mr", "Noto Serif Devanagari"), ("en", "")],
    )  # fmt: skip
    @pytest.mark.parametrize("name", theme_names())
    def test_blanks_come_from_the_family_of_the_script(
        self, name: str, tag: str, family: str
    ) -> None:
        for sheet in find_theme(Book(title="T"), name).in_large_print().print_styles:
            written = sheet.read_text(encoding="utf-8")
            for stack in re.findall(r"--text: ?([^;]*);", for_pages(sheet, tag)):
                assert stack.startswith(f'"{family}", ' if family else '"')
                assert stack.count(family) == 1 or not family
            if is_as_written(tag):
                assert for_pages(sheet, tag) == written

    @pytest.mark.parametrize("name", theme_names())
    def test_no_letters_of_formulas_stand_among_those_of_words(self, name: str) -> None:
        """Noto Sans Math has the letters of Arabic, which don't join those of another family."""
        for sheet in find_theme(Book(title="T"), name).in_large_print().print_styles:
            for stack in re.findall(r"--(?:text|mono):([^;]*);", sheet.read_text(encoding="utf-8")):
                assert stack.index("Amiri") < stack.index("Noto Sans Math")
