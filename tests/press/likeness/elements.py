"""Compares two structure trees, element by element."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from tests.press.likeness.opened import near
from tests.press.likeness.structure import Element, Structure


def compare_structures(first: Structure, second: Structure, within: float) -> Iterator[str]:
    """Say how the elements differ; nothing more where one tree has what the other hasn't.

    Both are walked to their ends, come what may: what pages are made of is known only then.
    """
    one_tree, other_tree = first.elements(), second.elements()
    found = list(_compare(one_tree, other_tree, within))
    for tree in (one_tree, other_tree):
        for _ in tree:
            pass
    yield from found
    if not found:
        yield from _compare_relations(first, second)


def _compare(
    one_tree: Iterator[Element], other_tree: Iterator[Element], within: float
) -> Iterator[str]:
    for one, other in zip_longest(one_tree, other_tree):
        if one is None or other is None:
            longer = one or other
            surplus = "one too many" if other is None else "missing"
            yield f"{_place(longer)}: a {longer.type} is {surplus} at the end of the structure"
            return
        if (one.depth, one.type) != (other.depth, other.type):
            yield f"{_place(one)}: the structure has {_named(one)}, not {_named(other)}"
            return
        yield from _compare_elements(one, other, within)


def _compare_elements(one: Element, other: Element, within: float) -> Iterator[str]:
    what = f"{_place(one)}: a {one.type}"
    if one.page != other.page:
        yield f"{what} is on page {_number(one)}, not {_number(other)}"
    if one.says != other.says:
        yield from _compare_words(what, dict(one.says), dict(other.says))
    if not near(one.box, other.box, within):
        yield f"{what} has the box {one.box}, not {other.box}"
    if one.kids != other.kids:
        kids = next(pair for pair in zip_longest(one.kids, other.kids) if pair[0] != pair[1])
        yield f"{what} holds {kids[0] or 'nothing'}, not {kids[1] or 'nothing'}"


def _compare_words(what: str, one: dict[str, str], other: dict[str, str]) -> Iterator[str]:
    for name in sorted({*one, *other}):
        if one.get(name) != other.get(name):
            yield f"{what} has {name} {one.get(name)!r}, not {other.get(name)!r}"


def _compare_relations(first: Structure, second: Structure) -> Iterator[str]:
    for one, other in zip_longest(first.relations, second.relations):
        if one is None or other is None:
            place, _ = one or other
            yield f"{place} names headers in one file alone"
        elif one[1] != other[1]:
            yield f"{one[0]} names other headers: {_far(one[1])}, not {_far(other[1])}"


def _far(distances: list[int | None]) -> str:
    known = ["none" if each is None else f"{each:+d}" for each in distances]
    return f"elements at {' '.join(known)}" if known else "none"


def _place(element: Element) -> str:
    return f"page {_number(element)}"


def _number(element: Element) -> str:
    return "none" if element.page is None else str(element.page + 1)


def _named(element: Element) -> str:
    return f"a {element.type} at depth {element.depth}"
