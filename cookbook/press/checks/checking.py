"""Checking a finished book: its files in, a report out; files are only read in child processes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, run_bounded
from cookbook.press.checks.judging import Outcome, unopened
from cookbook.press.checks.registry import (
    ACCESSIBILITY,
    EDITION_CHECKS,
    EPUB_CHECKS,
    EPUB_OPENING,
    PDF_CHECKS,
    PDF_OPENING,
    STILLNESS,
    VALIDATION,
    unjudged,
)
from cookbook.press.checks.results import (
    CheckError,
    CheckReport,
    CheckResult,
    Verdict,
)

BY_PROGRAMS = (VALIDATION, ACCESSIBILITY)
MAX_BYTES = 500_000_000
SECONDS = 900.0


def check_book(epub: Path | None, pdf: Path | None) -> CheckReport:
    """Check a book's EPUB, its PDF, or both as files of one edition.

    What can't be opened fails its check; what can't be judged is reported with the reason. Raises
    CheckError where no file is named, or one is absent, no file, or larger than 500 MB.
    """
    if epub is None and pdf is None:
        raise CheckError("there is nothing to check.", remedy="Name an EPUB, a PDF, or both.")
    for path in (epub, pdf):
        if path is not None:
            _weigh(path)
    jobs: list[Callable[[], list[CheckResult]]] = [
        lambda: _judge_epub(epub),
        lambda: _judge_pdf(pdf, epub),
    ]
    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        # Each thread works in our context, in which it may be told when all must have ended.
        waiting = [pool.submit(copy_context().run, job) for job in jobs]
        results = [each for done in waiting for each in done.result()]
    results += unjudged()
    names = tuple(path.name for path in (epub, pdf) if path is not None)
    return CheckReport(tuple(sorted(results, key=lambda each: each.number)), names)


def _weigh(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as err:
        raise CheckError(
            "can't be read.", place=path, remedy="Press the book first, or name another file."
        ) from err
    if not path.is_file():
        raise CheckError("is no file.", place=path, remedy="Name an EPUB or a PDF.")
    if size > MAX_BYTES:
        raise CheckError(f"is larger than {MAX_BYTES // 1_000_000} MB.", place=path)


def _judge_epub(epub: Path | None) -> list[CheckResult]:
    """Judge an EPUB by our own checks, and then by other programs, unless it is a trap for them."""
    if epub is None:
        reason = "no EPUB was given"
        return [
            *unopened(EPUB_CHECKS, None, "", reason),
            *unopened(BY_PROGRAMS, None, "", reason),
        ]
    try:
        outcome = _run("epub", epub, None)
    except ProgramFailedError as err:
        results = unopened(EPUB_CHECKS, EPUB_OPENING, _why(err), "the EPUB can't be read")
        outcome = Outcome(results, may_be_opened=False)
    if not outcome.may_be_opened:
        refused = unopened(BY_PROGRAMS, None, "", "the EPUB is too large to be opened")
        return [*outcome.results, *refused]
    validated = VALIDATION.result(VALIDATION.judge(epub))
    return [*outcome.results, validated, _judge_in_browser(epub, outcome)]


def _judge_in_browser(epub: Path, outcome: Outcome) -> CheckResult:
    """Let Ace judge what is safe to open in a browser."""
    still = next(each for each in outcome.results if each.number == STILLNESS.number)
    if still.verdict is Verdict.PASSED:
        return ACCESSIBILITY.result(ACCESSIBILITY.judge(epub))
    reason = f"Ace opens pages in a browser, and check {STILLNESS.number} says that it should not"
    [refused] = unopened([ACCESSIBILITY], None, "", reason)
    return refused


def _judge_pdf(pdf: Path | None, epub: Path | None) -> list[CheckResult]:
    if pdf is None:
        reason = "no PDF was given"
        return [
            *unopened(PDF_CHECKS, None, "", reason),
            *unopened(EDITION_CHECKS, None, "", reason),
        ]
    try:
        return _run("pdf", epub, pdf).results
    except ProgramFailedError as err:
        reason = "the PDF can't be read"
        results = unopened(PDF_CHECKS, PDF_OPENING, _why(err), reason)
        return [*results, *unopened(EDITION_CHECKS, None, "", reason)]


def _run(kind: str, epub: Path | None, pdf: Path | None) -> Outcome:
    """Judge in a child process. Raises ProgramFailedError."""
    files = [str(path.resolve()) if path is not None else "" for path in (epub, pdf)]
    command = [sys.executable, "-m", "cookbook.press.checks.judging", kind, *files]
    root = str(Path(__file__).resolve().parents[3])
    output = run_bounded(command, seconds=SECONDS, variables={"PYTHONPATH": root})
    values = json.loads(output)
    results = [CheckResult.from_values(each) for each in values["results"]]
    return Outcome(results, may_be_opened=bool(values["may_be_opened"]))


def _why(err: ProgramFailedError) -> str:
    if isinstance(err, BoundsExceededError):
        return f"reading it {err.message}"
    last = (err.stderr.splitlines() or ["without a word"])[-1]
    if last.startswith("MemoryError"):
        return "reading it took more memory than it was given"
    return f"reading it came to an end: {last}"
