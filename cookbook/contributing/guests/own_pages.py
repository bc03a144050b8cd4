"""Pages behind a private link: what was sent, where it stands, and what its guest can do."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.guard import present_person
from cookbook.accounts.writing_back import private_address
from cookbook.archive.calls import call_for_guests
from cookbook.contributing.desk_pages import give_picture
from cookbook.contributing.guests.claiming import claim as take_to_account
from cookbook.contributing.guests.links import open_link, own_page
from cookbook.contributing.guests.telling import tell_of_claim, tell_of_sending
from cookbook.contributing.handing_in import CAN_BE_WRITTEN, can_hand_in, can_withdraw, hand_in
from cookbook.contributing.handing_in import withdraw as take_back
from cookbook.contributing.overview import happenings, last_note, next_step
from cookbook.contributing.pictures.showing import source_of
from cookbook.contributing.previews import Shown, show_text, shown_blobs
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.settling import open_disputes
from cookbook.extensions import db
from cookbook.models import GuestLink
from cookbook.press.codes import code_as_svg


def mine(token: str) -> str:
    """Show what a guest handed in, where it stands, and what to do next."""
    session, link = db.session(), open_link(token)
    contribution = link.contribution
    disputes = open_disputes(session, [contribution])
    return render_template(
        "contributing/guests/mine.html",
        link=link,
        contribution=contribution,
        volume=contribution.volume,
        shown=contribution.head and show_own(link, contribution.head.text),
        next_step=next_step(contribution, disputes),
        note=last_note(contribution),
        disputes=disputes,
        happenings=happenings(session, contribution),
        can_write=contribution.state in CAN_BE_WRITTEN,
        can_hand_in=can_hand_in(contribution),
        can_withdraw=can_withdraw(session, contribution),
        address=private_address(link) or request.base_url,
        page=own_page,
    )


def thanks(token: str) -> str:
    """Thank for what was just sent, and hand over the private link."""
    link = open_link(token)
    return render_template(
        "contributing/guests/thanks.html",
        link=link,
        contribution=link.contribution,
        volume=link.contribution.volume,
        address=private_address(link),
        call=call_for_guests(link.contribution.volume),
        page=own_page,
    )


def code(token: str) -> Response:
    """Give the private link as a code, for a phone that is to keep it."""
    address = private_address(open_link(token)) or request.base_url.removesuffix("/code.svg")
    return Response(code_as_svg(address), mimetype="image/svg+xml")


def picture(token: str, path: str) -> AnyResponse:
    """Give a picture of what a guest handed in."""
    return give_picture(open_link(token).contribution, path)


def submit(token: str) -> AnyResponse:
    """Hand in again."""
    hand_in_again(open_link(token))
    return redirect(own_page("mine"))


def hand_in_again(link: GuestLink) -> None:
    """Hand a guest's newest revision in, commit, and write to them and to the editors."""
    session = db.session()
    again = link.contribution.submitted_at is not None
    try:
        hand_in(session, link.contribution, person=None)
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "error")
        return
    session.commit()
    tell_of_sending(link, again=again)
    flash("Handed in. The editors will read it.", "success")


def withdraw(token: str) -> str | AnyResponse:
    """Ask whether a guest means to take back what they sent, and do so."""
    session, link = db.session(), open_link(token)
    contribution = link.contribution
    if request.method == "GET":
        if can_withdraw(session, contribution):
            return render_template(
                "contributing/guests/withdraw.html", contribution=contribution, page=own_page
            )
        return redirect(own_page("mine"))
    try:
        take_back(session, contribution, person=None)
    except ContributionError as err:
        session.rollback()
        flash(f"{err.message} {err.remedy}".strip(), "error")
        return redirect(own_page("mine"))
    session.commit()
    flash("Taken back. Your text stays here; you can hand it in again at any time.", "success")
    return redirect(own_page("mine"))


def claim(token: str) -> str | AnyResponse:
    """Offer to take it to an account (GET), and do so for who is signed in (POST)."""
    session, link, person = db.session(), open_link(token), present_person()
    contribution = link.contribution
    if request.method == "GET" or person is None:
        return render_template(
            "contributing/guests/claim.html",
            link=link,
            contribution=contribution,
            volume=contribution.volume,
            person=person,
            page=own_page,
        )
    take_to_account(session, link, person=person)
    session.commit()
    tell_of_claim(link, person)
    flash(f"“{contribution.title}” is among your texts now. The private link is closed.", "success")
    return redirect(own_page("mine"))


def show_own(link: GuestLink, text: str) -> Shown:
    """Set a text of a guest's contribution, with the pictures that are at hand for it."""
    contribution = link.contribution
    blobs = shown_blobs(db.session(), contribution.volume, contribution)
    pictures = {
        path: source_of(blob, own_page("picture", path=path)) for path, blob in blobs.items()
    }
    return show_text(
        contribution.volume, text, path=contribution.path, pictures=pictures, signed=link.name
    )
