"""Binds Flask-Security to the tables of people: registering, confirming, signing in, resetting."""

from __future__ import annotations

import datetime as dt
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, g, request, session
from flask_login import user_logged_in
from flask_security.core import Security
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.mail_util import EmailValidateException, MailUtil
from flask_security.signals import password_reset, user_registered
from flask_security.views import register
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts import by_mail, forms
from cookbook.accounts.addresses import EmailError, absolute_url, plain_email
from cookbook.accounts.limits import bind_limits
from cookbook.accounts.mails import post_mail, stays_in_outbox
from cookbook.accounts.messages import MESSAGES
from cookbook.accounts.people import confirm_person
from cookbook.accounts.roles import make_first_administrator
from cookbook.archive.records import record
from cookbook.extensions import db, get_settings
from cookbook.models import Person, Role, now

REMEMBERED = dt.timedelta(days=90)
KEPT_AT_SIGN_IN = frozenset(
    {
        "_user_id",
        "_fresh",
        "_id",
        "_remember",
        "_remember_seconds",
        "_flashes",
        "fs_cc",
        "fs_paa",
    }
)
"""What of a session outlives signing in: what signing in has written, and words to be shown."""


def bind_accounts(app: Flask) -> None:
    """Set up accounts and mail for the app."""
    app.config.from_mapping(_settings())
    # One for each app: it keeps what it signs with.
    security = Security(
        app,
        SQLAlchemyUserDatastore(db, Person, Role),
        mail_util_cls=Mails,
        login_form=forms.SignInForm,
        register_form=forms.JoinForm,
        reset_password_form=forms.FreshPasswordForm,
        change_password_form=forms.OwnPasswordForm,
        verify_form=forms.AgainForm,
    )
    # Pages are for people: no tokens in addresses, no JSON in or out.
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(lambda _request: None)
    app.view_functions.update(
        {
            "security.register": _register,
            "security.confirm_email": by_mail.confirm_email,
            "security.send_confirmation": by_mail.send_confirmation,
            "security.forgot_password": by_mail.forgot_password,
        }
    )
    app.jinja_env.globals.update(
        absolute_url=absolute_url,
        mails_stay_in_outbox=stays_in_outbox,
        is_demo=lambda: get_settings().demo,
    )
    user_registered.connect(_welcome, app)
    password_reset.connect(_confirm_who_has_reset, app)
    user_logged_in.connect(_begin_session_anew, app)
    bind_limits(app)
    app.before_request(_refuse_json)
    app.after_request(_send_what_waits)


def _settings() -> dict[str, Any]:
    return {
        "REMEMBER_COOKIE_DURATION": REMEMBERED,
        # No secret: argon2 salts each password by itself. Flask-Security keys a digest with it that
        # brings passwords of every length to one, and every password depends on it.
        "SECURITY_PASSWORD_SALT": "cookbook",
        "SECURITY_PASSWORD_HASH": "argon2",
        # What stands in links is signed; a slow digest within would only slow mails down.
        "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
        "SECURITY_PASSWORD_LENGTH_MIN": forms.PASSWORD_MIN_LENGTH,
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_DATETIME_FACTORY": now,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_REGISTERABLE": True,
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_REGISTER_URL": "/register",
        "SECURITY_CHANGE_URL": "/profile/password",
        "SECURITY_VERIFY_URL": "/sign-in/again",
        "SECURITY_POST_LOGIN_VIEW": "accounts.come_in",
        "SECURITY_POST_LOGOUT_VIEW": "reading.home",
        "SECURITY_POST_REGISTER_VIEW": "accounts.mail_sent",
        "SECURITY_POST_CHANGE_VIEW": "accounts.profile",
        "SECURITY_POST_RESET_VIEW": "security.login",
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_REGISTER_EMAIL_TEMPLATE": "mails/welcome",
        "SECURITY_REGISTER_EMAIL_EXISTING_TEMPLATE": "mails/already_here",
        "SECURITY_EMAIL_TEMPLATE_CONFIRM": "mails/confirm",
        "SECURITY_EMAIL_TEMPLATE_PASSWORD_RESET": "mails/new_password",
        "SECURITY_EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "mails/password_changed",
        "SECURITY_EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "mails/password_changed",
        "SECURITY_EMAIL_SUBJECT_REGISTER": "Your account, and one click more",
        "SECURITY_EMAIL_SUBJECT_CONFIRM": "Please confirm your e-mail address",
        "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "A link for a new password",
        "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password has been changed",
        "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password has been changed",
        **{f"SECURITY_MSG_{key}": words for key, words in MESSAGES.items()},
    }


class Mails(MailUtil):
    """Flask-Security's mails, by our ways; and addresses as we keep them."""

    def send_mail(  # noqa: PLR0913, PLR0917 -- Flask-Security's signature
        self,
        template: str,  # noqa: ARG002 -- likewise
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],  # noqa: ARG002 -- likewise
        body: str | None,
        html: str | None,  # noqa: ARG002 -- likewise
        **words: Any,  # noqa: ANN401 -- likewise
    ) -> None:
        """Have a mail wait for the commit, which Flask-Security does at the request's end."""
        name = words["user"].name if "user" in words else ""
        g.setdefault("waiting_mails", []).append((name, str(recipient), str(subject), body or ""))

    def normalize(self, email: str) -> str:
        """Give an address as it is kept."""
        try:
            return plain_email(email)
        except EmailError as err:
            raise EmailValidateException(MESSAGES["INVALID_EMAIL_ADDRESS"][0]) from err

    def validate(self, email: str) -> str:
        """Give an address as it is kept."""
        return self.normalize(email)


@wraps(register)
def _register() -> AnyResponse | str:
    """Sign somebody up; who comes second with an address is answered as if they came later."""
    try:
        answer: AnyResponse | str = register()
    except IntegrityError:
        db.session.rollback()
        g.pop("waiting_mails", None)
        session.pop("_flashes", None)
        answer = register()
    return answer


def _welcome(_app: Flask, *, user: Person, form_data: dict[str, Any], **_: object) -> None:
    # Here, and not at the request's end, it shows whether somebody else took the address.
    db.session.flush()
    if make_first_administrator(db.session(), user):
        record(db.session(), user, "came first and runs the site", user.email)
    by_mail.remember_where_to(form_data.get("next"))


def _confirm_who_has_reset(_app: Flask, *, user: Person, **_: object) -> None:
    # The link came to their mailbox, and nowhere else.
    confirm_person(db.session(), user)


def _begin_session_anew(_app: Flask, **_: object) -> None:
    """Leave behind what the session held before: its form token may be in a stranger's hands."""
    kept = {key: session[key] for key in KEPT_AT_SIGN_IN if key in session}
    session.clear()
    session.update(kept)
    g.pop("csrf_token", None)


def _refuse_json() -> None:
    if request.blueprint == "security" and request.is_json:
        abort(415)


def _send_what_waits(response: Response) -> Response:
    waiting = g.pop("waiting_mails", [])
    if response.status_code < 500:  # noqa: PLR2004 -- what failed wasn't committed
        for mail in waiting:
            post_mail(*mail)
    return response
