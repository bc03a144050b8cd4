"""The child process that judges: it opens files that may be hostile, within limits.

`python -m cookbook.press.checks.judging epub|pdf EPUB PDF` ("" for an absent file) prints an
Outcome as JSON.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cookbook.press.checks.epub_file import open_epub
from cookbook.press.checks.pdf_file import PdfFile, open_pdf
from cookbook.press.checks.registry import (
    EDITION_CHECKS,
    EPUB_CHECKS,
    EPUB_OPENING,
    PDF_CHECKS,
    PDF_OPENING,
    Check,
    Edition,
    Subject,
)
from cookbook.press.checks.results import (
    CheckError,
    CheckResult,
    Judgement,
    TooLargeError,
    judge,
    not_judged,
)

MEMORY_MB = 4000


@dataclass(frozen=True)
class Outcome:
    """What came of judging a file: the results, and whether others may open the file as well."""

    results: list[CheckResult]
    may_be_opened: bool = True


def judge_epub(epub: Path) -> Outcome:
    """Judge an EPUB alone."""
    try:
        with open_epub(epub) as opened:
            return Outcome(_run(EPUB_CHECKS, opened))
    except CheckError as err:
        results = unopened(EPUB_CHECKS, EPUB_OPENING, err.message, "the EPUB can't be opened")
        return Outcome(results, may_be_opened=not isinstance(err, TooLargeError))


def judge_pdf(pdf: Path, epub: Path | None = None) -> Outcome:
    """Judge a PDF, and how it fits the EPUB beside it, if there is one."""
    try:
        with open_pdf(pdf) as opened:
            # What the pages draw is read first: it finds what PDFium could not bear.
            _ = opened.drawn
            return Outcome([*_run(PDF_CHECKS, opened), *_judge_edition(opened, epub)])
    except CheckError as err:
        reason = "the PDF can't be opened"
        results = unopened(PDF_CHECKS, PDF_OPENING, err.message, reason)
        return Outcome([*results, *unopened(EDITION_CHECKS, None, "", reason)])


def _judge_edition(pdf: PdfFile, epub: Path | None) -> list[CheckResult]:
    if epub is None:
        return unopened(EDITION_CHECKS, None, "", "no EPUB was given")
    try:
        with open_epub(epub) as opened:
            return _run(EDITION_CHECKS, Edition(opened, pdf))
    except CheckError:
        return unopened(EDITION_CHECKS, None, "", "the EPUB can't be opened")


def unopened(
    checks: Iterable[Check[Subject]], opening: object, message: str, reason: str
) -> list[CheckResult]:
    """Give the results for a file that can't be opened: the opening failed, all else is open."""
    return [
        check.result(judge([message]) if check is opening else not_judged(reason))
        for check in checks
    ]


def _run(checks: Iterable[Check[Subject]], subject: Subject) -> list[CheckResult]:
    return [check.result(_judge(check, subject)) for check in checks]


def _judge(check: Check[Subject], subject: Subject) -> Judgement:
    try:
        return check.judge(subject)
    except CheckError as err:
        return judge([err.message])
    except MemoryError:
        raise
    except Exception as err:  # noqa: BLE001 -- a malformed file makes its readers raise nearly anything
        return judge([f"the file is malformed: {type(err).__name__}: {err}"])


def limit_memory(megabytes: int) -> None:
    """Let this process have no more memory than this, where the system can see to that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 -- not on every system

        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def main(arguments: Sequence[str]) -> None:
    """Judge what the arguments name, and print the results."""
    limit_memory(MEMORY_MB)
    kind, epub, pdf = arguments
    if kind == "epub":
        outcome = judge_epub(Path(epub))
    else:
        outcome = judge_pdf(Path(pdf), Path(epub) if epub else None)
    values = [each.as_values() for each in outcome.results]
    sys.stdout.write(json.dumps({"results": values, "may_be_opened": outcome.may_be_opened}))


if __name__ == "__main__":
    main(sys.argv[1:])
