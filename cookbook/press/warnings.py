"""What the press has to say about an entry without stopping for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class WarningKind(StrEnum):
    """What a warning is about."""

    TEXT = "text"
    IMAGE = "image"
    LINK = "link"
    REFERENCE = "reference"
    CITATION = "citation"
    FORMULA = "formula"
    CREDIT = "credit"
    LAYOUT = "layout"
    RESOLUTION = "resolution"
    GLYPH = "glyph"


@dataclass(frozen=True, order=True)
class PressWarning:
    """One remark: the entry's path ("" for the whole book), its kind, and what was done."""

    entry: str
    kind: WarningKind
    message: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.message}" if self.entry else self.message


@dataclass
class Warnings:
    """The remarks of one build, in the order in which they were made; each is kept once."""

    all: list[PressWarning] = field(default_factory=list)
    known: set[PressWarning] = field(default_factory=set)

    def add(self, entry: str, kind: WarningKind, message: str) -> None:
        """Remember a remark."""
        warning = PressWarning(entry, kind, message)
        if warning not in self.known:
            self.known.add(warning)
            self.all.append(warning)

    def cut(self, length: int) -> None:
        """Forget all but the first so many remarks."""
        self.known.difference_update(self.all[length:])
        del self.all[length:]
