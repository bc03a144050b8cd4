"""What a build says of itself: a value, its JSON, and a summary for people."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cookbook.press.contents import ContentsLine
from cookbook.press.outputs.excerpts import PagePicture
from cookbook.press.warnings import PressWarning, WarningKind

REPORT_JSON = "report.json"
REPORT_TEXT = "report.txt"
WARNINGS_SHOWN = 40
REPORT_FORM = 1


class FileKind(StrEnum):
    """What a file of a build is, by what its name ends with behind the name of the book."""

    EPUB = ".epub"
    PDF = ".pdf"
    LARGE_PRINT = "-large-print.pdf"
    TEXT = ".txt"
    DOCX = ".docx"
    SOURCE = "-source.zip"
    INSIDE = "-inside.pdf"
    COVER = "-cover.pdf"
    SHEET = "-print.txt"


@dataclass(frozen=True)
class OutputFile:
    """A file that a build made: its name, format, size in bytes, and SHA-256."""

    name: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True)
class BuildReport:
    """One build: what went in, what came out, what was remarked, and how long each stage took.

    `folios` gives the folio of each entry in the PDF, `web_pages` its file in the folder of the
    web pages, `contents` the whole book as a tree, `cover` the cover's picture in that folder.
    """

    title: str
    identifier: str
    theme: str
    entries: int
    recipes: int
    chapters: int
    contributors: int
    words: int
    images: int
    formulas: int
    pages: int | None
    files: tuple[OutputFile, ...]
    warnings: tuple[PressWarning, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    folios: Mapping[str, str] = field(default_factory=dict)
    web_pages: Mapping[str, str] = field(default_factory=dict)
    contents: tuple[ContentsLine, ...] = ()
    cover: PagePicture | None = None

    def as_json(self) -> str:
        """Write the report as JSON, one form for one report."""
        by_entry: dict[str, list[dict[str, str]]] = {}
        for each in self.warnings:
            remark = {"kind": each.kind.value, "message": each.message}
            by_entry.setdefault(each.entry, []).append(remark)
        values: dict[str, Any] = {
            "form": REPORT_FORM,
            "title": self.title,
            "identifier": self.identifier,
            "theme": self.theme,
            "pages": self.pages,
            "words": self.words,
            "entries": self.entries,
            "recipes": self.recipes,
            "chapters": self.chapters,
            "contributors": self.contributors,
            "images": self.images,
            "formulas": self.formulas,
            "files": [vars(each) for each in self.files],
            "warnings": by_entry,
            "seconds": {stage: round(each, 2) for stage, each in self.seconds.items()},
            "folios": dict(self.folios),
            "web_pages": dict(self.web_pages),
            "contents": [each.as_values() for each in self.contents],
            "cover": vars(self.cover) if self.cover else None,
        }
        return json.dumps(values, ensure_ascii=False, indent=2) + "\n"

    @staticmethod
    def from_json(text: str) -> BuildReport:
        """Read a report that `as_json` wrote. Raises ValueError or KeyError where it is none."""
        values = json.loads(text)
        if values.pop("form") != REPORT_FORM:
            raise ValueError("a report of another form")
        warnings = tuple(
            PressWarning(entry, WarningKind(each["kind"]), each["message"])
            for entry, remarks in values["warnings"].items()
            for each in remarks
        )
        made = {
            "files": tuple(OutputFile(**each) for each in values["files"]),
            "warnings": warnings,
            "contents": tuple(ContentsLine.from_values(each) for each in values["contents"]),
            "cover": PagePicture(**values["cover"]) if values["cover"] else None,
        }
        return BuildReport(**{**values, **made})

    def as_text(self) -> str:
        """Write the report for people."""
        lines = [self.title, "=" * len(self.title), ""]
        counts = [
            (self.pages, "pages"),
            (self.words, "words"),
            (self.recipes, "recipes"),
            (self.chapters, "chapters"),
            (self.contributors, "contributors"),
            (self.images, "pictures"),
            (self.formulas, "formulas"),
        ]
        lines.append(", ".join(_counted(count, name) for count, name in counts if count))
        lines += ["", "Files"]
        lines += [f"  {each.name}  ({size_words(each.size)})" for each in self.files]
        lines += ["", f"Warnings: {len(self.warnings)}"]
        lines += [f"  {each}" for each in self.warnings[:WARNINGS_SHOWN]]
        if len(self.warnings) > WARNINGS_SHOWN:
            lines.append(f"  … and {len(self.warnings) - WARNINGS_SHOWN} more, in report.json")
        lines += ["", "Seconds"]
        lines += [f"  {stage:<12} {seconds:8.1f}" for stage, seconds in self.seconds.items()]
        return "\n".join(lines) + "\n"


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name.removesuffix('s') if count == 1 else name}"


class Stopwatch:
    """Measures the stages of a build."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure one stage; the same stage twice adds up."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - start


def kinds_of(names: Iterable[str]) -> dict[str, FileKind]:
    """Tell what the files of a build are; those that are none of a book's are left out.

    Beside an EPUB, the name of the book is known, and may itself end as a kind does.
    """
    known = sorted(names, key=lambda name: (len(name), name))
    epub = next((name for name in known if name.endswith(FileKind.EPUB)), "")
    stem = epub.removesuffix(FileKind.EPUB)
    longest = sorted(FileKind, key=len, reverse=True)
    found: dict[str, FileKind] = {}
    for name in known:
        exact = next((kind for kind in longest if stem and name == f"{stem}{kind}"), None)
        kind = exact or next((kind for kind in longest if name.endswith(kind)), None)
        if kind is not None and "/" not in name:
            found[name] = kind
    return found


def finished_books(names: Iterable[str]) -> tuple[str, str]:
    """Tell which of a build's files are the EPUB and the PDF for screens; "" for none."""
    by_kind: dict[FileKind, str] = {}
    for name, kind in kinds_of(names).items():
        by_kind.setdefault(kind, name)
    return by_kind.get(FileKind.EPUB, ""), by_kind.get(FileKind.PDF, "")


def size_words(size: int) -> str:
    """Write a size in bytes for people."""
    if size >= 1_000_000:  # noqa: PLR2004 -- a megabyte
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(1, round(size / 1000))} kB"
