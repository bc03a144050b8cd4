"""Front matter that is read without a YAML parser: what comes of it is what the parser gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cookbook.manuscript.frontmatter import _frozen_mapping, _load
from cookbook.manuscript.plain_yaml import read_plain_yaml

KEYS = st.sampled_from(["title", "by", "photo-alt", "x", "no"])
VALUES = st.text(
    st.sampled_from("aZé茶٣09 -,.()/&+'’½–:#[]{}_~|>\"\t\u00a0\u0301\u2028\x0c"),
    min_size=1,
    max_size=9,
)
WORDS = st.sampled_from(
    [
        "Stone soup",
        "6 bowls",
        "1 h 10 min",
        "[gluten-free, vegan]",
        "no",
        "null",
        "2026-10-04",
        "1_0",
    ]
)
LINES = st.tuples(KEYS, st.one_of(VALUES, WORDS))


class TestReadPlainYaml:
    @given(st.lists(LINES, min_size=1, max_size=4))
    @settings(max_examples=500, deadline=None)
    def test_it_gives_what_the_parser_gives_or_nothing(self, lines: list[tuple[str, str]]) -> None:
        text = "".join(f"{key}: {value}\n" for key, value in lines)
        plain = read_plain_yaml(text)
        if plain is not None:
            value = _load(text, 1)
            assert isinstance(value, dict)
            read = _frozen_mapping(value)
            assert {key: value for key, (value, _line) in plain.items()} == read
            assert {key: line + 1 for key, (_value, line) in plain.items()} == read.lines

    @pytest.mark.parametrize("value", ["Stone soup", "½ cup", "[gluten-free, vegan]", "1 h 10 min"])
    def test_what_most_recipes_say_is_plain(self, value: str) -> None:
        assert read_plain_yaml(f"kind: recipe\nyield: {value}\n") is not None

    @pytest.mark.parametrize(
        "text",
        ["", "a:\n", "a: b\n c\n", "a: b: c\n", "a: b #c\n", 'a: "b"\n', "a: b\na: c\n", "- a\n"],
    )
    def test_the_rest_is_left_to_the_parser(self, text: str) -> None:
        assert read_plain_yaml(text) is None
