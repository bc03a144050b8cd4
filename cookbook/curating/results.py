"""What came of a build: its report, with remarks by contribution, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.models import Blob, Build, Contribution, Volume
from cookbook.press.report import FileKind, kinds_of
from cookbook.publishing.verdicts import Checks, checks_of

WEB = "web/"
INDEX = "index.html"
REMARKS_SHOWN = 10
FORMATS = {
    FileKind.EPUB: ("EPUB", "For phones and readers", "book"),
    FileKind.PDF: ("PDF", "For screens, and to print at home", "printer"),
    FileKind.LARGE_PRINT: ("Large print", "A PDF for weak eyes", "text-size"),
    FileKind.INSIDE: ("Inside", "All pages, for a print shop", "book-2"),
    FileKind.COVER: ("Cover", "With its spine, for a print shop", "photo"),
    FileKind.SHEET: ("Print sheet", "What a print shop asks for", "ruler-2"),
    FileKind.TEXT: ("Plain text", "For any screen, and for braille", "file-text"),
    FileKind.DOCX: ("Word", "To work on in a word processor", "file-word"),
    FileKind.SOURCE: ("Sources", "Texts and pictures, to build on", "file-zip"),
}
WEB_PAGES = ("Web pages", "To read here", "world")
REPORT_COUNTS = (
    ("pages", "Pages"),
    ("words", "Words"),
    ("recipes", "Recipes"),
    ("chapters", "Chapters"),
    ("images", "Pictures"),
    ("formulas", "Formulas"),
    ("contributors", "Contributors"),
)


@dataclass(frozen=True)
class Remarks:
    """What the press remarked on one entry; no contribution for what concerns the whole book."""

    title: str
    contribution_id: int | None
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A build's report for people: counts, remarks by entry, and the entry that it stopped at.

    `checks` is what tools found in its books, or None where they haven't judged it.
    """

    counts: tuple[tuple[str, str], ...]
    remarks: tuple[Remarks, ...]
    blamed: Contribution | None
    seconds: float | None
    checks: Checks | None = None

    @property
    def remark_count(self) -> int:
        """How many remarks there are in all."""
        return sum(len(each.messages) for each in self.remarks)

    @property
    def is_short(self) -> bool:
        """Tell whether all remarks can be shown at once."""
        return len(self.remarks) <= REMARKS_SHOWN


@dataclass(frozen=True)
class MadeFile:
    """A file of a build: what it is, what for, how large."""

    path: str
    name: str
    purpose: str
    icon: str
    size: int


def read_result(session: Session, build: Build) -> Result:
    """Give what a build reported."""
    report = build.report
    warnings = report.get("warnings")
    by_entry = warnings if isinstance(warnings, Mapping) else {}
    known = _contributions(session, build.volume, [*by_entry, build.problem_place])
    remarks = [
        _remarks(known.get(path), path, [str(each.get("message", "")) for each in said])
        for path, said in by_entry.items()
    ]
    spent = build.ended_at - build.started_at if build.started_at and build.ended_at else None
    return Result(
        tuple((label, f"{report[key]:,}") for key, label in REPORT_COUNTS if report.get(key)),
        tuple(sorted(remarks, key=lambda each: (each.contribution_id is not None, each.title))),
        known.get(build.problem_place),
        spent.total_seconds() if spent else None,
        checks_of(report),
    )


def build_files(build: Build) -> list[MadeFile]:
    """Give the files of a build that a person opens: the books, the web pages before all."""
    files = dict(_files(build))
    kinds = kinds_of(files)
    made = [
        MadeFile(path, *words, files[path].size)
        for kind, words in FORMATS.items()
        for path in sorted(kinds)
        if kinds[path] is kind
    ]
    pages = [MadeFile(WEB + INDEX, *WEB_PAGES, 0)] if WEB + INDEX in files else []
    return [*pages, *made]


def find_build_file(build: Build, path: str) -> Blob | None:
    """Give a file of a build by its path, or None."""
    return dict(_files(build)).get(path)


def _files(build: Build) -> Iterable[tuple[str, Blob]]:
    files = build.edition.files if build.edition else build.files
    return [(file.path, file.blob) for file in files]


def _contributions(
    session: Session, volume: Volume, paths: Iterable[str]
) -> dict[str, Contribution]:
    chosen = select(Contribution).where(
        Contribution.volume_id == volume.id, Contribution.path.in_(set(paths) - {""})
    )
    return {each.path: each for each in session.scalars(chosen)}


def _remarks(contribution: Contribution | None, path: str, messages: list[str]) -> Remarks:
    if contribution is None:
        return Remarks(path or "The whole book", None, tuple(messages))
    return Remarks(contribution.title, contribution.id, tuple(messages))
