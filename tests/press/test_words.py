"""The press's own words: every language has them all, and a book may say them otherwise."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import tinycss2  # type: ignore[import-untyped]  # it has no types

from cookbook.config import kit_folder
from cookbook.manuscript import Book, parse_book
from cookbook.press.warnings import Warnings
from cookbook.press.words import (
    PLACEHOLDER,
    field_of,
    find_words,
    read_words,
    remark_on_words,
    words_file,
    words_of,
)
from tests.press.making import make_book, set_book

FILES = sorted((kit_folder() / "words").glob("*.yaml"))
KEY = re.compile(r"^([a-z-]+):", re.MULTILINE)
SEVERAL = {"quotes": 4, "months": 12, "months-of-days": 12}
DAY = "2026-10-04"


def keys_of(file: Path) -> list[str]:
    """Give the keys of a file of words, in its order."""
    return KEY.findall(file.read_text(encoding="utf-8"))


def book(language: str, words: str = "") -> Book:
    """Make a book in a language, with words of its own."""
    own = f"words:\n{words}" if words else ""
    return parse_book(f"title: T\nlanguage: {language}\n{own}parts:\n- entries: [recipes/a.md]\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEveryLanguage:
    """What a translation must have."""

    def test_it_has_the_words_that_english_has_in_the_same_order(self, file: Path) -> None:
        """So that two can be compared line by line."""
        assert keys_of(file) == keys_of(words_file("en"))

    def test_no_word_is_empty_and_all_is_filled_in(self, file: Path) -> None:
        """What English fills in, every other language does."""
        english, words = (dataclasses.asdict(read_words(each)) for each in (words_file("en"), file))
        for name, said in words.items():
            assert said.strip(), name
            assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(english[name]))

    def test_lists_of_words_have_their_number(self, file: Path) -> None:
        """Twelve months, four quotation marks."""
        words = dataclasses.asdict(read_words(file))
        for key, count in SEVERAL.items():
            assert len(words[field_of(key)].split(" ")) == count
            assert all(words[field_of(key)].split(" "))

    def test_it_says_dates_and_names(self, file: Path) -> None:
        """Without anything left to fill in."""
        words = read_words(file)
        for said in (words.date(DAY), words.date(DAY[:7]), words.series(["A", "B", "C"])):
            assert "{" not in said
        assert "2026" in words.date(DAY)


class TestFinding:
    """Which words a book has."""

    @pytest.mark.parametrize(
        ("tag", "contents"),
        [("en", "Contents"), ("en-GB", "Contents"), ("de", "Inhalt"), ("de-AT-1996", "Inhalt"),
         ("DE", "Inhalt"), ("zh-TW", find_words("zh-Hant").contents), ("tlh", "Contents")],
    )  # fmt: skip
    def test_a_tag_finds_its_own_or_a_wider_one(self, tag: str, contents: str) -> None:
        """A region has the words of its language, and an unknown language the English ones."""
        assert find_words(tag).contents == contents

    def test_simplified_and_traditional_chinese_differ(self) -> None:
        """They are two scripts."""
        assert find_words("zh").contributors != find_words("zh-Hant").contributors

    def test_a_language_without_words_is_remarked_on(self) -> None:
        """Readers of other languages should know."""
        warnings = Warnings()
        remark_on_words(book("tlh"), warnings)
        [warning] = warnings.all
        assert "no words in the language" in warning.message
        assert "words:" in warning.message
        remark_on_words(book("de-CH"), quiet := Warnings())
        assert not quiet.all

    @pytest.mark.parametrize(
        ("tag", "date"),
        [("en", "4 October 2026"), ("de", "4. Oktober 2026"), ("es", "4 de octubre de 2026"),
         ("ru", "4 октября 2026"), ("ja", "2026年10月4日"), ("fr", "4 octobre 2026")],
    )  # fmt: skip
    def test_dates_are_said_as_the_language_says_them(self, tag: str, date: str) -> None:
        """Day, month and year stand in its order."""
        assert find_words(tag).date(DAY).startswith(date)


class TestOwnWords:
    """What a book says otherwise."""

    def test_they_count_and_the_others_stay(self) -> None:
        """One word is changed."""
        words = words_of(book("en", '  contents: What is in it\n  and: " & "\n'))
        assert words.contents == "What is in it"
        assert words.series(["A", "B"]) == "A & B"
        assert words.glossary == "Glossary"

    def test_they_are_how_a_language_comes_to_words(self) -> None:
        """Nobody need wait for a release."""
        words = words_of(book("tlh", "  chapter: '{number}. tetlh'\n"))
        assert words.chapter == "{number}. tetlh"

    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("contnts: X", "is no word of the press"),
            ("digest: X", "is no word of the press"),
            ("see_also: X", "is no word of the press"),
            ("chapter: Chapter", "should hold {number}"),
            ("contents: '{number}'", "should hold nothing in braces"),
            ("months: Jan Feb", "should hold 12 words"),
        ],
    )
    def test_what_cannot_be_taken_is_named(self, line: str, fault: str) -> None:
        """The press's own stand in its place."""
        wrong = book("en", f"  {line}\n")
        remark_on_words(wrong, warnings := Warnings())
        [warning] = warnings.all
        assert fault in warning.message
        assert words_of(wrong) == find_words("en")

    def test_they_have_a_digest_of_their_own(self) -> None:
        """What was kept with other words is not taken."""
        assert words_of(book("en", "  see: cf.\n")).digest != find_words("en").digest


class TestStyles:
    """What style sheets know of words."""

    def test_what_stands_around_a_page_is_quoted(self) -> None:
        """A book's own words can't end the style sheet."""
        words = dataclasses.replace(find_words("en"), on_page='"; } </style> {page} \\')
        css = words.css()
        [rule] = tinycss2.parse_stylesheet(css, skip_whitespace=True)
        declarations = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
        assert [each.name for each in declarations] == ["--before-page", "--behind-page"]
        assert "<" not in css

    def test_it_does_not_break(self) -> None:
        """The number stays with its words."""
        assert "\u00a0(page\u00a0" in find_words("en").css()


class TestInABook:
    """A whole book in another language."""

    def test_a_german_book_says_all_in_german(self, tmp_path: Path) -> None:
        """Pages, references and quotation marks."""
        files = {
            "book.yaml": "title: Brot\nkind: textbook\nlanguage: de\nlicence: CC-BY-4.0\n"
            "editors: [Ada, Bo]\nparts:\n- entries: [chapters/eins.md]\n",
            "chapters/eins.md": "---\nkind: chapter\ntitle: Teig\nid: teig\nby: Cem\n---\n"
            'Er sagt: "Der \'gute\' Teig." Siehe [](#teig) und [](#satz).\n\n'
            "::: {.theorem #satz}\nTeig ruht.\n:::\n\n## Mehr {#mehr}\n\nUnd [](#mehr).\n",
        }  # fmt: skip
        made = set_book(make_book(tmp_path, files))
        chapter = "".join(made.section("teig").itertext())
        assert "„Der ‚gute‘ Teig.“" in chapter
        assert "Kapitel\xa01" in chapter
        assert "Satz 1.1" in chapter or "Theorem 1.1" in chapter
        said = "".join(made.section("copyright-page").itertext())
        assert "Ada und Bo" in said
        assert "Edited" not in said
        titles = {each.title for each in made.book.sections}
        assert find_words("de").contributors in titles
