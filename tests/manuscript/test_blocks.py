from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from cookbook.manuscript.blocks import read_lines, trim_blank_lines
from cookbook.manuscript.lists import indent_item, read_items
from tests.manuscript.strategies import bodies, steady


def code(body: str) -> str:
    """Mark the lines that are code."""
    return "".join("x" if line.code else "." for line in read_lines(body))


def headings(body: str) -> list[tuple[int, str] | None]:
    return [line.heading() for line in read_lines(body)]


def items(body: str) -> list[tuple[str, str]]:
    return list(read_items(read_lines(body)))


class TestReadLines:
    @pytest.mark.parametrize(
        ("body", "marked"),
        [
            ("a\n```\nb\n```\nc", ".xxx."),
            ("~~~ python\nb\n~~~", "xxx"),
            ("```\nb", ".."),
            ("```\n~~~\n```\nc", "xxx."),
            ("````\n```\n````\nc", "xxx."),
            ("```\nb\n`````\nc", "xxx."),
            ("```\nb\n``` c\n```", "xxxx"),
            ("``` a`b\nc\n```", "..."),
            ("- ```\n  b\n  ```\n- c", "xxx."),
            ("1. - ~~~\n     b\n     ~~~", "xxx"),
            ("      ```\nb\n```", "xxx"),
            ("```\n\n```\n```\nb\n```", "xxxxxx"),
            ("````\na\n```\nb\n```", "..xxx"),
            ("~~~\na\n~~~~~\nb\n~~~", "xxx.."),
            ("``", "."),
        ],
    )
    def test_it_marks_what_stands_between_two_fences(self, body: str, marked: str) -> None:
        assert code(body) == marked

    def test_only_the_first_fence_opens(self) -> None:
        assert [line.opens for line in read_lines("```\na\n```")] == [True, False, False]

    def test_tabs_become_spaces_before_the_first_word_alone(self) -> None:
        assert [line.text for line in read_lines("\t \tb\tc\nd\te")] == ["        b\tc", "d\te"]

    @given(bodies)
    @steady
    def test_it_keeps_every_line(self, body: str) -> None:
        read = [line.text.lstrip(" \t") for line in read_lines(body)]
        assert read == [line.lstrip(" \t") for line in body.split("\n")]

    def test_it_reads_many_fences_and_blank_lines_in_one_pass(self) -> None:
        body = "\n".join(["`" * (3 + number % 50) + " a" for number in range(20_000)])
        assert not any(line.code for line in read_lines(body))
        assert trim_blank_lines("\n" * 500_000 + "a") == "a"

    def test_a_very_long_line_is_read_without_going_back_over_it(self) -> None:
        for line in (
            "`" * 500_000 + "a`",
            "## " + " #" * 250_000 + "\u00a0",
            "## " + " " * 500_000,
        ):
            assert len(read_lines(line)) == len(headings(line)) == 1


class TestLine:
    @pytest.mark.parametrize(
        ("line", "heading"),
        [
            ("## Method", (2, "Method")),
            ("######\tDeep", (6, "Deep")),
            ("## Method ##", (2, "Method")),
            ("## Cooking in C#", (2, "Cooking in C#")),
            ("## a  b\tc", (2, "a b c")),
            ("## 1 # 2 # #", (2, "1 # 2")),
            ("## Method\r", (2, "Method")),
            ("##Method", None),
            ("####### Seven", None),
            (" ## Method", None),
            ("## ##", None),
            ("##", None),
        ],
    )
    def test_it_knows_a_heading(self, line: str, heading: tuple[int, str] | None) -> None:
        assert headings(line) == [heading]

    def test_code_holds_no_headings_and_no_items(self) -> None:
        lines = read_lines("```\n## a\n- b\n```")
        assert not any(line.heading() or line.list_item() for line in lines)

    @pytest.mark.parametrize(
        ("line", "item"),
        [
            ("- a", ("-", "a")),
            ("*  a", ("*", "a")),
            ("   + a", ("+", "a")),
            ("•\ta", ("•", "a")),
            ("12. a", ("12.", "a")),
            ("3) a", ("3)", "a")),
            ("1.\u00a0a", ("1.", "a")),
            ("-", ("-", "")),
            ("- ```", ("-", "```")),
            ("1986. A year", None),
            ("-a", None),
            ("1.5 kg", None),
            ("    - a", None),
            ("**a**", None),
        ],
    )
    def test_it_knows_a_list_item(self, line: str, item: tuple[str, str] | None) -> None:
        assert read_lines(line)[0].list_item() == item


class TestReadItems:
    @pytest.mark.parametrize(
        ("body", "read"),
        [
            ("- a\n- b", [("-", "a"), ("-", "b")]),
            ("- a\n\n- b", [("-", "a"), ("-", "b")]),
            ("  - a\n  - b", [("-", "a"), ("-", "b")]),
            ("a\n- b", [("", "a"), ("-", "b")]),
            ("- a\nb", [("-", "a\nb")]),
            ("- a\n\nb\n\n- c", [("-", "a"), ("", "b"), ("-", "c")]),
            ("- a\n\n  b", [("-", "a\n\nb")]),
            ("- a\n  - b\n    - c", [("-", "a\n- b\n  - c")]),
            ("10. a\n    - b\n      - c", [("10.", "a\n- b\n  - c")]),
            ("10. a\n   - b\n     - c", [("10.", "a\n- b\n  - c")]),
            ("-   a\n    - b", [("-", "a\n- b")]),
            ("-      a\n  b", [("-", "a\nb")]),
            ("-\n  a\n  b", [("-", "a\nb")]),
            ("-\n-\n- a", [("-", "a")]),
            ("a\n\n-\n\nb", [("", "a\n\nb")]),
            ("- a\n```\nb\n```", [("-", "a"), ("", "```\nb\n```")]),
            ("- a\n  ```\n  b\n\n    c\n  ```\n- d", [("-", "a\n```\nb\n\n  c\n```"), ("-", "d")]),
            ("- ```\n  b\n  ```\n- c", [("-", "```\nb\n```"), ("-", "c")]),
            ("- a\n  ```\n- b\n  ```", [("-", "a\n```\n- b\n```")]),
            ("- a\n# b", [("-", "a"), ("", "# b")]),
            (" - a\n\n  b", [("-", "a"), ("", " b")]),
            ("", []),
        ],
    )
    def test_it_parts_items_from_the_prose_between_them(
        self, body: str, read: list[tuple[str, str]]
    ) -> None:
        assert items(body) == read

    @given(bodies)
    @steady
    def test_it_never_gives_prose_after_prose_or_an_empty_text(self, body: str) -> None:
        read = items(body)
        assert all(text for _, text in read)
        assert not any(one[0] == other[0] == "" for one, other in pairwise(read))


class TestIndentItem:
    @given(bodies)
    @steady
    def test_what_it_writes_is_read_as_that_item(self, body: str) -> None:
        for text in (text for marker, text in items(body) if marker):
            for marker in ("-", "7.", "123."):
                assert items(indent_item(marker, text)) == [(marker, text)]

    def test_it_sets_further_lines_below_the_text(self) -> None:
        assert indent_item("12.", "a\n\nb\n  c") == "12. a\n\n    b\n      c"
