"""What the pages of a book use of its fonts, gathered while they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class FontShelf:
    """Gathers the glyphs of each font; what a glyph stands for is what it stood for first."""

    fonts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, used: Sequence[Mapping[str, Any]]) -> None:
        """Take in what some pages use."""
        for facts in used:
            kept = self.fonts.get(facts["hash"])
            if kept is None:
                copied = {each: dict(facts[each]) for each in ("widths", "texts", "missing")}
                self.fonts[facts["hash"]] = {**facts, **copied}
                continue
            for each in ("widths", "texts", "missing"):
                if not facts[each].keys() <= kept[each].keys():
                    kept[each].update({**facts[each], **kept[each]})

    def used(self) -> list[dict[str, Any]]:
        """Give the facts of all fonts by name, each with its glyphs in order."""
        return [
            {
                **facts,
                **{
                    each: dict(sorted(facts[each].items(), key=lambda item: int(item[0])))
                    for each in ("widths", "texts", "missing")
                },
            }
            for _, facts in sorted(self.fonts.items())
        ]
