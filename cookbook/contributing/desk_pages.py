"""Pages: one's desk, where a new contribution begins, and a contribution with what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.guard import present_person
from cookbook.accounts.guests import guest_of
from cookbook.accounts.mails import send_mail
from cookbook.accounts.roles import editors_of, is_editor
from cookbook.archive.suggestions import open_suggestions
from cookbook.contributing.beginning import call_of, may_contribute, open_calls
from cookbook.contributing.discussing.showing import Attempt, discussion_of
from cookbook.contributing.drafting.overview import unsaved_of
from cookbook.contributing.handing_in import (
    CAN_BE_WRITTEN,
    can_hand_in,
    can_withdraw,
    hand_in,
    may_hand_in,
)
from cookbook.contributing.handing_in import withdraw as take_back
from cookbook.contributing.overview import desk_of, happenings, last_note, next_step
from cookbook.contributing.pictures.serving import picture_answer
from cookbook.contributing.pictures.showing import source_of
from cookbook.contributing.pictures.sources import PictureSource
from cookbook.contributing.previews import Shown, show_text, shown_blobs, shown_file
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.remixing.standing import describe_basis
from cookbook.contributing.settling import open_disputes
from cookbook.contributing.suggesting.listing import suggestions_on_desk
from cookbook.extensions import db
from cookbook.models import Blob, Contribution, ContributionState, Person

NONE_WAIT: Mapping[str, PictureSource] = MappingProxyType({})
WAITING = (ContributionState.SUBMITTED, ContributionState.IN_REVIEW)


def me() -> Person:
    """Give who is signed in; the guard has seen to it that somebody is."""
    person = present_person()
    if person is None:
        raise NotFound
    return person


def picture_address(contribution: Contribution, path: str) -> str:
    """Give the address at which a picture is shown to those who write a contribution."""
    return url_for("contributing.picture", contribution_id=contribution.id, path=path)


def show_contribution(
    contribution: Contribution,
    text: str,
    *,
    signed: str = "",
    waiting: Mapping[str, PictureSource] = NONE_WAIT,
) -> Shown:
    """Set a text of a contribution, with the pictures that are at hand for it.

    `waiting` are those that aren't in its volume yet.
    """
    volume = contribution.volume
    pictures = {
        path: source_of(blob, picture_address(contribution, path))
        for path, blob in shown_blobs(db.session(), volume, contribution).items()
    }
    return show_text(
        volume, text, path=contribution.path, pictures={**pictures, **waiting}, signed=signed
    )


def desk() -> str:
    """Show one's own contributions, and the books that ask for more."""
    session = db.session()
    return render_template(
        "contributing/desk.html",
        table=desk_of(session, me()),
        unsaved=unsaved_of(session, me()),
        suggested=suggestions_on_desk(session, me()),
        calls=open_calls(session),
    )


def new(slug: str) -> str:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Ask what somebody wants to write for a volume."""
    session = db.session()
    if not may_contribute(session, g.volume, me()):
        return render_template("contributing/not_asked.html", volume=g.volume)
    return render_template("contributing/new.html", volume=g.volume, call=call_of(g.volume))


def show(contribution_id: int) -> str:  # noqa: ARG001 -- the guard has loaded the contribution by it
    """Show a contribution as it would be printed, where it stands, and what to do next."""
    return show_page()


def show_page(attempt: Attempt | None = None) -> str:
    """Show the contribution, with what could not be said in its discussion."""
    session, contribution = db.session(), g.contribution
    head = contribution.head
    shown = head and show_contribution(contribution, head.text)
    disputes = open_disputes(session, [contribution])
    mine = contribution.author_id == me().id
    return render_template(
        "contributing/show.html",
        contribution=contribution,
        volume=g.volume,
        shown=shown,
        mine=mine,
        guest=guest_of(session, contribution),
        next_step=next_step(contribution, disputes),
        note=last_note(contribution),
        disputes=disputes,
        based_on=describe_basis(session, contribution, me()),
        suggestions=open_suggestions(session, [contribution.id]),
        happenings=happenings(session, contribution),
        discussion=discussion_of(session, contribution),
        attempt=attempt,
        can_write=contribution.state in CAN_BE_WRITTEN,
        can_hand_in=can_hand_in(contribution) and may_hand_in(contribution, me()),
        to_review=contribution.state in WAITING and is_editor(session, g.volume, me()),
        can_withdraw=mine and can_withdraw(session, contribution),
    )


def submit(contribution_id: int) -> AnyResponse:
    """Hand a contribution in."""
    hand_in_and_tell(g.contribution)
    return redirect(url_for("contributing.show", contribution_id=contribution_id))


def hand_in_and_tell(contribution: Contribution) -> None:
    """Hand a contribution in, commit, and write to its author and to the editors."""
    session, person = db.session(), me()
    again = contribution.submitted_at is not None
    try:
        hand_in(session, contribution, person=person)
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "error")
        return
    session.commit()
    words = {
        "title": contribution.title,
        "volume": contribution.volume.title,
        "contribution_id": contribution.id,
        "author": person.name,
        "again": again,
    }
    editors = [each for each in editors_of(session, contribution.volume) if each != person]
    send_mail(person, f"We have “{contribution.title}”", "contributing_received", **words)
    for editor in editors:
        subject = f"{person.name}: “{contribution.title}”"
        send_mail(editor, subject, "contributing_submitted", **words)
    flash("Handed in. The editors will read it and write to you.", "success")


def withdraw(contribution_id: int) -> str | AnyResponse:
    """Ask whether somebody means to take their contribution back, and do so."""
    session, contribution = db.session(), g.contribution
    back = url_for("contributing.show", contribution_id=contribution_id)
    if request.method == "GET":
        if can_withdraw(session, contribution):
            return render_template("contributing/withdraw.html", contribution=contribution)
        return redirect(back)
    try:
        take_back(session, contribution, person=me())
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "error")
        return redirect(back)
    session.commit()
    flash("Taken back. Your text stays here; you can hand it in again at any time.", "success")
    return redirect(back)


def picture(contribution_id: int, path: str) -> AnyResponse:  # noqa: ARG001 -- as above
    """Give a picture to those who may see the contribution."""
    return give_picture(g.contribution, path)


def give_picture(contribution: Contribution, path: str) -> AnyResponse:
    """Give a picture of a contribution; 404 for what isn't one."""
    session = db.session()
    file = shown_file(session, contribution.volume, path, contribution)
    return picture_answer(session.get(Blob, file.digest) if file else None)
