"""Which page numbers stand behind a term, when the folios are known."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from cookbook.press.matter.lines import Mark, places, without_words
from cookbook.press.outputs.plainmarkup import write_plain
from cookbook.press.tree import plain, span, text
from cookbook.press.typesetting.folios import Extent, folios_by_anchor
from cookbook.press.typesetting.locators import has_places, number_places, settle_places


def line(*marks: Mark) -> str:
    """The HTML of a term with its places, as the print edition has it."""
    blocks = without_words([plain([span(text("ale"), "entry"), *places(marks)])])
    written = write_plain(blocks)
    assert written is not None
    return written


def printed(markup: str) -> str:
    """What the styles print of a line: numbers before and behind links, definitions in stars."""

    def link(found: re.Match[str]) -> str:
        number = found["first"] + (f"–{found['last']}" if found["last"] else "")
        return f"*{number}*" if "defines" in found["kind"] else number

    pattern = (
        r'<a data-folio="(?P<first>[^"]*)"(?: data-until="(?P<last>[^"]*)")? href="[^"]*" '
        r'class="page-ref(?P<kind>[^"]*)"></a>'
    )
    return re.sub(r"<[^<>]*>", "", re.sub(pattern, link, markup))


class TestPlaces:
    @pytest.mark.parametrize(
        ("marks", "folios", "said"),
        [
            ("a b c", {"a": "3", "b": "5", "c": "12"}, "ale, 3, 5, 12"),
            ("a b c", {"a": "3", "b": "3", "c": "4"}, "ale, 3, 4"),
            ("a B c", {"a": "3", "B": "3", "c": "3"}, "ale, *3*"),
            ("a r", {"a": "3", "r": "5", "r~": "8"}, "ale, 3, 5–8"),
            ("r a B", {"r": "5", "r~": "8", "a": "6", "B": "7"}, "ale, 5–8, *7*"),
            ("r", {"r": "5"}, "ale, 5"),
            ("a r", {"a": "5", "r": "5"}, "ale, 5"),
            ("r rr", {"r": "5", "r~": "9", "rr": "5", "rr~": "9"}, "ale, 5–9"),
            ("r rr", {"r": "5", "r~": "9", "rr": "6", "rr~": "8"}, "ale, 5–9"),
            ("r rr", {"r": "5", "r~": "8", "rr": "8", "rr~": "9"}, "ale, 5–8, 8–9"),
            ("a r b", {"a": "iv", "r": "v", "r~": "vii", "b": "6"}, "ale, iv, v–vii, 6"),
        ],
    )
    def test_each_page_is_named_once(
        self, marks: str, folios: Mapping[str, str], said: str
    ) -> None:
        kinds = {"B": "defines", "r": "range", "rr": "range"}
        found = [Mark(name, name, kinds.get(name, "")) for name in marks.split()]
        assert printed(number_places(line(*found), folios)) == said

    def test_the_pattern_stays_where_all_numbers_grow_alike(self) -> None:
        markup = line(Mark("a", "1.1"), Mark("b", "1.1"), Mark("c", "1.2", "range"))
        folios = {"a": "3", "b": "3", "c": "5", "c~": "7"}
        later = {name: str(int(folio) + 1) for name, folio in folios.items()}
        assert settle_places(markup, folios) == settle_places(markup, later)
        parted = {**folios, "b": "4"}
        assert settle_places(markup, folios) != settle_places(markup, parted)

    def test_links_that_are_no_places_are_left_alone(self) -> None:
        markup = '<li><a href="#soup" class="locator">Soup</a></li>'
        assert not has_places(markup)
        assert number_places(markup, {"soup": "3"}) == markup


class TestTheLastPageOfAnAnchor:
    def test_folios_know_first_and_last_of_what_goes_on(self) -> None:
        pages = [{"anchors": [name], "strings": {}} for name in ("a", "b", "b", "b")]
        assert folios_by_anchor([Extent(pages, opens_body=True)]) == {"a": "1", "b": "2", "b~": "4"}
