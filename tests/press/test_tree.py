"""Pandoc's document tree in our hands."""

from __future__ import annotations

from cookbook.press.tree import (
    attributes,
    bullet_list,
    classes_of,
    div,
    emphasis,
    header,
    identifier_of,
    image,
    link,
    para,
    plain_text,
    rewrite_blocks,
    span,
    strong,
    text,
    walk,
)


class TestText:
    def test_spaces_may_break_and_no_break_spaces_may_not(self) -> None:
        assert text("a  b\u00a0c") == [
            {"t": "Str", "c": "a"},
            {"t": "Space"},
            {"t": "Str", "c": "b\u00a0c"},
        ]

    def test_nothing_is_nothing(self) -> None:
        assert text("") == []


class TestPlainText:
    def test_it_is_on_one_line_without_notes(self) -> None:
        note = {"t": "Note", "c": [para(text("unseen"))]}
        said = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, text("said")]}
        quiet = {"t": "Quoted", "c": [{"t": "SingleQuote"}, text("low")]}
        code = {"t": "Code", "c": [attributes(), "x = 1"]}
        blocks = [para([*text("one "), emphasis(text("two")), note]), para([said, quiet, code])]
        assert plain_text(blocks) == "one two “said”‘low’x = 1"


class TestRewrite:
    def test_none_keeps_a_list_spreads_and_a_node_replaces(self) -> None:
        blocks = [para([strong(text("a")), emphasis(text("b")), span(text("c"))])]

        def change(node: dict[str, object]) -> dict[str, object] | list[dict[str, object]] | None:
            if node["t"] == "Strong":
                return text("x y")
            if node["t"] == "Emph":
                return {"t": "Str", "c": "z"}
            return None

        assert plain_text(rewrite_blocks(blocks, change)) == "x yzc"

    def test_the_original_is_left_alone(self) -> None:
        blocks = [div([para(text("a"))], "note")]
        rewrite_blocks(blocks, lambda node: [] if node["t"] == "Str" else None)
        assert plain_text(blocks) == "a"


class TestWalk:
    def test_parents_come_before_children_in_reading_order(self) -> None:
        blocks = [bullet_list([[para(text("a"))], [para(text("b c"))]])]
        kinds = [node["t"] if node["t"] != "Str" else node["c"] for node in walk(blocks)]
        assert kinds == ["BulletList", "Para", "a", "Para", "b", "Space", "c"]


class TestAttributes:
    def test_ids_and_classes_are_found_wherever_they_stand(self) -> None:
        assert identifier_of(header(2, [], "x", identifier="h")) == "h"
        assert identifier_of(div([], identifier="d")) == "d"
        assert identifier_of(para([])) == ""
        assert classes_of(header(2, [], "x", "y")) == ["x", "y"]
        assert classes_of(link("#a", [], "ref")) == ["ref"]
        assert classes_of({"t": "HorizontalRule"}) == []

    def test_keys_that_python_reserves_or_can_not_spell(self) -> None:
        assert image("a.png", [], for_="x", data_y="z")["c"][0][2] == [
            ["for", "x"],
            ["data-y", "z"],
        ]
