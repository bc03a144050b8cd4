"""Marks at which a page may begin."""

from __future__ import annotations

from cookbook.press.outputs.pagemarks import (
    PageMarker,
    is_mark,
    without_marks,
)
from cookbook.press.sections import Identifiers
from cookbook.press.tree import Blocks, bullet_list, div, identifier_of, para, plain, text, walk

BLOCKS: Blocks = [
    para(text("One")),
    div([bullet_list([[plain(text("Two"))]])]),
    para([{"t": "Note", "c": [para(text("A note"))]}]),
]


class TestMarkPlaces:
    def test_marks_are_numbered_within_their_section(self) -> None:
        marks = [node for node in walk(PageMarker("stone-soup").mark(BLOCKS)) if is_mark(node)]
        assert [identifier_of(each) for each in marks] == [
            "pm-stone-soup-1",
            "pm-stone-soup-2",
            "pm-stone-soup-3",
        ]

    def test_nothing_else_in_a_book_has_the_name_of_a_mark(self) -> None:
        assert Identifiers().claim("pm-stone-soup-1") == "at-pm-stone-soup-1"

    def test_they_can_be_taken_out_again(self) -> None:
        assert without_marks(PageMarker("a").mark(BLOCKS)) == BLOCKS
