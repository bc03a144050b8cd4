"""Pages behind a private link: changing what was sent, and settling what contradicts it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_guest_form, count_guest_preview
from cookbook.accounts.numbers import number_or_zero
from cookbook.contributing.forms import RecipeForm, WritingForm
from cookbook.contributing.guests.guest import guest_behind
from cookbook.contributing.guests.links import open_link, own_page
from cookbook.contributing.guests.own_pages import hand_in_again, show_own
from cookbook.contributing.handing_in import CAN_BE_WRITTEN
from cookbook.contributing.overview import last_note
from cookbook.contributing.photos import attach_photo, photo_path
from cookbook.contributing.previews import Shown
from cookbook.contributing.problems import ContributionError, TooLongError
from cookbook.contributing.saving import Outcome, Saved, save_text
from cookbook.contributing.sent_photos import take_photo_alone
from cookbook.contributing.settling import Dispute, find_dispute, side_by_side
from cookbook.contributing.settling import settle as settle_dispute
from cookbook.contributing.settling_pages import read_choices
from cookbook.contributing.sheets import Sheet
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError, ManuscriptError
from cookbook.models import Blob, GuestLink, Revision

HAND_IN, PREVIEW = "submit", "preview"
UNNAMED = "Your title"
TOO_OFTEN = "You have asked for it very often. Please wait a minute."


def edit(token: str) -> str | AnyResponse:
    """Change a text; the form carries the revision that it was filled from."""
    link = open_link(token)
    if link.contribution.state not in CAN_BE_WRITTEN:
        flash("This text was declined and is closed.", "notice")
        return redirect(own_page("mine"))
    sheet = _sheet(link)
    form = sheet.form()
    if request.method == "GET":
        return _page(link, sheet, form)
    if request.form.get("action") == PREVIEW:
        take_photo_alone(form, link.seed)
        return _page(link, sheet, form, _shown(link, sheet, form))
    try:
        count_guest_form()
        saved = _saved(link, sheet, form)
    except TooManyRequests:
        form.form_errors.append("You have saved very often. Please wait a minute and save again.")
        return _page(link, sheet, form)
    except (FrontMatterError, ContributionError) as err:
        db.session.rollback()
        form.form_errors.append(f"{err.message} {err.remedy}".strip())
        return _page(link, sheet, form)
    return _answer(link, saved) if saved else _page(link, sheet, form)


def preview(token: str) -> str:
    """Show what a changed text would look like, for the page's script."""
    link = open_link(token)
    sheet = _sheet(link)
    shown = _shown(link, sheet, sheet.form())
    return render_template("contributing/_preview.html", shown=shown)


def settle(token: str, number: int) -> str | AnyResponse:
    """Show where two versions contradict each other, and take the choices."""
    session, link, back = db.session(), open_link(token), own_page("mine")
    contribution = link.contribution
    try:
        dispute = find_dispute(session, contribution, number)
        choices = read_choices(dispute) if request.method == "POST" else {}
        if request.method == "GET":
            return _places(link, dispute, {})
        if len(choices) < len(dispute.conflicts):
            return _places(link, dispute, request.form, "Please choose for each of them.")
        settled = settle_dispute(
            session, contribution, number, choices, person=None, person_name=link.name
        )
    except (FrontMatterError, ManuscriptError) as err:
        session.rollback()
        dispute = find_dispute(session, contribution, number)
        return _places(link, dispute, request.form, f"{err.message} {err.remedy}".strip())
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "notice")
        return redirect(back)
    if settled is None:
        session.rollback()
        fresh = find_dispute(session, contribution, number)
        words = "The text was changed meanwhile; please look again."
        return _places(link, fresh, request.form, words)
    session.commit()
    flash("Settled. Both versions stay in the history.", "success")
    return redirect(back)


def _sheet(link: GuestLink) -> Sheet:
    contribution = link.contribution
    return Sheet(
        contribution.kind, contribution.volume, guest_behind(link), contribution, _base_of(link)
    )


