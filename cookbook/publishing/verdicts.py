"""What tools found in a build's books, as pages show it; the tools themselves stay out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHECKS = "checks"
"""Under this name a build's report, and the facts of an edition, hold what was found."""
PASSED, FAILED, OPEN = "passed", "failed", "not judged"


@dataclass(frozen=True)
class Check:
    """One check: what it is about, and what came of it.

    `details` are the first of `count` findings; `reason` says why nothing was judged.
    """

    title: str
    verdict: str
    details: tuple[str, ...]
    count: int
    reason: str

    @property
    def more(self) -> int:
        """How many findings are left out."""
        return max(0, self.count - len(self.details))


@dataclass(frozen=True)
class Checks:
    """All checks of a build's books."""

    passed: tuple[Check, ...]
    failed: tuple[Check, ...]
    open: tuple[Check, ...]

    @property
    def words(self) -> str:
        """Say in a few words what came of them."""
        return f"{len(self.passed)} of {len(self.passed) + len(self.failed)} checks passed"


def checks_of(report: Mapping[str, Any]) -> Checks | None:
    """Give what was found, of a build's report or an edition's facts; None where none was run."""
    found = report.get(CHECKS)
    if not isinstance(found, Mapping):
        return None
    checks = [_check(each) for each in found["results"]]
    by_verdict = (
        tuple(each for each in checks if each.verdict == verdict)
        for verdict in (PASSED, FAILED, OPEN)
    )
    return Checks(*by_verdict)


def _check(values: Mapping[str, Any]) -> Check:
    return Check(
        str(values["title"]),
        str(values["verdict"]),
        tuple(map(str, values["details"])),
        int(values["count"]),
        str(values["reason"]),
    )
