"""The entries of an index of terms: their sub-entries, their places, and what points elsewhere.

An entry is named by its path: `beans!red` is the sub-entry red of beans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from cookbook.manuscript.wishes import Pointers
from cookbook.press.matter.ordering import term_initial, term_key
from cookbook.press.tree import Inlines, text

SUB = "!"
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
DEEPEST = 3
"""Levels of entries; what is said to stand deeper stands at the last, behind a comma."""
Path: TypeAlias = tuple[str, ...]
Placed = TypeVar("Placed")


def path_of(entry: str) -> Path:
    """Give the path of an entry as it is written; () where it names nothing."""
    # What stands in an attribute or in YAML has the apostrophe of keyboards.
    parts = [" ".join(APOSTROPHE.sub("’", part).split()) for part in entry.split(SUB)]
    parts = [part for part in parts if part]
    rest = parts[DEEPEST - 1 :]
    return (*parts[: DEEPEST - 1], *([", ".join(rest)] if rest else []))


def said(path: Path) -> str:
    """Give the words of a path on one line."""
    return ", ".join(path)


@dataclass
class Term(Generic[Placed]):
    """An entry: its words, its places, and the entries under it, by their words in small letters.

    `see` and `see_also` are those to which it points. `identifier` is "" where none points to it.
    """

    path: Path
    shown: Inlines
    places: list[Placed] = field(default_factory=list)
    below: dict[str, Term[Placed]] = field(default_factory=dict)
    see: list[Term[Placed]] = field(default_factory=list)
    see_also: list[Term[Placed]] = field(default_factory=list)
    identifier: str = ""

    @property
    def words(self) -> str:
        """Its own words, without those of the entries above."""
        return self.path[-1]

    def in_order(self) -> list[Term[Placed]]:
        """Give the entries under it in alphabetical order."""
        return _ordered(self.below)

    def take_words(self, path: Path, shown: Inlines) -> None:
        """Be written in this way, if it has fewer capitals, as at the beginning of a sentence."""
        if _capitals(path[-1]) < _capitals(self.words):
            self.path, self.shown = path, shown


@dataclass
class TermIndex(Generic[Placed]):
    """The entries of an index. `alike` gives another word under which an editor's may be found."""

    alike: Callable[[str], str] = str
    top: dict[str, Term[Placed]] = field(default_factory=dict)

    def add(self, path: Path, place: Placed, shown: Inlines | None = None) -> None:
        """Put a place under an entry; `shown` are its words as they are to be printed."""
        self._made(path, shown).places.append(place)

    def find(self, path: Path) -> Term[Placed] | None:
        """Find an entry; in what an editor writes, the case of letters doesn't matter."""
        found: Term[Placed] | None = None
        level = self.top
        for words in path:
            found = level.get(words.casefold()) or level.get(self.alike(words).casefold())
            if found is None:
                return None
            level = found.below
        return found

    def refer(self, see: Pointers, see_also: Pointers) -> set[tuple[str, str]]:
        """Have entries point to others; give those pointers whose targets are here.

        What stands under an entry that says `see` moves to where it points, if that is one place.
        """
        done: set[tuple[str, str]] = set()
        for source, targets in see.items():
            found = self._targets(source, targets, see)
            if found:
                self._see(path_of(source), [term for _, term in found])
            done |= {(source, target) for target, _ in found}
        for source, targets in see_also.items():
            found = self._targets(source, targets, {})
            if found:
                self._see_also(path_of(source), [term for _, term in found])
            done |= {(source, target) for target, _ in found}
        return done

    def by_letter(self) -> Iterator[tuple[str, list[Term[Placed]]]]:
        """Give the letters of the index, each with its entries in order."""
        grouped: dict[str, list[Term[Placed]]] = {}
        for term in _ordered(self.top):
            grouped.setdefault(term_initial(term.words), []).append(term)
        yield from grouped.items()

    def pointed_at(self) -> Iterator[Term[Placed]]:
        """Give the entries to which others point, in no order, some more than once."""
        waiting = list(self.top.values())
        while waiting:
            term = waiting.pop()
            yield from (*term.see, *term.see_also)
            waiting += term.below.values()

    def _made(self, path: Path, shown: Inlines | None = None) -> Term[Placed]:
        level = self.top
        for depth in range(1, len(path) + 1):
            words = path[depth - 1]
            own = shown if shown and depth == len(path) else text(words)
            term = level.setdefault(words.casefold(), Term(path[:depth], own))
            term.take_words(path[:depth], own)
            level = term.below
        return term

    def _targets(
        self, source: str, targets: Sequence[str], see: Pointers
    ) -> list[tuple[str, Term[Placed]]]:
        """Find the entries to which one points, with the words that name them."""
        here = self.find(path_of(source))
        found = ((target, self._final(target, see)) for target in targets)
        return [(target, term) for target, term in found if term and term is not here]

    def _final(self, target: str, see: Pointers) -> Term[Placed] | None:
        """Find where a pointer leads in the end: what says `see` itself is not the end."""
        onward = {key.casefold(): targets for key, targets in see.items()}
        for _ in range(len(see) + 1):
            following = onward.get(target.casefold(), ())
            if len(following) != 1:
                return self.find(path_of(target))
            target = following[0]
        return None

    def _see(self, path: Path, targets: list[Term[Placed]]) -> None:
        if not path:
            return
        here = self.find(path)
        if here is None:
            here = self._made(path)
        if len(targets) == 1 and not here.below:
            targets[0].places += here.places
            here.places.clear()
        # An entry that keeps places of its own can only say where there are more.
        (here.see_also if here.places or here.below else here.see).extend(targets)
        if not here.places:
            # An editor's own writing counts where nothing else is said.
            here.path, here.shown = path, text(path[-1])

    def _see_also(self, path: Path, targets: list[Term[Placed]]) -> None:
        if not path:
            return
        here = self.find(path)
        if here is None or not (here.places or here.below or here.see):
            self._see(path, targets)
        else:
            (here.see or here.see_also).extend(targets)


def name_targets(index: TermIndex[Placed], claim: Callable[[str], str]) -> list[str]:
    """Give an id to each entry to which others point; give these ids."""
    pointed = {term.path: term for term in index.pointed_at()}
    for path in sorted(pointed):
        pointed[path].identifier = claim("-".join(path))
    return [pointed[path].identifier for path in sorted(pointed)]


def unplaced(
    pointers: Mapping[str, Sequence[str]], done: set[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Give those pointers whose targets no index has."""
    for source, targets in pointers.items():
        yield from ((source, target) for target in targets if (source, target) not in done)


def _ordered(terms: Mapping[str, Term[Placed]]) -> list[Term[Placed]]:
    return sorted(terms.values(), key=lambda each: term_key(each.words))


def _capitals(words: str) -> int:
    return sum(each.isupper() for each in words)
