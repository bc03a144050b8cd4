"""Pages: keeping what stands in a form while it is written, and looking at what isn't saved."""

from __future__ import annotations

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_autosave
from cookbook.contributing.desk_pages import me
from cookbook.contributing.drafting import drafts
from cookbook.contributing.drafting.answers import refuse_other_writer, say
from cookbook.contributing.drafting.drafts import Seen, WrittenElsewhereError, version_of
from cookbook.contributing.drafting.overview import DraftShown, place_of_draft, show_draft
from cookbook.contributing.drafting.words import place_of, seen_by, words_to_keep
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.sheets import Sheet
from cookbook.contributing.writing_pages import base_of
from cookbook.extensions import db
from cookbook.models import ContributionKind, Draft

KEPT = "Saved a moment ago"


def keep_new_draft(slug: str, kind: str) -> Response:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Keep what stands in the form of a new text."""
    return _keep(Sheet(ContributionKind(kind), g.volume, me()))


def keep_draft(contribution_id: int) -> Response:  # noqa: ARG001 -- the guard has loaded the contribution by it
    """Keep what stands in the form of a text that is there."""
    contribution = g.contribution
    try:
        base = base_of(contribution)
    except ContributionError as err:
        return say(f"{err.message} {err.remedy}", 409)
    return _keep(Sheet(contribution.kind, g.volume, me(), contribution, base))


def _keep(sheet: Sheet) -> Response:
    refusal = refuse_other_writer(me())
    if refusal is not None:
        return refusal
    count_autosave(me())
    session, form, place = db.session(), sheet.form(), place_of(sheet)
    seen = seen_by(form)
    version = ""
    try:
        words = words_to_keep(sheet, form)
        if words is not None:
            version = version_of(
                drafts.keep_draft(session, place, words, base=sheet.base, seen=seen)
            )
        elif not drafts.drop_draft(session, place, seen):
            version = seen.version
    except WrittenElsewhereError as err:
        session.rollback()
        return say(f"{err.message} {err.remedy}", 409)
    except ContributionError as err:
        session.rollback()
        return say(f"{err.message} {err.remedy}", 422)
    session.commit()
    return say(KEPT, fields={"draft": version})


def draft(draft_id: int) -> str | AnyResponse:
    """Show what somebody has not saved, and throw it away if they say so."""
    session = db.session()
    found = session.get(Draft, draft_id)
    if found is None or found.person_id != me().id:
        abort(404)
    shown = show_draft(session, found)
    if request.method == "GET" or not _throw_away(shown):
        return render_template("contributing/draft.html", shown=shown)
    flash("Thrown away.", "success")
    return redirect(url_for("contributing.desk"))


def _throw_away(shown: DraftShown) -> bool:
    session = db.session()
    place = place_of_draft(session, shown.draft)
    gone = drafts.drop_draft(session, place, Seen(version=request.form.get("draft", "")))
    session.commit()
    if not gone:
        flash("You have written more meanwhile. Please look at it once more.", "notice")
    return gone
