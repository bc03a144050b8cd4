"""Compares how one finds one's way: page labels, outline, named destinations, links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

import pikepdf

from tests.press.likeness.opened import (
    Numbers,
    Opened,
    Point,
    Thing,
    digest,
    near,
    numbers,
    page_notes,
)

BORDER = ("/Border", "/BS", "/C", "/F", "/H", "/AP")


class Bookmark(NamedTuple):
    """An entry of the outline; `is_open` tells whether what is below it shows."""

    depth: int
    title: str
    is_open: bool
    look: str
    target: Point


class Note(NamedTuple):
    """An annotation of a page: most are links."""

    kind: str
    box: Numbers
    target: Point | str
    says: str
    look: str


def compare_outlines(first: Opened, second: Opened, within: float) -> Iterator[str]:
    """Say how the outlines differ; nothing more where one has what the other hasn't."""
    for one, other in zip_longest(_outline(first), _outline(second)):
        if one is None or other is None or one[:2] != other[:2]:
            yield f"the outline has {_titled(one)}, not {_titled(other)}"
            return
        if one.is_open != other.is_open:
            states = ("open", "closed") if one.is_open else ("closed", "open")
            yield f'the outline\'s "{one.title}" is {states[0]}, not {states[1]}'
        if one.look != other.look:
            yield f'the outline\'s "{one.title}" is written in another way'
        if not meets(one.target, other.target, within):
            yield f'the outline\'s "{one.title}" leads to {one.target}, not {other.target}'


def compare_names(first: Opened, second: Opened, within: float) -> Iterator[str]:
    """Say how the named destinations differ."""
    for name in sorted({*first.named, *second.named}):
        one, other = first.named.get(name), second.named.get(name)
        if one is None or other is None:
            yield f'the name "{name}" {"is missing" if one is None else "is one too many"}'
        elif not meets(one, other, within):
            yield f'the name "{name}" leads to {one}, not {other}'


def compare_notes(first: Opened, second: Opened, page: int, within: float) -> Iterator[str]:
    """Say how the links of a page differ."""
    for number, (one, other) in enumerate(
        zip_longest(_notes(first, page), _notes(second, page)), start=1
    ):
        if one is None or other is None:
            surplus = "one too many" if other is None else "missing"
            yield f"link {number}, {_described(one or other)}, is {surplus}"
            continue
        what = f"link {number}, {_described(one)},"
        if not near(one.box, other.box, within):
            yield f"{what} lies at {_rounded(one.box)}, not {_rounded(other.box)}"
        if not meets(one.target, other.target, within):
            yield f"{what} leads to {one.target}, not {other.target}"
        for name in ("kind", "says", "look"):
            if getattr(one, name) != getattr(other, name):
                yield f"{what} {name} {getattr(one, name)!r}, not {getattr(other, name)!r}"


def meets(one: Point | str, other: Point | str, within: float) -> bool:
    """Tell whether two targets are the same place."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one[:2] == other[:2] and near(one.at, other.at, within)


def _outline(file: Opened) -> Iterator[Bookmark]:
    root = file.root.get("/Outlines")
    waiting: list[tuple[Thing, int]] = [] if root is None else [(root.get("/First"), 0)]
    while waiting:
        item, depth = waiting.pop()
        if item is None:
            continue
        look = digest(pikepdf.Array([item.get("/C", 0), item.get("/F", 0)]))
        is_open = int(item.get("/Count", 0)) >= 0
        target = _target(file, item)
        point = target if isinstance(target, Point) else Point(None)
        yield Bookmark(depth, str(item.get("/Title", "")), is_open, look, point)
        waiting += [(item.get("/Next"), depth), (item.get("/First"), depth + 1)]


def _notes(file: Opened, page: int) -> Iterator[Note]:
    for each in page_notes(file.pages[page]):
        look: Mapping[str, str] = {key: digest(each[key]) for key in BORDER if key in each}
        yield Note(
            str(each.get("/Subtype", "")),
            numbers(each.get("/Rect")),
            _target(file, each),
            str(each.get("/Contents", "")),
            repr(look),
        )


def _target(file: Opened, thing: Thing) -> Point | str:
    """Give where a link or bookmark leads: a point of this file, or an address."""
    action = thing.get("/A")
    if "/Dest" in thing:
        return file.find(thing["/Dest"])
    if action is None:
        return Point(None)
    if action.get("/S") == "/GoTo":
        return file.find(action.get("/D"))
    return str(action.get("/URI", digest(action)))


def _titled(bookmark: Bookmark | None) -> str:
    if bookmark is None:
        return "nothing more"
    return f'"{bookmark.title}" at level {bookmark.depth + 1}'


def _described(note: Note) -> str:
    return f'"{note.says}"' if note.says else f"to {note.target}"


def _rounded(box: Numbers) -> str:
    return " ".join(f"{each:.1f}" for each in box)
