"""What is written without pandoc: to the letter what pandoc writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, TypeAlias

import pytest

from cookbook.press.outputs.pieces import cut_apart, parted
from cookbook.press.outputs.plainmarkup import MEANT, write_plain
from cookbook.press.pandoc import HTML_BODY, Node, write_tree
from cookbook.press.tree import Blocks, Inlines, para, text
from tests.press.making import BOOKS, set_book

DEEP = 3_000
TREES = 150
LETTERS = "ab &<>\"'é\u00a0\u2009½“"
SHALLOW = 3
CLASSES = ("recipe", "group", "level2", "listed", "x&y")
MARKS = ("SingleQuote", "DoubleQuote")
WRAPPING = ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline")

Make: TypeAlias = Callable[[int], Node]


def node(kind: str, *content: Any) -> Node:  # noqa: ANN401 -- whatever a tree holds
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


class Trees:
    """Makes trees at random, of all that may be plain."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- chance, not secrecy

    def tree(self) -> Blocks:
        return self.blocks(0, self.headed, most=5)

    def blocks(self, depth: int, make: Make, *, least: int = 1, most: int = 3) -> Blocks:
        return [make(depth) for _ in range(self.random.randint(least, most))]

    def headed(self, depth: int) -> Node:
        """Make a block among which there may be headings."""
        kind = self.random.choice(("Header", "Div", "other", "other"))
        if kind == "Header":
            return node(kind, self.random.randint(1, 6), self.attributes(), self.inlines(0))
        if kind == "Div" and depth < SHALLOW:
            return node(kind, self.attributes(), self.blocks(depth + 1, self.headed))
        return self.block(depth)

    def block(self, depth: int) -> Node:
        makers = {
            "Para": lambda: self.inlines(0),
            "Plain": lambda: self.inlines(0),
            "HorizontalRule": list,
            "BulletList": lambda: self.items(depth),
            "OrderedList": lambda: [self.numbering(), self.items(depth)],
            "DefinitionList": lambda: [[self.inlines(0), self.items(depth)] for _ in range(2)],
            "BlockQuote": lambda: self.blocks(depth + 1, self.block),
            "Div": lambda: [self.attributes(), self.blocks(depth + 1, self.block)],
        }
        return self.one_of(makers if depth < SHALLOW else dict(list(makers.items())[:3]))

    def items(self, depth: int) -> list[Blocks]:
        return [
            self.blocks(depth + 1, self.block, least=0) for _ in range(self.random.randint(1, 3))
        ]

    def numbering(self) -> list[Any]:
        style = self.random.choice(["Decimal", "DefaultStyle"])
        return [self.random.randint(0, 3), {"t": style}, {"t": "Period"}]

    def inlines(self, depth: int) -> Inlines:
        return [self.inline(depth) for _ in range(self.random.randint(1, 4))]

    def inline(self, depth: int) -> Node:
        flat: dict[str, Callable[[], Any]] = {
            "Str": self.words,
            "Space": list,
            "SoftBreak": list,
            "LineBreak": list,
            "Code": lambda: [["", [], []], self.words()],
        }
        deep: dict[str, Callable[[], Any]] = {
            **{kind: lambda: self.inlines(depth + 1) for kind in WRAPPING},
            "Quoted": lambda: [{"t": self.random.choice(MARKS)}, self.inlines(depth + 1)],
            "Span": lambda: [self.attributes(), self.inlines(depth + 1)],
            "Link": lambda: [self.attributes(), self.inlines(depth + 1), [self.words(), "T"]],
        }
        return self.one_of({**flat, **deep} if depth < SHALLOW else flat)

    def one_of(self, makers: Mapping[str, Callable[[], Any]]) -> Node:
        kind = self.random.choice(list(makers))
        return node(kind, makers[kind]())

    def attributes(self) -> list[Any]:
        keys = ("role", "lang", "dir", "data-x", "aria-label", "title", "style")
        chosen = self.random.sample(keys, self.random.choice((0, 1, 2)))
        return [
            self.random.choice(("", "", "", "soup", "a-b", "éa")),
            self.random.sample(CLASSES, self.random.randint(0, 2)),
            [[key, self.words()] for key in chosen],
        ]

    def words(self) -> str:
        return "".join(self.random.choices(LETTERS, k=self.random.randint(1, 4)))


def by_pandoc(trees: list[Blocks]) -> list[str]:
    written = write_tree(parted(trees), [*HTML_BODY, "--mathml"]).decode()
    return [each.html for each in cut_apart(written)]


class TestWritePlain:
    @pytest.mark.parametrize("seed", range(8))
    def test_it_is_what_pandoc_writes(self, seed: int) -> None:
        chance = Trees(seed)
        trees = [chance.tree() for _ in range(TREES)]
        plain = [tree for tree in trees if write_plain(tree) is not None]
        assert len(plain) > TREES / 4
        for tree, written in zip(plain, by_pandoc(plain), strict=True):
            assert (tree, write_plain(tree)) == (tree, written)

    @pytest.mark.parametrize("book", ["pond", "coins", "tiny"])
    def test_sections_of_books_are_what_pandoc_writes(self, book: str) -> None:
        trees = [section.tree() for section in set_book(BOOKS / book).book.sections]
        plain = [tree for tree in trees if write_plain(tree) is not None]
        assert len(plain) > len(trees) / 2
        assert [write_plain(tree) for tree in plain] == by_pandoc(plain)

    @pytest.mark.parametrize(
        "block",
        [
            node("Para", [node("Math", {"t": "InlineMath"}, "x")]),
            node("Para", [node("Note", [para(text("A note."))])]),
            node("Para", [node("Image", ["", [], []], [], ["a.png", ""])]),
            node("Para", [node("Code", ["", ["python"], []], "x")]),
            node("Para", [node("Str", "back ↩")]),
            node("Para", []),
            node("Div", ["", [], []], []),
            node("Div", ["", [], [["width", "50%"]]], [para(text("x"))]),
            node("CodeBlock", ["", [], []], "x"),
            node("BulletList", [[para([node("Str", "☐"), {"t": "Space"}, node("Str", "do")])]]),
            node("OrderedList", [1, {"t": "LowerAlpha"}, {"t": "Period"}], [[para(text("x"))]]),
            *(node("Div", ["", [each], []], [para(text("x"))]) for each in sorted(MEANT)),
        ],
    )
    def test_what_means_more_is_left_to_pandoc(self, block: Node) -> None:
        assert write_plain([block]) is None
        assert write_plain([para(text("before")), node("BlockQuote", [block])]) is None

    def test_what_is_nested_too_deeply_is_left_to_pandoc(self) -> None:
        block = para(text("x"))
        for _ in range(DEEP):
            block = node("BlockQuote", [block])
        assert write_plain([block]) is None
