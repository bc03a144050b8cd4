"""Fonts that were embedded before, each with all glyphs that were ever wanted of it.

Glyphs keep their numbers, so a font may have more of them than a page uses. A text that is being
written uses new letters ever more rarely, and embedding one font takes as long as drawing a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cookbook.press.binding.fonts import FontShelf
from cookbook.press.binding.sheets import Sheets

USES = ("widths", "texts", "missing")
FONTS_KNOWN = 64


class FontMemory:
    """Remembers fonts by their names; `embed` makes the sheets of one."""

    def __init__(self, embed: Callable[[Mapping[str, Any]], Sheets]) -> None:
        self.embed = embed
        self.known: dict[str, tuple[Mapping[str, Any], Sheets]] = {}

    def sheets(self, used: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sheets]]:
        """Give the fonts of which something is used, each with its name."""
        for facts in used:
            name = facts["hash"]
            if name not in self.known or not _has(self.known[name][0], facts):
                self._learn(name, facts)
            yield name, self.known[name][1]

    def _learn(self, name: str, facts: Mapping[str, Any]) -> None:
        shelf = FontShelf()
        if name in self.known:
            shelf.take([self.known.pop(name)[0]])
        shelf.take([facts])
        (wanted,) = shelf.used()
        while len(self.known) >= FONTS_KNOWN:
            del self.known[next(iter(self.known))]
        self.known[name] = (wanted, self.embed(wanted))


def _has(known: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return all(facts[each].keys() <= known[each].keys() for each in USES)
