"""The machine-checkable conditions of PDF/UA-1 that matter for books, as far as we see.

They follow the Matterhorn Protocol 1.02, whose numbers findings bear. It is a check of our own, and
no certificate: what only a person can judge (whether an order is sensible, a description good) is
left to people.
"""

from __future__ import annotations

from cookbook.press.checks.pdf_ua.judging import judge_ua

__all__ = ["judge_ua"]
