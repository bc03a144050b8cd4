"""Stage: the extents of all signatures -> the book's pages, with sides, folios and strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.press.typesetting.shapes import last_of

RIGHT, LEFT = "right", "left"
RECTO, VERSO = "recto", "verso"


@dataclass(frozen=True)
class Extent:
    """How a signature stands in the book: the facts of its pages, and the side on which it opens.

    `opens_body` is true of the one at which arabic folios begin.
    """

    pages: Sequence[Mapping[str, Any]]
    opens: str = ""
    opens_body: bool = False


@dataclass(frozen=True)
class Leaf:
    """One page of the book: its place from 0, its folio, and what of which signature stands on it.

    `signature` is None and `facts` empty on a blank page. `strings` has by name what pages before
    carried over, and what is set on this one.
    """

    place: int
    folio: str
    side: str
    signature: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    strings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def side_of(place: int, *, is_rtl: bool = False) -> str:
    """Give the side of a page: the first is a right one, or a left one in a book read from there.

    It is the recto in both.
    """
    return LEFT if bool(place % 2) != is_rtl else RIGHT


def first_places(extents: Sequence[Extent], *, is_rtl: bool = False) -> tuple[list[int], int]:
    """Give the place of every signature's first page, and of the body's first page."""
    places, place, body = [], 0, 0
    for extent in extents:
        here = (side_of(place, is_rtl=is_rtl), VERSO if place % 2 else RECTO)
        if extent.opens and extent.opens not in here:
            place += 1
        if extent.opens_body:
            body = place
        places.append(place)
        place += len(extent.pages)
    return places, body


def folios_by_anchor(extents: Sequence[Extent], *, is_rtl: bool = False) -> dict[str, str]:
    """Give the folio of every anchor.

    Of one that stands on several pages it is the first; the last is named by `last_of`.
    """
    places, body = first_places(extents, is_rtl=is_rtl)
    folios: dict[str, str] = {}
    for place, extent in zip(places, extents, strict=True):
        for number, page in enumerate(extent.pages):
            folio = folio_at(place + number, body)
            for anchor in page["anchors"]:
                if anchor in folios:
                    folios[last_of(anchor)] = folio
                else:
                    folios[anchor] = folio
    return folios


def impose(extents: Sequence[Extent], *, is_rtl: bool = False) -> Iterator[Leaf]:
    """Give all pages of the book in their order."""
    places, body = first_places(extents, is_rtl=is_rtl)
    carried: dict[str, str] = {}
    done = 0
    for number, (first, extent) in enumerate(zip(places, extents, strict=True)):
        while done < first:
            yield Leaf(done, folio_at(done, body), side_of(done, is_rtl=is_rtl))
            done += 1
        for facts in extent.pages:
            strings = {
                name: {"carried": carried.get(name, ""), "set": facts["strings"].get(name, [])}
                for name in {**carried, **facts["strings"]}
            }
            folio = folio_at(done, body)
            yield Leaf(done, folio, side_of(done, is_rtl=is_rtl), number, facts, strings)
            carried.update({name: values[-1] for name, values in facts["strings"].items()})
            done += 1


def folio_at(place: int, body: int) -> str:
    """Give a page's folio: roman from the cover on, arabic from the body's first page on."""
    return str(place - body + 1) if place >= body else roman(place + 1)


def roman(number: int) -> str:
    """Write a number in small roman numerals."""
    letters = "c" * (number // 100)
    tens, ones = divmod(number % 100, 10)
    letters += ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")[tens]
    return letters + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
