"""Stage: a numbered chapter -> the same with its solutions at its end, or ready for the book's."""

from __future__ import annotations

from collections.abc import Mapping

from cookbook.press.pandoc import Node
from cookbook.press.tree import (
    Blocks,
    classes_of,
    identifier_of,
    link,
    rewrite_blocks,
    text,
)
from cookbook.press.words import Words

AT_END = "at-end"
"""The class of solutions that stand in the book's back matter."""
REFERENCE = "solution-ref"
"""The class of links from an exercise to its solution."""


def part_solutions(
    blocks: Blocks, solved: Mapping[str, str], words: Words
) -> tuple[Blocks, Blocks]:
    """Take the solutions out of the blocks of a chapter; give the rest, and them.

    `solved` has the labels of solutions by the ids of the exercises that they solve; each of these
    exercises gets a link to its own.
    """
    solutions: Blocks = []

    def without(node: Node) -> list[Node] | None:
        if node["t"] != "Div" or "solution" not in classes_of(node):
            return None
        solutions.append(node)
        return []

    rest = rewrite_blocks(blocks, without)

    def with_reference(node: Node) -> Node | None:
        target = solved.get(identifier_of(node)) if node["t"] == "Div" else None
        if target is None:
            return None
        attributes, (heading, *body) = node["c"]
        return {"t": "Div", "c": [attributes, [_referring(heading, target, words), *body]]}

    return rewrite_blocks(rest, with_reference), solutions


def marked_for_the_end(solutions: Blocks) -> Blocks:
    """Mark solutions as such that the book has at its end."""
    return [_with_class(each, AT_END) for each in solutions]


def take_marked(blocks: Blocks) -> tuple[Blocks, Blocks]:
    """Take out what is marked for the end of the book; give the rest, and it without the mark."""
    taken: Blocks = []

    def change(node: Node) -> list[Node] | None:
        if not is_marked(node):
            return None
        (identifier, classes, values), inner = node["c"]
        kept = [each for each in classes if each != AT_END]
        taken.append({"t": "Div", "c": [[identifier, kept, values], inner]})
        return []

    return rewrite_blocks(blocks, change), taken


def is_marked(node: Node) -> bool:
    """Tell whether a node is marked for the end of the book."""
    return node["t"] == "Div" and AT_END in classes_of(node)


def _referring(heading: Node, target: str, words: Words) -> Node:
    """Put a link to its solution behind an exercise's heading."""
    (first, *more) = heading["c"][1]
    reference = link(f"#{target}", text(words.solution), REFERENCE)
    told = {"t": first["t"], "c": [*first["c"], {"t": "Space"}, reference]}
    return {"t": "Div", "c": [heading["c"][0], [told, *more]]}


def _with_class(node: Node, name: str) -> Node:
    (identifier, classes, values), blocks = node["c"]
    return {"t": "Div", "c": [[identifier, [*classes, name], values], blocks]}
