"""The navigation of an EPUB: contents as deep as the book, and only landmarks that there are."""

from __future__ import annotations

from html import escape

from lxml import etree

from cookbook.press.outputs.epubcontents import (
    ContentsEntry,
    Landmark,
    contents_list,
    depth,
    landmark_list,
    navigation_points,
    page_list,
)

ENTRIES = [
    ContentsEntry(level, f"text/ch00{number}.xhtml", f"<em>{escape(name)}</em>", name)
    for number, (name, level) in enumerate(
        [("Preface", 1), ("Soups & stews", 1), ("Broth", 2), ("Salt", 3), ("Stew", 2), ("Index", 1)]
    )
]


def outline(node: etree._Element, child: str) -> list[object]:
    """What a nested list says: each item with those in it."""
    return [
        ["".join(map(str, each[0].itertext())), *outline(each, child)]
        for each in node.iterfind(child)
    ]


NESTED = [
    ["Preface"],
    ["Soups & stews", ["Broth", ["Salt"]], ["Stew"]],
    ["Index"],
]


class TestContents:
    def test_what_is_deeper_stands_in_what_it_is_deeper_than(self) -> None:
        written = etree.fromstring(f"<nav>{contents_list(ENTRIES)}</nav>")
        assert outline(written, "ol/li") == NESTED

    def test_readers_of_epub_2_see_the_same(self) -> None:
        points = etree.fromstring(f"<navMap>{navigation_points(ENTRIES)}</navMap>")
        assert outline(points, "navPoint") == NESTED
        assert depth(ENTRIES) == 3
        places = [each.get("src") for each in points.iter("content")]
        assert places == [each.address for each in ENTRIES]

    def test_a_book_without_entries_has_empty_contents(self) -> None:
        assert contents_list([]) == ""
        assert (navigation_points([]), depth([])) == ("", 0)


class TestLandmarks:
    def test_they_are_those_that_readers_know_in_their_order(self) -> None:
        found = {
            "index": Landmark("text/ch9.xhtml#index", "Index"),
            "part": Landmark("text/ch2.xhtml#soups", "Soups"),
            "cover": Landmark("text/cover.xhtml", "Cover & all"),
        }
        links = etree.fromstring(landmark_list(found).replace("epub:type", "type")).iterfind(".//a")
        assert [(each.get("type"), each.text) for each in links] == [
            ("cover", "Cover & all"),
            ("index", "Index"),
        ]


class TestPageList:
    def test_it_names_the_folio_of_each_page(self) -> None:
        written = page_list([("text/a.xhtml#p1", "iv"), ("text/b.xhtml#p2", "1")], "Pages")
        links = etree.fromstring(written.replace("epub:type", "type")).iterfind(".//a")
        assert [(each.text, each.get("href")) for each in links] == [
            ("iv", "text/a.xhtml#p1"),
            ("1", "text/b.xhtml#p2"),
        ]

    def test_a_book_without_pages_has_none(self) -> None:
        assert page_list([], "Pages") == ""
