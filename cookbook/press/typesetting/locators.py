"""Stage: the places of a term and the folios of all -> the page numbers that an index prints.

Several places may stand on one page, and a range may begin and end on one: which numbers are to be
printed is known only with the folios. So the places of a term are settled when its signature is set
for them; what comes of it, without the numbers, is the pattern for which it was set.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cookbook.press.typesetting.shapes import FOLIO_ATTRIBUTE, UNTIL_ATTRIBUTE, last_of

PLACE = re.compile(
    r'<span class="place(?: again)?">(?P<before>[^<]*)<a href="#(?P<target>[^"]*)"'
    r' class="page-ref(?P<kind>(?: defines| range)?)(?P<roman>(?: roman)?)">\s*</a></span>'
)
TERM = re.compile(f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', PLACE.pattern)})+")
DEFINES, RANGE = " defines", " range"


@dataclass
class _Place:
    """A place on the pages from `first` to `last`, which are folios or "" where unknown."""

    target: str
    kind: str
    roman: str
    first: str
    last: str

    @property
    def pages(self) -> tuple[str, str]:
        return self.first, self.last

    @property
    def is_range(self) -> bool:
        return self.first != self.last

    def holds(self, other: _Place) -> bool:
        """Tell whether this range holds another place, and more than that."""
        folios = (*self.pages, *other.pages)
        if self.pages == other.pages or not all(map(str.isdecimal, folios)):
            return False
        first, last, begins, ends = map(int, folios)
        return first <= begins and ends <= last


def has_places(markup: str) -> bool:
    """Tell whether a text holds places that are to be settled."""
    return TERM.search(markup) is not None


def settle_places(markup: str, folios: Mapping[str, str]) -> str:
    """Leave of the places of each term those that print another number than those before."""
    return TERM.sub(lambda term: _settled(term[0], folios), markup)


def number_places(markup: str, folios: Mapping[str, str]) -> str:
    """Settle the places of a text, and put their numbers into it."""

    def change(place: re.Match[str]) -> str:
        target = html.unescape(place["target"])
        numbers = f'{FOLIO_ATTRIBUTE}="{folios.get(target, "")}"'
        if RANGE in place["kind"]:
            numbers += f' {UNTIL_ATTRIBUTE}="{folios.get(last_of(target), "")}"'
        return place[0].replace("<a ", f"<a {numbers} ", 1)

    return PLACE.sub(change, settle_places(markup, folios))


def _settled(term: str, folios: Mapping[str, str]) -> str:
    found = list(PLACE.finditer(term))
    kept = _kept([_place(each, folios) for each in found])
    # What stands before the first place may be another mark than what parts it from the next.
    return "".join(
        f'<span class="place">{found[number]["before"]}'
        f'<a href="#{each.target}" class="page-ref{each.kind}{each.roman}"></a></span>'
        for number, each in enumerate(kept)
    )


def _place(found: re.Match[str], folios: Mapping[str, str]) -> _Place:
    name, kind = html.unescape(found["target"]), found["kind"]
    first = folios.get(name, "")
    last = folios.get(last_of(name), first) if RANGE in kind else first
    if first == last:
        kind = kind.replace(RANGE, "")
    return _Place(found["target"], kind, found["roman"], first, last)


def _kept(places: Sequence[_Place]) -> list[_Place]:
    """Give the places that are printed: each page once, and none that a range holds."""
    ranges = [each for each in places if each.is_range]
    done: dict[tuple[str, str], _Place] = {}
    for number, each in enumerate(places):
        if each.kind != DEFINES and any(it.holds(each) for it in ranges):
            continue
        kept = done.setdefault(each.pages if each.first else (str(number), ""), each)
        if each.kind == DEFINES:
            # A page that defines a term says so, whatever else is on it.
            kept.kind = DEFINES
    return list(done.values())
