"""Judging finished books by tools: an EPUB, a PDF, or both, against the checks of a good book."""

from __future__ import annotations

from cookbook.press.checks.checking import check_book
from cookbook.press.checks.results import CheckError, CheckReport, CheckResult, Verdict

__all__ = ["CheckError", "CheckReport", "CheckResult", "Verdict", "check_book"]
