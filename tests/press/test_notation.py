"""Values as JSON: the same bytes for the same value, and nothing too odd to be written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cookbook.press.notation import decode, encode

DEEP = 600


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


class TestNotation:
    @pytest.mark.parametrize(
        "value",
        [
            {"t": "Str", "c": "½ “é” \u2028 \x00\x1f\x7f"},
            {"b": [1, 2.5, -0.0, 1e-7], "a": [None, True, False], "": {}},
            [2**70, "\ud800"],
            nested(DEEP),
        ],
    )
    def test_what_is_written_is_read_again(self, value: Any) -> None:  # noqa: ANN401 -- any value
        assert decode(encode(value)) == value
        assert decode(json.dumps(value).encode()) == value
        assert json.loads(encode(value)) == value

    def test_tuples_are_lists_and_names_are_strings(self) -> None:
        assert decode(encode({1: (2, 3)})) == {"1": [2, 3]}

    def test_names_are_sorted_where_that_is_wanted(self) -> None:
        assert encode({"b": 1, "a": 2}, in_order=True) == encode({"a": 2, "b": 1}, in_order=True)
        assert encode({"b": 2**70, "a": 1}, in_order=True).startswith(b'{"a"')
        assert encode({"b": 1, "a": 2}) != encode({"a": 2, "b": 1})

    @pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[1] 2"])
    def test_what_is_none_is_refused(self, data: bytes) -> None:
        with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
            decode(data)

    def test_what_is_far_too_deep_is_told(self) -> None:
        with pytest.raises(RecursionError):
            decode(b"[" * 100_000 + b"]" * 100_000)
