"""Verdicts in the audit: under which words they are remembered, so that they can be taken back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.archive.records import record
from cookbook.models import Contribution, Review, Verdict

VERDICT_ACTIONS = {
    Verdict.ACCEPT: "accepted",
    Verdict.ASK_FOR_CHANGES: "asked for changes",
    Verdict.DECLINE: "declined",
}


def subject_of(contribution: Contribution) -> str:
    """Give the name by which the audit knows a contribution."""
    return f"contribution {contribution.id}"


def record_verdict(session: Session, review: Review, accepted_before: int | None) -> None:
    """Remember a verdict, and the revision that was accepted before it, which may come back."""
    record(
        session,
        review.editor,
        VERDICT_ACTIONS[review.verdict],
        subject_of(review.contribution),
        f"{review.id} {accepted_before or 0}",
    )
