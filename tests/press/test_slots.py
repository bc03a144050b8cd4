"""Texts with slots: cut once, filled whenever, and nothing of the text lost."""

from __future__ import annotations

import re

import pytest

from cookbook.press.outputs.slots import LINK, cut_at_slots, fill_slots

LINKS = re.compile(LINK)


class TestSlots:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "No link.",
            '<a href="#one">One</a>',
            '<p>See <a class="far" href="#one">one</a><a href="#two"></a>.</p>',
        ],
    )
    def test_what_is_filled_with_what_was_there_is_what_was_cut(self, text: str) -> None:
        assert fill_slots(cut_at_slots(text, LINKS), str) == text

    def test_only_addresses_within_the_book_are_slots(self) -> None:
        text = '<a href="#one">#two</a> <a href="https://example.org/#three">href="#four"</a>'
        filled = fill_slots(cut_at_slots(text, LINKS), lambda slot: f"one.html{slot}")
        assert filled == text.replace('"#one"', '"one.html#one"')
