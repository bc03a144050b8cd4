"""Pages: a suggestion, with what it would change; taking and declining it; those that wait."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.forms import lines
from cookbook.accounts.numbers import small_number
from cookbook.archive.differences import show_difference
from cookbook.contributing.desk_pages import hand_in_and_tell, me
from cookbook.contributing.handing_in import can_hand_in, may_hand_in
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.suggesting.accepting import may_accept_at_once, take_and_accept
from cookbook.contributing.suggesting.deciding import (
    Outcome,
    Taken,
    contradicts,
    decline_suggestion,
    take_suggestion,
    withdraw_suggestion,
)
from cookbook.contributing.suggesting.forms import ANSWER_MAX_LENGTH
from cookbook.contributing.suggesting.listing import suggestions_to_volume
from cookbook.contributing.suggesting.mailing import tell_author_of_taking, tell_of_decision
from cookbook.contributing.suggesting.places import rows_of
from cookbook.contributing.suggesting.proposing import may_decide
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError
from cookbook.models import Suggestion, SuggestionState

DECLINE = "decline"


def show(contribution_id: int, suggestion_id: int) -> str:  # noqa: ARG001 -- the guard has loaded by it
    """Show a suggestion to who made it, and to who decides on it."""
    session, contribution = db.session(), g.contribution
    suggestion = _find(suggestion_id)
    decides = may_decide(session, contribution, me())
    if not decides and suggestion.author_id != me().id:
        raise NotFound
    is_open = suggestion.state is SuggestionState.OPEN
    return render_template(
        "contributing/suggesting/show.html",
        contribution=contribution,
        volume=g.volume,
        suggestion=suggestion,
        mine=suggestion.author_id == me().id,
        decides=decides,
        asks=decides and is_open,
        is_open=is_open,
        rows=rows_of(suggestion),
        difference=show_difference(suggestion.base.text, suggestion.text),
        moved_on=contribution.head_id != suggestion.base_id,
        contradicts=is_open and decides and contradicts(suggestion),
        may_accept=decides and may_accept_at_once(session, contribution, me()),
        may_hand_in=contribution.author_id == me().id,
        answer_max=ANSWER_MAX_LENGTH,
    )


def decide(contribution_id: int, suggestion_id: int) -> AnyResponse:
    """Take what is ticked of a suggestion, or decline it."""
    session, suggestion = db.session(), _find(suggestion_id)
    here = url_for("contributing.show", contribution_id=contribution_id)
    answer = lines(request.form.get("answer"))[:ANSWER_MAX_LENGTH]
    try:
        if request.form.get("action") == DECLINE:
            decline_suggestion(session, suggestion, person=me(), answer=answer)
            taken = None
        else:
            taken = _take(suggestion, answer)
    except (ContributionError, FrontMatterError) as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "notice")
        is_open = suggestion.state is SuggestionState.OPEN
        return redirect(_address(suggestion) if is_open else here)
    session.commit()
    tell_of_decision(suggestion)
    if taken is None:
        flash("Declined. The text stays as it is.", "success")
        return redirect(here)
    return _answer(suggestion, taken)


def withdraw(contribution_id: int, suggestion_id: int) -> AnyResponse:  # noqa: ARG001 -- as above
    """Take one's own suggestion back."""
    session, suggestion = db.session(), _find(suggestion_id)
    if suggestion.author_id != me().id:
        raise NotFound
    try:
        withdraw_suggestion(session, suggestion, person=me())
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "notice")
        return redirect(_address(suggestion))
    session.commit()
    flash("You took your suggestion back.", "success")
    return redirect(url_for("contributing.desk"))


def of_volume(slug: str) -> str:  # noqa: ARG001 -- the guard has loaded the volume by it
    """List the suggestions to a volume's texts: those that wait, and those of late."""
    waiting, decided = suggestions_to_volume(db.session(), g.volume)
    return render_template(
        "contributing/suggesting/of_volume.html",
        volume=g.volume,
        waiting=waiting,
        decided=decided,
    )


def _take(suggestion: Suggestion, answer: str) -> Taken:
    session = db.session()
    chosen = set(request.form.getlist("place", type=small_number))
    take = take_and_accept if request.form.get("accept") else take_suggestion
    return take(session, suggestion, chosen, person=me(), answer=answer)


def _answer(suggestion: Suggestion, taken: Taken) -> AnyResponse:
    contribution = suggestion.contribution
    if taken.outcome is Outcome.CONTRADICTS:
        flash(
            "The text has changed since in the same words. "
            "Please choose for each place what it should say.",
            "warning",
        )
        return redirect(
            url_for(
                "contributing.settle",
                contribution_id=contribution.id,
                number=taken.revision.number,
            )
        )
    if taken.outcome is Outcome.THERE_ALREADY:
        flash("The text says so already, so there was nothing to change.", "notice")
    else:
        tell_author_of_taking(suggestion)
        is_accepted = contribution.accepted_id == taken.revision.id
        flash(
            f"Taken, with thanks to {suggestion.author_name}."
            f"{' The next edition has it.' if is_accepted else ''}",
            "success",
        )
        wants = bool(request.form.get("hand-in")) and contribution.author_id == me().id
        if wants and can_hand_in(contribution) and may_hand_in(contribution, me()):
            hand_in_and_tell(contribution)
    return redirect(url_for("contributing.show", contribution_id=contribution.id))


def _find(identifier: int) -> Suggestion:
    chosen = select(Suggestion).where(
        Suggestion.id == identifier, Suggestion.contribution_id == g.contribution.id
    )
    suggestion = db.session.scalar(chosen)
    if suggestion is None:
        raise NotFound
    return suggestion


def _address(suggestion: Suggestion) -> str:
    return url_for(
        "suggesting.show",
        contribution_id=suggestion.contribution_id,
        suggestion_id=suggestion.id,
    )
