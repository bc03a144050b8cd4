"""Binds Flask-Security to the tables of people: registering, confirming, signing in, resetting."""

from __future__ import annotations

from flask import Flask
from flask_security.datastore import SQLAlchemyUserDatastore

from cookbook.extensions import db, mail, security
from cookbook.models import Person, Role


def bind_accounts(app: Flask) -> None:
    """Set up accounts and mail for the app."""
    app.config.from_mapping(
        SECURITY_PASSWORD_SALT="",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 -- the name of a method
        SECURITY_REGISTERABLE=True,
        SECURITY_CONFIRMABLE=True,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_REGISTER_URL="/register",
        SECURITY_STATIC_FOLDER=None,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
    )
    mail.init_app(app)
    security.init_app(app, SQLAlchemyUserDatastore(db, Person, Role))
