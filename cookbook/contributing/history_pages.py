"""Pages: all revisions of a text, one of them, what changed between two, and going back."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.numbers import small_number
from cookbook.archive.differences import show_difference
from cookbook.contributing.desk_pages import me, show_contribution
from cookbook.contributing.handing_in import CAN_BE_WRITTEN
from cookbook.contributing.history import find_revision
from cookbook.contributing.history import restore as bring_back
from cookbook.contributing.overview import revisions_newest_first
from cookbook.contributing.problems import ContributionError, ForeignRevisionError
from cookbook.contributing.saving import Outcome
from cookbook.extensions import db
from cookbook.models import Contribution, Revision


def history(contribution_id: int) -> str | AnyResponse:
    """List all revisions with their verdicts; two that are chosen lead to what changed."""
    before = request.args.get("before", 0, type=small_number)
    after = request.args.get("after", 0, type=small_number)
    if before and after:
        return redirect(
            url_for(
                "contributing.compare",
                contribution_id=contribution_id,
                before=before,
                after=after,
            )
        )
    contribution = g.contribution
    revisions = revisions_newest_first(db.session(), contribution)
    return render_template(
        "contributing/history.html",
        contribution=contribution,
        volume=g.volume,
        revisions=revisions,
        reviews={
            each.id: [review for review in contribution.reviews if review.revision_id == each.id]
            for each in revisions
        },
        can_write=contribution.state in CAN_BE_WRITTEN,
    )


def revision(contribution_id: int, number: int) -> str:  # noqa: ARG001 -- the guard has loaded by it
    """Show an old revision: as it would be printed, and as text."""
    contribution = g.contribution
    old = _find(contribution, number)
    shown = show_contribution(contribution, old.text)
    return render_template(
        "contributing/revision.html",
        contribution=contribution,
        volume=g.volume,
        revision=old,
        shown=shown,
        can_write=contribution.state in CAN_BE_WRITTEN,
    )


def compare(contribution_id: int, before: int, after: int) -> str:  # noqa: ARG001 -- as above
    """Show what changed between two revisions, word by word."""
    was, now = _find(g.contribution, before), _find(g.contribution, after)
    return render_template(
        "contributing/compare.html",
        contribution=g.contribution,
        volume=g.volume,
        before=was,
        after=now,
        difference=show_difference(was.text, now.text),
    )


def restore(contribution_id: int, number: int) -> AnyResponse:
    """Bring an old text back, as a new revision."""
    session = db.session()
    try:
        saved = bring_back(session, g.contribution, number, person=me())
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "error")
    else:
        session.commit()
        _tell(saved.outcome, number)
    return redirect(url_for("contributing.show", contribution_id=contribution_id))


def _tell(outcome: Outcome, number: int) -> None:
    if outcome is Outcome.UNCHANGED:
        flash(f"Version {number} says the same as the newest one.", "notice")
    else:
        flash(f"Version {number} is back, as a new version. Nothing was lost.", "success")


def _find(contribution: Contribution, number: int) -> Revision:
    try:
        return find_revision(db.session(), contribution, number)
    except ForeignRevisionError as err:
        raise NotFound from err
