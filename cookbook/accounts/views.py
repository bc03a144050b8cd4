"""The pages of one's own account; signing in and the like are Flask-Security's, in our dress."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_security.utils import login_user, logout_user, verify_and_update_password
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts import administering
from cookbook.accounts.addresses import absolute_url
from cookbook.accounts.forms import NewAddressForm, ProfileForm
from cookbook.accounts.guard import present_person
from cookbook.accounts.mails import send_mail
from cookbook.accounts.outbox import newest_mails
from cookbook.accounts.people import (
    AddressTakenError,
    change_address,
    change_profile,
    confirm_person,
    is_taken,
)
from cookbook.accounts.roles import edits_anything
from cookbook.accounts.tokens import (
    LinkError,
    make_new_address_token,
    read_new_address_token,
    read_sign_in_token,
    use_sign_in_token,
)
from cookbook.archive.records import record
from cookbook.extensions import db, get_settings
from cookbook.models import Person

MAILS_SHOWN = 100

blueprint = Blueprint("accounts", __name__)
administering.add_pages(blueprint)


@blueprint.route("/profile", methods=["GET", "POST"])
def profile() -> AnyResponse | str:
    """Show and change what books say of oneself."""
    person = _myself()
    form = ProfileForm(obj=person)
    if not form.validate_on_submit():
        return render_template("accounts/profile.html", form=form, person=person)
    change_profile(
        db.session(),
        person,
        name=form.name.data or "",
        town=form.town.data or "",
        life=form.life.data or "",
    )
    db.session.commit()
    flash("Saved. New books will say it so.", "success")
    return redirect(url_for("accounts.profile"))


@blueprint.route("/profile/address", methods=["GET", "POST"])
def new_address() -> AnyResponse | str:
    """Ask for another e-mail address; it is taken once the link sent there has been followed."""
    person = _myself()
    form = NewAddressForm()
    if not (form.validate_on_submit() and _gave_password(form, person)):
        return render_template("accounts/new_address.html", form=form, person=person)
    email = form.email.data or ""
    if is_taken(db.session(), email):
        # Who is here is nobody's business: the one who has the address is told, and no one else.
        send_mail(email, "Somebody asked for your address", "address_asked_for")
    else:
        token = make_new_address_token(_secret(), person, email)
        link = absolute_url("accounts.confirm_address", token=token)
        send_mail(email, "Please confirm your new address", "new_address", person=person, link=link)
    return redirect(url_for("accounts.mail_sent"))


@blueprint.route("/profile/address/<token>", methods=["GET", "POST"])
def confirm_address(token: str) -> AnyResponse | str:
    """Ask whether it is really them (GET), then take the new address (POST)."""
    session = db.session()
    try:
        asked = read_new_address_token(session, _secret(), token)
        if request.method != "POST":
            return render_template("accounts/confirm_address.html", asked=asked, token=token)
        old = change_address(session, asked.person, asked.email)
    except (LinkError, AddressTakenError) as err:
        return _dead_link(err)
    session.commit()
    send_mail(old, "Your e-mail address has been changed", "address_changed", person=asked.person)
    flash(f"From now on we write to {asked.email}, and you sign in with it.", "success")
    return redirect(
        url_for("accounts.profile" if current_user.is_authenticated else "security.login")
    )


@blueprint.get("/mail-sent")
def mail_sent() -> str:
    """Say that a mail is on its way, and where to look for it."""
    return render_template("accounts/mail_sent.html")


@blueprint.route("/enter/<token>", methods=["GET", "POST"])
def enter(token: str) -> AnyResponse | str:
    """Offer the way in that a link opens (GET), and go it, once (POST)."""
    session = db.session()
    try:
        if request.method != "POST":
            person = read_sign_in_token(session, _secret(), token)
            return render_template("accounts/enter.html", person=person, token=token)
        person = use_sign_in_token(session, _secret(), token)
    except LinkError as err:
        session.rollback()
        return _dead_link(err)
    confirm_person(session, person)
    record(session, person, "signed in by a link", person.email)
    session.commit()
    logout_user()
    login_user(person, remember=False, authn_via=["link"])
    flash(f"Welcome, {person.name}.", "success")
    return redirect(url_for("accounts.come_in"))


@blueprint.get("/come-in")
def come_in() -> AnyResponse:
    """Lead somebody who has just signed in to where their work lies."""
    person = present_person()
    edits = person is not None and edits_anything(db.session(), person)
    return redirect(url_for("curating.desk" if edits else "contributing.desk"))


@blueprint.get("/outbox")
def outbox() -> str:
    """Show the mails that no server has taken."""
    settings = get_settings()
    mails = newest_mails(settings.outbox_folder, MAILS_SHOWN)
    return render_template("accounts/outbox.html", mails=mails, shown=MAILS_SHOWN)


def _myself() -> Person:
    person = current_user._get_current_object()  # noqa: SLF001 -- werkzeug's documented way out of a proxy
    assert isinstance(person, Person)  # noqa: S101 -- the guard lets nobody else in
    return person


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _gave_password(form: NewAddressForm, person: Person) -> bool:
    """Tell whether they gave their password, if they have one; says so on the form if not."""
    if person.password is None:
        return True
    if form.password.data and verify_and_update_password(form.password.data, person):
        return True
    form.password.errors = ["This is not your password."]
    return False


def _dead_link(problem: LinkError | AddressTakenError) -> AnyResponse:
    page = render_template("accounts/dead_link.html", problem=problem)
    return current_app.make_response((page, 410))
