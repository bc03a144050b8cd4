"""The ways in that go by mail: confirming an address, asking for another mail or a new password.

They stand in the place of Flask-Security's own, which act on the mere opening of a link. The
programs that look through people's mail open links too.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_security.confirmable import (
    confirm_email_token_status,
    confirm_user,
    send_confirmation_instructions,
)
from flask_security.recoverable import send_reset_password_instructions
from flask_security.utils import login_user, logout_user, validate_redirect_url
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.forms import AddressForm
from cookbook.extensions import db
from cookbook.models import Person

NEXT = "then_to"
"""Where in the session it stands what somebody wanted before they had to sign up."""


def confirm_email(token: str) -> AnyResponse | str:
    """Ask whether it is really them (GET), then confirm the address and sign them in (POST)."""
    expired, invalid, person = confirm_email_token_status(token)
    if expired or invalid or person is None or not person.active:
        flash("This link is too old or not complete. We gladly send another.", "error")
        return redirect(url_for("security.send_confirmation"))
    if person.confirmed_at is not None:
        flash("Your address is confirmed already.", "success")
        return redirect(url_for("accounts.profile" if person == current_user else "security.login"))
    if request.method != "POST":
        return render_template("security/confirm_email.html", person=person, token=token)
    then_to = session.get(NEXT, "")
    confirm_user(person)
    db.session.commit()
    logout_user()
    login_user(person, remember=False, authn_via=["confirm"])
    flash(f"Welcome, {person.name}. Your address is confirmed.", "success")
    return redirect(then_to or url_for("accounts.come_in"))


def send_confirmation() -> AnyResponse | str:
    """Send the mail with the link once more. What is answered says nothing of who is here."""
    form = AddressForm()
    if not form.validate_on_submit():
        form.email.data = form.email.data or request.args.get("email", "")
        return render_template("security/send_confirmation.html", form=form)
    person = _who(form.email.data)
    if person is not None and person.confirmed_at is None:
        send_confirmation_instructions(person)
    elif person is not None:
        # Who asks for this and has it already has most likely lost the password.
        send_reset_password_instructions(person)
    return redirect(url_for("accounts.mail_sent"))


def forgot_password() -> AnyResponse | str:
    """Send a link for a new password. What is answered says nothing of who is here."""
    form = AddressForm()
    if not form.validate_on_submit():
        if current_user.is_authenticated:
            form.email.data = form.email.data or current_user.email
        return render_template("security/forgot_password.html", form=form)
    person = _who(form.email.data)
    if person is not None:
        send_reset_password_instructions(person)
    return redirect(url_for("accounts.mail_sent"))


def remember_where_to(wanted: str | None) -> None:
    """Keep in mind what somebody wanted, if it is a page of ours, until they have signed up."""
    if wanted and wanted.startswith("/") and validate_redirect_url(wanted):
        session[NEXT] = wanted


def _who(email: str | None) -> Person | None:
    found = select(Person).where(func.lower(Person.email) == email, Person.active)
    return db.session.scalar(found)
