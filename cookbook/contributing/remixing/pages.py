"""Pages: making a copy or a variation of a text, and taking over what changed in an original."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.numbers import number_or_zero
from cookbook.archive.differences import show_difference
from cookbook.contributing.desk_pages import me
from cookbook.contributing.handing_in import CAN_BE_WRITTEN
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.remixing.following import Newer, lay_beside, leave_aside, take_over
from cookbook.contributing.remixing.making import copy_text, remix_of, vary_text
from cookbook.contributing.remixing.sources import (
    find_edition,
    find_entry,
    find_source,
    list_entries,
    list_targets,
)
from cookbook.contributing.settling import side_by_side
from cookbook.contributing.settling_pages import read_choices
from cookbook.extensions import db, get_settings
from cookbook.manuscript import FrontMatterError, ManuscriptError
from cookbook.models import RemixKind, Revision, Volume
from cookbook.press.matter.licences import licence_name

LEAVE = "leave"


def remix(contribution_id: int) -> str | AnyResponse:
    """Offer to make something of a contribution, and make it."""
    revision = g.contribution.head
    if revision is None:
        raise NotFound
    back = url_for("contributing.show", contribution_id=contribution_id)
    return _make(revision, back)


def remix_edition(slug: str, number: int) -> str:  # noqa: ARG001 -- the guard has loaded the volume
    """List the texts of a released edition, of which something can be made."""
    session = db.session()
    edition = find_edition(session, g.volume, number)
    if edition is None:
        raise NotFound
    return render_template(
        "contributing/remixing/edition.html",
        volume=g.volume,
        edition=edition,
        entries=list_entries(session, edition),
    )


def remix_entry(slug: str, number: int, text: int) -> str | AnyResponse:
    """Offer to make something of a text as a released edition holds it, and make it."""
    revision = find_entry(db.session(), g.volume, number, text)
    if revision is None:
        raise NotFound
    address = url_for("reading.edition", slug=slug, number=number)
    base = get_settings().base_url
    return _make(revision, address, f"{base}{address}" if base else "")


def follow(contribution_id: int) -> str | AnyResponse:
    """Show what changed in an original since, and take it over with the choices that it needs."""
    session, contribution = db.session(), g.contribution
    back = redirect(url_for("contributing.show", contribution_id=contribution_id))
    kept = remix_of(session, contribution)
    if kept is None:
        raise NotFound
    if contribution.state not in CAN_BE_WRITTEN:
        return back
    try:
        newer = lay_beside(session, contribution, kept, me())
        if request.method == "GET":
            return _newer_page(newer)
        if request.form.get("action") == LEAVE:
            leave_aside(session, contribution, kept, me())
            told = "Left as it is. When the original changes again, you see it here."
        else:
            choices = read_choices(newer.dispute)
            if take_over(session, contribution, kept, choices, person=me()) is None:
                session.rollback()
                return _newer_page(newer, "Please choose for each of them.")
            told = "Taken over, as a new version. Please read it once."
    except (FrontMatterError, ManuscriptError) as err:
        session.rollback()
        newer = lay_beside(session, contribution, kept, me())
        return _newer_page(newer, f"{err.message} {err.remedy}".strip())
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "notice")
        return back
    session.commit()
    flash(told, "success")
    return back


def _make(revision: Revision, back: str, address: str = "") -> str | AnyResponse:
    session, person = db.session(), me()
    source = find_source(revision, person)
    if request.method == "POST":
        try:
            volume = session.get(Volume, number_or_zero(request.form.get("volume", "")))
            kind = request.form.get("kind", "")
            if volume is None or kind not in set(RemixKind):
                raise NotFound
            make = copy_text if kind == RemixKind.COPY else vary_text
            made = make(session, source, volume, person=person, address=address)
            session.commit()
        except (ContributionError, FrontMatterError) as err:
            session.rollback()
            flash(f"{err.message} {err.remedy}".strip(), "error")
        else:
            flash("It is a draft of yours now. Only you can see it so far.", "success")
            return redirect(url_for("contributing.edit", contribution_id=made.id))
    return render_template(
        "contributing/remixing/remix.html",
        source=source,
        targets=list_targets(session, source, person),
        licence=licence_name(source.licence) if source.licence else "",
        back=back,
    )


def _newer_page(newer: Newer, problem: str = "") -> str:
    conflicts = newer.dispute.conflicts
    return render_template(
        "contributing/remixing/newer.html",
        contribution=g.contribution,
        newer=newer,
        difference=show_difference(newer.before, newer.after),
        places=[(key, conflict, side_by_side(conflict)) for key, conflict in conflicts],
        given=request.form,
        problem=problem,
    )