def _base_of(link: GuestLink) -> Revision | None:
    """Give the revision that a form was filled from; that of a new form is the head."""
    named = request.form.get("base", "")
    if request.method == "GET" or not named:
        return link.contribution.head
    base = db.session.get(Revision, number_or_zero(named))
    if base is None or base.contribution_id != link.contribution_id:
        abort(404)
    return base


def _shown(link: GuestLink, sheet: Sheet, form: WritingForm) -> Shown:
    named = (form.title.data or "").strip()
    form.title.data = named or UNNAMED
    try:
        count_guest_preview(link)
        return show_own(link, sheet.text(form, _photo_before(sheet, form)))
    except TooManyRequests:
        return Shown("", problem=TOO_OFTEN)
    except (FrontMatterError, TooLongError) as err:
        return Shown("", problem=f"{err.message} {err.remedy}")
    finally:
        form.title.data = named


def _saved(link: GuestLink, sheet: Sheet, form: WritingForm) -> Saved | None:
    """Save what was sent; None where the form must come back."""
    valid = form.validate()
    blob = take_photo_alone(form, link.seed)
    if not valid or form.photo_file.errors:
        return None
    session = db.session()
    text, photo = _text(link, sheet, form, blob)
    saved = save_text(
        session,
        link.contribution,
        text,
        base=sheet.base,
        author=None,
        author_name=link.name,
        summary=" ".join((form.summary.data or "").split()),
    )
    if blob is not None:
        attach_photo(session, link.contribution, photo, blob, person=None)
    session.commit()
    return saved


def _text(link: GuestLink, sheet: Sheet, form: WritingForm, blob: Blob | None) -> tuple[str, str]:
    """Give the text that a form means, and the path of its photo."""
    photo = _photo_before(sheet, form)
    if blob is not None:
        session, contribution = db.session(), link.contribution
        photo = photo_path(session, sheet.volume, sheet.path, blob, contribution)
    return sheet.text(form, photo), photo


def _photo_before(sheet: Sheet, form: WritingForm) -> str:
    if isinstance(form, RecipeForm) and form.remove_photo.data:
        return ""
    return sheet.photo


def _answer(link: GuestLink, saved: Saved) -> AnyResponse:
    who = " and ".join(saved.others) or "You, in another window,"
    if saved.outcome is Outcome.DIVERGED:
        words = f"Your text is kept. {who} changed the same words meanwhile: please choose."
        flash(words, "warning")
        return redirect(own_page("settle", number=saved.revision.number))
    if saved.outcome is Outcome.MERGED:
        flash(f"{who} changed this text while you wrote. Both changes are in it now.", "notice")
    if request.form.get("action") == HAND_IN:
        hand_in_again(link)
    elif saved.outcome is Outcome.UNCHANGED:
        flash("Nothing has changed, so there was nothing to save.", "notice")
    elif saved.outcome is Outcome.SAVED:
        flash("Saved.", "success")
    return redirect(own_page("mine"))


def _page(link: GuestLink, sheet: Sheet, form: WritingForm, shown: Shown | None = None) -> str:
    return render_template(
        "contributing/guests/edit.html",
        form=form,
        volume=sheet.volume,
        contribution=link.contribution,
        shown=shown,
        photo_address=own_page("picture", path=sheet.photo) if sheet.photo else "",
        has_kept_photo=bool(form.kept.data),
        note=last_note(link.contribution),
        page=own_page,
    )


def _places(link: GuestLink, dispute: Dispute, given: Mapping[str, str], problem: str = "") -> str:
    mine, theirs = dispute.who
    return render_template(
        "contributing/guests/settle.html",
        contribution=link.contribution,
        volume=link.contribution.volume,
        dispute=dispute,
        places=[(key, conflict, side_by_side(conflict)) for key, conflict in dispute.conflicts],
        given=given,
        problem=problem,
        mine=mine,
        theirs=theirs,
        is_mine=dispute.waiting.author_id is None and mine == link.name,
        back=own_page("mine"),
    )
