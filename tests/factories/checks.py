"""What tools found in a book, as a build's report has it."""

from __future__ import annotations

from typing import Any


def _found(
    title: str, verdict: str, details: tuple[str, ...] = (), count: int = 0, reason: str = ""
) -> dict[str, Any]:
    values = {"number": 1, "title": title, "verdict": verdict, "details": list(details)}
    return {**values, "count": count, "reason": reason}


CHECKS_FOUND: dict[str, Any] = {
    "form": 1,
    "files": ["soups.epub", "soups.pdf"],
    "passed": False,
    "results": [
        _found("All fonts are embedded", "passed", ("4 fonts",), 1),
        _found("Photos have 300 dpi", "failed", ("page 3: a photo of 90 dpi",), 5),
        _found("Two builds", "not judged", reason="press it twice"),
    ],
}
