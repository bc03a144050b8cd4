"""Page: two versions side by side where they contradict each other, and a choice for each place."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cookbook.contributing.desk_pages import me
from cookbook.contributing.field_words import typed
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.settling import Choice, Dispute, find_dispute, side_by_side
from cookbook.contributing.settling import settle as settle_dispute
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError, ManuscriptError, Own, Take

OWN = "own"


def settle(contribution_id: int, number: int) -> str | AnyResponse:
    """Show where two versions contradict each other, and take the choices."""
    session, back = db.session(), url_for("contributing.show", contribution_id=contribution_id)
    try:
        dispute = find_dispute(session, g.contribution, number)
        if request.method == "GET":
            return _page(dispute, {})
        choices = read_choices(dispute)
        if len(choices) < len(dispute.conflicts):
            return _page(dispute, request.form, "Please choose for each of them.")
        settled = settle_dispute(session, g.contribution, number, choices, person=me())
    except (FrontMatterError, ManuscriptError) as err:
        session.rollback()
        dispute = find_dispute(session, g.contribution, number)
        return _page(dispute, request.form, f"{err.message} {err.remedy}".strip())
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "notice")
        return redirect(back)
    if settled is None:
        session.rollback()
        fresh = find_dispute(session, g.contribution, number)
        return _page(fresh, request.form, "The text was changed meanwhile; please look again.")
    session.commit()
    flash("Settled. Both versions stay in the history.", "success")
    return redirect(back)


def read_choices(dispute: Dispute) -> dict[str, Choice]:
    """Read what was chosen; what can't be chosen is left out."""
    chosen: dict[str, Choice] = {}
    for key, conflict in dispute.conflicts:
        word = request.form.get(f"choice-{key}", "")
        if word == OWN:
            chosen[key] = Own(typed(request.form.get(f"own-{key}", "")))
        elif word in set(Take) and (conflict.takes_both or word != Take.BOTH):
            chosen[key] = Take(word)
    return chosen


def _page(dispute: Dispute, given: Mapping[str, str], problem: str = "") -> str:
    mine, theirs = dispute.who
    return render_template(
        "contributing/settle.html",
        contribution=g.contribution,
        volume=g.volume,
        dispute=dispute,
        places=[(key, conflict, side_by_side(conflict)) for key, conflict in dispute.conflicts],
        given=given,
        problem=problem,
        mine=mine,
        theirs=theirs,
        is_mine=dispute.waiting.author_id == me().id,
    )
