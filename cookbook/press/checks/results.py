"""What a check says: a verdict on one point, and the report of them all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cookbook.errors import CookbookError

DETAILS_SHOWN = 20
DETAIL_MAX_LENGTH = 300
REPORT_FORM = 1


class CheckError(CookbookError):
    """A file can't be checked at all: it is absent, too large, or not what its name says."""


class TooLargeError(CheckError):
    """A file would take more room or time than a book may: no program is to open it."""


class Verdict(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class Judgement:
    """A verdict with what was found.

    `details` holds the first findings (or, where the check passed, remarks), `count` the number of
    them all; `reason` says why nothing was judged.
    """

    verdict: Verdict
    details: tuple[str, ...] = ()
    count: int = 0
    reason: str = ""


def judge(findings: Iterable[str]) -> Judgement:
    """Fail with what was found, or pass where nothing was."""
    shown, count = _first(findings)
    return Judgement(Verdict.FAILED if count else Verdict.PASSED, shown, count)


def passed(remarks: Iterable[str] = ()) -> Judgement:
    """Pass, with remarks."""
    shown, count = _first(remarks)
    return Judgement(Verdict.PASSED, shown, count)


def not_judged(reason: str) -> Judgement:
    """Leave open, and say why."""
    return Judgement(Verdict.NOT_JUDGED, reason=reason)


def _first(findings: Iterable[str]) -> tuple[tuple[str, ...], int]:
    shown: list[str] = []
    count = 0
    for each in findings:
        count += 1
        if len(shown) < DETAILS_SHOWN:
            line = " ".join(each.split())
            is_long = len(line) > DETAIL_MAX_LENGTH
            shown.append(f"{line[: DETAIL_MAX_LENGTH - 1]}…" if is_long else line)
    return tuple(shown), count


@dataclass(frozen=True)
class CheckResult:
    """The verdict on one check: its number and title, and see Judgement for the rest."""

    number: int
    title: str
    verdict: Verdict
    details: tuple[str, ...] = ()
    count: int = 0
    reason: str = ""

    def as_values(self) -> dict[str, Any]:
        """Give the result as plain values, as JSON takes them."""
        return {**vars(self), "verdict": self.verdict.value, "details": list(self.details)}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> CheckResult:
        """Make the result that `as_values` gave."""
        return cls(
            number=int(values["number"]),
            title=str(values["title"]),
            verdict=Verdict(values["verdict"]),
            details=tuple(str(each) for each in values["details"]),
            count=int(values["count"]),
            reason=str(values["reason"]),
        )


@dataclass(frozen=True)
class CheckReport:
    """All results, in the order of their numbers, and the names of the files that were judged."""

    results: tuple[CheckResult, ...]
    files: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether no check failed; those that could not be judged don't count."""
        return not any(each.verdict is Verdict.FAILED for each in self.results)

    def of(self, verdict: Verdict) -> tuple[CheckResult, ...]:
        """Give the results with this verdict."""
        return tuple(each for each in self.results if each.verdict is verdict)

    def as_json(self) -> str:
        """Write the report as JSON."""
        values = {
            "form": REPORT_FORM,
            "files": list(self.files),
            "passed": self.passed,
            "counts": {each.value: len(self.of(each)) for each in Verdict},
            "results": [each.as_values() for each in self.results],
        }
        return json.dumps(values, ensure_ascii=False, indent=2) + "\n"

    def as_text(self) -> str:
        """Write the report for people: what failed first and in full, then the rest."""
        lines = [f"Checked {', '.join(self.files)}"] if self.files else []
        counts = [f"{len(self.of(each))} {each.value}" for each in Verdict]
        lines.append(", ".join(counts))
        for verdict in (Verdict.FAILED, Verdict.PASSED, Verdict.NOT_JUDGED):
            chosen = self.of(verdict)
            if chosen:
                lines += ["", verdict.value.capitalize()]
            if verdict is Verdict.NOT_JUDGED:
                lines += _reasons(chosen)
            else:
                lines += [line for each in chosen for line in _lines(each)]
        return "\n".join(lines) + "\n"


def _lines(result: CheckResult) -> list[str]:
    title = f"  {result.number:>2}  {result.title}"
    lines = [title, *(f"        {each}" for each in result.details)]
    if result.count > len(result.details):
        lines.append(f"        … and {result.count - len(result.details)} more")
    return lines


def _reasons(results: Iterable[CheckResult]) -> list[str]:
    """Write why checks were left open, a line for each reason."""
    by_reason: dict[str, list[CheckResult]] = {}
    for each in results:
        by_reason.setdefault(each.reason, []).append(each)
    lines = []
    for reason, group in by_reason.items():
        if len(group) == 1:
            lines.append(f"  {group[0].number:>2}  {group[0].title}: {reason}")
        else:
            numbers = ", ".join(str(each.number) for each in group)
            lines.append(f"      {reason}: {numbers}")
    return lines
