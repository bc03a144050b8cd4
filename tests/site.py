"""The fixtures of the site's tests: a database, an app on it, a session, browsers signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from cookbook.app import create_app
from cookbook.config import FetchSettings, Settings
from cookbook.extensions import db, upgrade_database
from cookbook.models import Person
from tests.servers.databases import NewDatabase

QUICK_HASHES = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}

SignIn: TypeAlias = Callable[[Person], FlaskClient]


def test_settings(instance: Path, database_url: str, **values: object) -> Settings:
    """The settings of a site under test: mail into the outbox, no limits, no pages of others."""
    given: dict[str, object] = {
        "secret_key": "a secret of the tests, long enough",
        "limits": False,
        "fetching": FetchSettings(allowed=False),
    }
    return Settings(instance, database_url, **{**given, **values})  # type: ignore[arg-type]  # checked by the dataclass's users


def make_site(instance: Path, database_url: str, **values: object) -> Flask:
    """A site of its own, on a database that it may write to for good."""
    app = create_app(
        test_settings(instance, database_url, **values),
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        SQLALCHEMY_ENGINE_OPTIONS={},
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=QUICK_HASHES,
    )
    with app.app_context():
        upgrade_database()
    return app


@pytest.fixture(scope="session")
def database_url(new_database: NewDatabase) -> str:
    """The database that tests share, each in a transaction that is taken back."""
    return new_database()


@pytest.fixture(scope="session")
def site(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site that tests share. Use `app`, which undoes what a test did."""
    app = make_site(tmp_path_factory.mktemp("instance"), database_url)
    app.before_request_funcs.setdefault(None, []).insert(0, _forget_the_last_request)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(site: Flask) -> Iterator[Flask]:
    """The site, in a transaction that is taken back after the test, whatever is committed in it."""
    with site.app_context():
        engine = db.engine
        if engine.dialect.name == "sqlite" and not event.contains(engine, "begin", _begin):
            event.listen(engine, "connect", _no_own_transactions)
            event.listen(engine, "begin", _begin)
            engine.dispose()
        with engine.connect() as connection:
            outer = connection.begin()
            db.session.remove()
            db.engines[None] = connection  # type: ignore[index]  # every session joins this transaction
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield site
            finally:
                db.session.remove()
                db.engines[None] = engine  # type: ignore[index]  # as it was
                outer.rollback()


@pytest.fixture
def session(app: Flask) -> Session:
    """The test's own session; what it flushes, requests see."""
    assert app
    return db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A passer-by's browser."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Give the browser of a person who has signed in."""

    def signed_in(person: Person) -> FlaskClient:
        db.session.commit()
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"] = person.fs_uniquifier
            kept["_fresh"] = True
        return browser

    return signed_in


def _forget_the_last_request() -> None:
    # Requests of one test share its app's context, and with it `g`, which says who is signed in.
    vars(g._get_current_object()).clear()


def _no_own_transactions(connection: object, _record: object) -> None:
    # SQLite's driver begins transactions when it likes, which loses savepoints.
    connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
