"""Pages: proposing a change to an accepted text, a passage or the whole, and the thanks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.forms import one_line
from cookbook.accounts.guard import present_person
from cookbook.accounts.limits import count_suggestion
from cookbook.accounts.numbers import number_or_zero
from cookbook.contributing.forms import WritingForm
from cookbook.contributing.keeping import SignedOutError
from cookbook.contributing.problems import ContributionError, ForeignRevisionError
from cookbook.contributing.suggesting.finding import (
    QUOTE_MAX_LENGTH,
    find_passage,
    replace_passage,
)
from cookbook.contributing.suggesting.forms import SuggestForm
from cookbook.contributing.suggesting.mailing import tell_of_suggestion
from cookbook.contributing.suggesting.proposing import (
    Proposal,
    base_of_suggestion,
    can_be_suggested_to,
    propose_change,
)
from cookbook.contributing.suggesting.whole import (
    fill_whole,
    read_whole,
    shown_fields,
    write_whole,
)
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError
from cookbook.manuscript.passages import Passage
from cookbook.models import Contribution, Edition, EditionEntry, EditionState, Person, Revision

WHOLE = "whole"


@dataclass(frozen=True)
class Slip:
    """What is written on: a passage of the base, or (None) the whole of it in its fields."""

    contribution: Contribution
    base: Revision
    form: SuggestForm
    quote: str
    passage: Passage | None
    whole: WritingForm | None = None


def suggest(contribution_id: int) -> str | AnyResponse:  # noqa: ARG001 -- the guard has loaded by it
    """Show an accepted text to somebody who knows better, and keep what they propose."""
    person = present_person()
    if not can_be_suggested_to(db.session(), g.contribution, person):
        raise NotFound
    if person is None and not g.volume.guests_may_suggest:
        return _door()
    try:
        slip = _slip(person)
    except ForeignRevisionError as err:
        flash(f"{err.message} {err.remedy}", "notice")
        return redirect(url_for("suggesting.suggest", contribution_id=g.contribution.id))
    if request.method == "GET":
        return _page(slip)
    if request.form.get("action") == WHOLE and slip.passage is not None:
        return _page(_widened(slip))
    if slip.form.is_of_a_program:
        return redirect(_thanks())
    valid = slip.form.validate()
    if slip.whole is not None:
        valid = slip.whole.validate() and valid
    return _send(slip, person) if valid else _page(slip)


def thanks(contribution_id: int) -> str:  # noqa: ARG001 -- as above
    """Thank somebody without an account, and lead them back to the book."""
    if not can_be_suggested_to(db.session(), g.contribution, present_person()):
        raise NotFound
    return render_template(
        "contributing/suggesting/thanks.html",
        contribution=g.contribution,
        volume=g.volume,
        back=reading_address(g.contribution),
    )


def reading_address(contribution: Contribution) -> str:
    """Give the address of the newest page on which readers find a text, or ""."""
    chosen = (
        select(Edition.number, EditionEntry.page)
        .join(Edition, Edition.id == EditionEntry.edition_id)
        .where(
            EditionEntry.contribution_id == contribution.id,
            Edition.state == EditionState.RELEASED,
        )
        .order_by(Edition.number.desc())
    )
    row = db.session.execute(chosen).first()
    if row is None or not row.page:
        return ""
    return url_for("reading.page", slug=contribution.volume.slug, number=row.number, page=row.page)


def _door() -> AnyResponse:
    """Lead a passer-by to the door, with what they have written kept on the way."""
    if request.method == "POST":
        raise SignedOutError(
            "Who suggests a change to this book is signed in.",
            remedy="Sign in; what you wrote is kept on this page.",
        )
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _slip(person: Person | None) -> Slip:
    contribution: Contribution = g.contribution
    base = base_of_suggestion(
        db.session(), contribution, number_or_zero(request.form.get("base", ""))
    )
    quote = one_line(request.values.get("quote", ""))[:QUOTE_MAX_LENGTH]
    passage = None
    if request.values.get("way") != WHOLE:
        passage = find_passage(base.text, contribution.kind, quote)
    form = SuggestForm(is_known=person is not None)
    form.quote.data, form.way.data = quote, "" if passage else WHOLE
    slip = Slip(contribution, base, form, quote, passage)
    if request.method == "GET" and passage is not None:
        form.passage.data = passage.text
    if passage is not None:
        return slip
    if request.method == "GET":
        return replace(slip, whole=fill_whole(contribution, base.text))
    return replace(slip, whole=read_whole(contribution, base))


def _widened(slip: Slip) -> Slip:
    """Go from the passage to the whole text, with what was written in the passage's place."""
    slip.form.way.data = WHOLE
    whole = fill_whole(slip.contribution, _text(slip))
    return replace(slip, passage=None, whole=whole)


def _text(slip: Slip) -> str:
    if slip.passage is not None:
        return replace_passage(slip.base.text, slip.passage, slip.form.passage.data or "")
    assert slip.whole is not None  # noqa: S101 -- a slip is about one or the other
    return write_whole(slip.whole, slip.contribution, slip.base)


def _send(slip: Slip, person: Person | None) -> str | AnyResponse:
    session, form = db.session(), slip.form
    try:
        count_suggestion(person, "" if person else form.email.data or "")
        proposal = Proposal(
            text=_text(slip),
            quote=slip.quote,
            note=form.note.data or "",
            name="" if person else form.name.data or "",
            email="" if person else form.email.data or "",
        )
        suggestion, is_new = propose_change(
            session, slip.contribution, proposal, base=slip.base, person=person
        )
    except (FrontMatterError, ContributionError) as err:
        session.rollback()
        form.form_errors.append(f"{err.message} {err.remedy}".strip())
        return _page(slip)
    except TooManyRequests:
        form.form_errors.append("You have sent very many. Please wait a while, then send it again.")
        return _page(slip)
    session.commit()
    if is_new:
        tell_of_suggestion(suggestion)
    if person is None:
        return redirect(_thanks())
    flash("Thank you. Your suggestion is with the author and the editors.", "success")
    return redirect(
        url_for(
            "suggesting.show",
            contribution_id=slip.contribution.id,
            suggestion_id=suggestion.id,
        )
    )


def _thanks() -> str:
    return url_for("suggesting.thanks", contribution_id=g.contribution.id)


def _page(slip: Slip) -> str:
    return render_template(
        "contributing/suggesting/suggest.html",
        contribution=slip.contribution,
        volume=g.volume,
        slip=slip,
        form=slip.form,
        whole=slip.whole,
        fields=shown_fields(slip.contribution),
        back=reading_address(slip.contribution),
    )
