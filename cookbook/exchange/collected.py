"""What an importer gives: a book's content, its pictures, and what was done to each item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from cookbook.manuscript import BookFolder


class Outcome(StrEnum):
    """What became of one item of a collection."""

    IMPORTED = "imported"
    REPAIRED = "repaired"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class ItemReport:
    """One item (a path in the source), what became of it, and why, in whole sentences."""

    item: str
    outcome: Outcome
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collected:
    """A collection as a book: values, pictures (book path -> source file), and the report.

    `verbatim` names source files that are in our format already (book path -> source file): they
    are stored byte for byte in place of what would be written from the values.
    """

    content: BookFolder
    pictures: Mapping[str, Path] = field(default_factory=dict)
    items: tuple[ItemReport, ...] = ()
    verbatim: Mapping[str, Path] = field(default_factory=dict)
