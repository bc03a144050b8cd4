"""Lines that are read without pandoc: what comes of them is what pandoc would have made."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cookbook.press.pandoc import CHAPTER_FORMAT, RECIPE_FORMAT, Fragment, read_fragments
from cookbook.press.reading.cleaning import Cleaner
from cookbook.press.reading.plainness import read_plain
from cookbook.press.warnings import Warnings

WORDS = st.sampled_from(
    [
        *("500", "g", "½", "2–3", "1.5", "flour,", "soaked", "overnight", "(see", "the", "notes)"),
        *(
            "Mix.",
            "Dr.",
            "e.g.",
            "c.",
            "a.",
            "1.",
            "iv)",
            "B)",
            "i",
            "A",
            "x.",
            "180",
            "°C.",
            "km/h",
        ),
        *(
            "don’t",
            "well-known",
            "-",
            "--",
            "...",
            "..",
            "–",
            "200\u00a0ml",
            "½\u00a0tsp",
            "4×5",
            "%",
        ),
        *(
            "*hot*",
            "_x_",
            "`x`",
            "[x](y)",
            "x^2^",
            "~~x~~",
            "$x$",
            "@x",
            "<b>",
            "&amp;",
            "\\x",
            "#",
        ),
        *('"x"', "'x'", "“x”", "http://x.org", "x:", "x;", "x!", "+", "|", "Æbler", "茶", "crème"),
        *("", "  ", "(", ")", "(a)", "#.", "p.m.", "No.", "approx.", "St.", "vs.", "1,000", "²"),
    ]
)
LINES = st.lists(WORDS, max_size=6).map(" ".join)


@settings(max_examples=25)
@given(st.lists(LINES, min_size=40, max_size=80))
def test_what_is_read_as_plain_is_what_pandoc_reads(lines: list[str]) -> None:
    plain = [line for line in lines if read_plain(line) is not None]
    for form in (RECIPE_FORMAT, CHAPTER_FORMAT):
        read = read_fragments([Fragment(line, form) for line in plain], seconds=60)
        assert [(line, read_plain(line)) for line in plain] == list(zip(plain, read, strict=True))


@given(st.one_of(LINES, st.text(st.characters(exclude_categories=["Cs"]), max_size=9)))
def test_there_is_nothing_to_clean_in_what_is_plain(line: str) -> None:
    plain, warnings = read_plain(line), Warnings()
    if plain is not None:
        assert Cleaner("a.md", warnings, lambda _entry, _target: None, "").blocks(plain) == plain
        assert warnings.all == []


@pytest.mark.parametrize(
    "line", ["500 g strong white flour, and a little for the table", "½\u00a0tsp salt", ""]
)
def test_a_usual_line_is_plain(line: str) -> None:
    assert read_plain(line) is not None


@pytest.mark.parametrize(
    "line", ["*hot*", "1. Mix", "a) x", "Dr. Oetker", "x -- y", "wait...", "a\nb", "# x", "2 'x'"]
)
def test_what_may_be_marked_is_left_to_pandoc(line: str) -> None:
    assert read_plain(line) is None
