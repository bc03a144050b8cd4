"""Stage: signatures -> their sheet sets, set by a crew where the cache hasn't got them.

What a signature prints of folios is known when it has been set once. From then on it is set again
only when the shape of one of these changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.errors import CookbookError, Place
from cookbook.press.caching import Cache, cache_key
from cookbook.press.typesetting.crew import Crew, Done, Job
from cookbook.press.typesetting.folios import Extent, folios_by_anchor
from cookbook.press.typesetting.galleys import Signature
from cookbook.press.typesetting.shapes import shape_of
from cookbook.press.warnings import WarningKind, Warnings

ROUNDS = 8
"""After so many rounds the shapes of numbers only grow, so that the last one comes."""
WORDS_ON_A_PAGE = 230
"""How many words a page is taken to hold, before anything is set."""


class LayoutError(CookbookError):
    """The pages could not be laid out."""


@dataclass
class Typesetting:
    """Sets the signatures of one book, and keeps what it needs to know of each.

    `galley` gives the HTML of signatures, in the order in which they are asked for; `keys` are
    those of all that a signature depends on but folios.
    """

    signatures: Sequence[Signature]
    keys: Sequence[str]
    galleys: Callable[[Sequence[int], Mapping[str, str]], Iterator[tuple[int, str]]]
    cache: Cache
    crew: Crew
    warnings: Warnings
    on_set: Callable[[int], None] = lambda _: None
    extents: dict[int, Extent] = field(default_factory=dict)
    sheet_keys: dict[int, str] = field(default_factory=dict)
    refers: dict[int, tuple[str, ...]] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    widest: dict[tuple[int, str], int] = field(default_factory=dict)

    def run(self) -> dict[str, str]:
        """Set all, and again what refers to pages that moved; give the folio of every anchor.

        What was written comes first; contents and indexes, which refer to all of it, when its pages
        are known. It goes on until every number that is printed has the shape for which it was set.
        What comes out depends on the book alone, not on what the cache held.
        """
        foreseen = [self._foreseen(each) for each in self.signatures]
        everything = range(len(self.signatures))
        written = [each for each in everything if not self.signatures[each].refers_to_all]
        folios = folios_by_anchor(foreseen)
        self._set_unset(written, folios)
        folios = self._folios(foreseen)
        for number in range(3 * ROUNDS):
            if not self._set_unset(everything, folios):
                break
            self._remember_widths(folios, grow=number >= ROUNDS)
            folios = self._folios(foreseen)
        for each in everything:
            for remark in self.remarks[each]:
                self.warnings.add(self.signatures[each].entry, WarningKind.LAYOUT, remark)
        return folios

    def _folios(self, foreseen: Sequence[Extent]) -> dict[str, str]:
        """Give the folios of all anchors, by what is set and what is foreseen of the rest."""
        return folios_by_anchor(
            [self.extents.get(number, extent) for number, extent in enumerate(foreseen)]
        )

    def _foreseen(self, signature: Signature) -> Extent:
        """Give the extent that a signature has if every page holds as many words as is usual."""
        section = signature.section
        words = section.facts.words if section else 0
        first: dict[str, Any] = {"anchors": section.facts.identifiers if section else ()}
        more: list[dict[str, Any]] = [{"anchors": ()}] * (words // WORDS_ON_A_PAGE)
        return Extent([first, *more], "", signature.opens_body)

    def _is_unset(self, number: int, folios: Mapping[str, str]) -> bool:
        """Tell whether a signature is to be set, for the first time or for other shapes."""
        if number not in self.sheet_keys:
            return True
        return self.sheet_keys[number] != self._sheet_key(number, folios)

    def _sheet_key(self, number: int, folios: Mapping[str, str]) -> str:
        shapes = [f"{each}={self._shape(number, each, folios)}" for each in self.refers[number]]
        return cache_key("sheets", self.keys[number], *shapes)

    def _shape(self, number: int, target: str, folios: Mapping[str, str]) -> str:
        shape = shape_of(folios.get(target, ""))
        return (
            shape.ljust(self.widest.get((number, target), 0), "8") if shape.isdecimal() else shape
        )

    def _remember_widths(self, folios: Mapping[str, str], *, grow: bool) -> None:
        if grow:
            for number, targets in self.refers.items():
                for target in targets:
                    place = (number, target)
                    width = len(self._shape(number, target, folios))
                    self.widest[place] = max(self.widest.get(place, 0), width)

    def _set_unset(self, numbers: Iterable[int], folios: Mapping[str, str]) -> bool:
        """Set those that aren't set for these folios; tell whether there were any."""
        unset = [each for each in numbers if self._is_unset(each, folios)]
        left = [each for each in unset if not self._take_kept(each, folios)]
        jobs = (
            Job(str(number), {"do": "sheets", "html": html}, self.signatures[number].entry)
            for number, html in self.galleys(left, folios)
        )
        for done in self.crew.set(jobs) if left else ():
            self._keep(done, folios)
            self.on_set(len(self.extents))
        return bool(unset)

    def set_again(self, number: int, folios: Mapping[str, str]) -> bytes:
        """Set a signature whose sheets were lost since; give them."""
        [(_, html)] = self.galleys([number], folios)
        [done] = self.crew.set([Job(str(number), {"do": "sheets", "html": html})])
        self._keep(done, folios)
        return done.data

    def _take_kept(self, number: int, folios: Mapping[str, str]) -> bool:
        """Take a signature's facts from the cache, if they are there for these folios."""
        if number not in self.refers:
            profile = self.cache.get(cache_key("refers", self.keys[number]))
            if profile is None:
                return False
            self.refers[number] = tuple(json.loads(profile))
        key = self._sheet_key(number, folios)
        kept = self.cache.get(cache_key("facts", key))
        if kept is None or self.cache.missing([key]):
            return False
        self._take(number, key, json.loads(kept))
        return True

    def _take(self, number: int, key: str, facts: Mapping[str, Any]) -> None:
        self.sheet_keys[number] = key
        self.remarks[number] = facts["remarks"]
        self.extents[number] = Extent(
            facts["pages"], facts["opens"], self.signatures[number].opens_body
        )

    def _keep(self, done: Done, folios: Mapping[str, str]) -> None:
        number = int(done.job.key)
        if done.problem:
            raise LayoutError(
                f"could not be laid out: {done.problem}.",
                place=Place(done.job.entry or self.signatures[number].identifier),
                remedy="Look for something of unusual size in it, such as a table of many pages.",
            )
        facts = {**done.words["facts"], "remarks": done.words["remarks"]}
        self.refers[number] = tuple(facts["refers"])
        key = self._sheet_key(number, folios)
        self.cache.put(key, done.data)
        self.cache.put(cache_key("facts", key), _json(facts))
        self.cache.put(cache_key("refers", self.keys[number]), _json(facts["refers"]))
        self._take(number, key, facts)


def _json(value: Any) -> bytes:  # noqa: ANN401 -- whatever JSON can write
    return json.dumps(value, separators=(",", ":")).encode()
