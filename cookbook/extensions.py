"""Flask's extensions, made bare; the factory binds them to an app."""

from __future__ import annotations

import sqlite3
from typing import Any

from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from cookbook.config import Settings, migrations_folder
from cookbook.models import Base
from cookbook.storage import KeptCache, Storage, open_cache, open_storage

SETTINGS_KEY = "COOKBOOK_SETTINGS"
STORAGE_KEY = "cookbook-storage"
CACHE_KEY = "cookbook-cache"
BUSY_TIMEOUT_MS = 10_000

db = SQLAlchemy(model_class=Base)
migrate = Migrate(db=db, directory=str(migrations_folder()), render_as_batch=True)
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://")


def upgrade_database() -> None:
    """Bring the present app's database to the newest migration; one that is there is left alone."""
    with db.engine.begin() as connection:
        command.upgrade(migration_script(connection), "head")


def migration_script(connection: Connection) -> Config:
    """Give what Alembic's commands need to work over this connection."""
    script = Config()
    script.set_main_option("script_location", str(migrations_folder()))
    script.attributes["connection"] = connection
    return script


def bind_storage(app: Flask, settings: Settings) -> None:
    """Give the app the place where its bytes lie, and the press's cache."""
    app.extensions[STORAGE_KEY] = open_storage(settings)
    app.extensions[CACHE_KEY] = open_cache(settings.cache)


def get_storage() -> Storage:
    """Give the place where the present app's bytes lie."""
    storage: Storage = current_app.extensions[STORAGE_KEY]
    return storage


def get_cache() -> KeptCache:
    """Give the place where the present app keeps what the press need not make again."""
    cache: KeptCache = current_app.extensions[CACHE_KEY]
    return cache


def get_settings() -> Settings:
    """Give the present app's settings."""
    settings: Settings = current_app.config[SETTINGS_KEY]
    return settings


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 -- a driver's connection has no common type
    """Have SQLite guard foreign keys, wait for its turn, and let readers read while one writes."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


@event.listens_for(Engine, "savepoint")
def _begin_before_savepoint(connection: Connection, _name: str) -> None:
    """Have a savepoint stand in a transaction.

    SQLite's driver begins one only before it changes something, so that reading needs no turn; a
    savepoint outside of one would be committed when it is released.
    """
    driver = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection) and not driver.in_transaction:
        driver.execute("BEGIN IMMEDIATE")
