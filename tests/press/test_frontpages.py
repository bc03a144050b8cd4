"""The pages that nobody writes: title page, copyright page, contents."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from cookbook.press.matter.frontpages import contents_page
from cookbook.press.matter.licences import licence_name, licence_url
from cookbook.press.outputs.markup import write_body
from cookbook.press.words import find_words
from tests.press.making import Set, make_book, recipe, set_book, words


class TestTitlePage:
    def test_it_has_title_subtitle_editors_and_publisher(self, pond: Set) -> None:
        lines = [words(each).strip() for each in pond.section("title-page").iter("h1", "p")]
        assert lines == [
            "The Pond Book",
            "What is cooked round the water",
            "Edited by Ines Duarte",
            "The Mill Pond Press",
        ]

    def test_a_bare_book_has_its_title(self, tmp_path: Path) -> None:
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("A")}))
        assert made.says("title-page").strip() == "A Trial"


class TestCopyrightPage:
    def test_it_names_edition_licence_identifier_and_everyone(self, pond: Set) -> None:
        said = pond.says("copyright-page")
        for words_ in (
            "First edition, 2026-10-04, The Mill Pond Press.",
            "Creative Commons Attribution 4.0 (CC-BY-4.0)",
            "https://creativecommons.org/licenses/by/4.0/",
            "Written by Ada van Dijk, Ines Duarte, Åsa Öberg and Tom Okafor.",
            "Edited by Ines Duarte.",
            f"Identifier: {pond.book.identifier}",
        ):
            assert words_ in said

    def test_the_identifier_is_the_books_own_or_always_the_same(self, tmp_path: Path) -> None:
        files = {"recipes/a.md": recipe("A")}
        own = "title: T\nidentifier: urn:isbn:9780000000002\nparts:\n- entries: [recipes/a.md]\n"
        one = set_book(make_book(tmp_path / "1", files)).book.identifier
        two = set_book(make_book(tmp_path / "2", files)).book.identifier
        assert one == two
        assert one.startswith("urn:uuid:")
        named = set_book(make_book(tmp_path / "3", files, own)).book.identifier
        assert named == "urn:isbn:9780000000002"

    def test_without_a_licence_all_rights_remain(self, tmp_path: Path) -> None:
        book = "title: T\nparts:\n- entries: [recipes/a.md]\n"
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("A")}, book))
        assert "All rights remain with the contributors." in made.says("copyright-page")


class TestContents:
    def test_they_are_nested_as_the_book_is(self, pond: Set) -> None:
        body = write_body(
            [contents_page(pond.book.sections, "contents", find_words("en"))], picture_address=str
        )
        page = lxml_html.fragment_fromstring(body)
        tops = page.findall(".//div/ul/li")
        assert [words(each.find("a")) for each in tops][:3] == [
            "Before the soup",
            "Soups",
            "Sweets",
        ]
        soups = tops[1].findall("ul/li")
        assert [words(each.find("a")) for each in soups] == [
            "Stone soup Ines Duarte",
            "Eggs in a cup Åsa Öberg",
        ]
        assert [words(each) for each in soups[0].findall("ul/li/a")] == [
            "Broth Tom Okafor and Ines Duarte"
        ]

    def test_front_matter_is_marked_for_roman_folios(self, pond: Set) -> None:
        body = write_body(
            [contents_page(pond.book.sections, "contents", find_words("en"))], picture_address=str
        )
        roman = lxml_html.fragment_fromstring(body).find_class("roman")
        assert [words(each) for each in roman] == ["Before the soup"]

    def test_title_copyright_and_dedication_are_not_listed(self, pond: Set) -> None:
        unlisted = [each.title for each in pond.book.sections if not each.listed]
        assert unlisted == ["The Pond Book", "About this edition", "For the ducks"]


class TestLicences:
    @pytest.mark.parametrize(
        ("spdx", "name", "url"),
        [
            (
                "CC-BY-SA-4.0",
                "Creative Commons Attribution-ShareAlike 4.0 (CC-BY-SA-4.0)",
                "https://creativecommons.org/licenses/by-sa/4.0/",
            ),
            (
                "CC-BY-NC-ND-3.0",
                "Creative Commons Attribution-NonCommercial-NoDerivatives 3.0 (CC-BY-NC-ND-3.0)",
                "https://creativecommons.org/licenses/by-nc-nd/3.0/",
            ),
            (
                "CC0-1.0",
                "CC0 1.0 Universal",
                "https://creativecommons.org/publicdomain/zero/1.0/",
            ),
            ("LicenseRef-Ours", "LicenseRef-Ours", ""),
        ],
    )
    def test_a_licence_has_a_name_and_an_address(self, spdx: str, name: str, url: str) -> None:
        assert (licence_name(spdx), licence_url(spdx)) == (name, url)


class TestSeries:
    @pytest.mark.parametrize(
        ("names", "said"),
        [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
    )
    def test_it_joins_names_as_a_sentence_does(self, names: list[str], said: str) -> None:
        assert find_words("en").series(names) == said
