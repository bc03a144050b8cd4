"""The site as commands use it: its database brought up to date, its storage, its settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cookbook.app import create_app
from cookbook.config import Settings
from cookbook.extensions import db, get_settings, upgrade_database


@contextmanager
def open_site() -> Iterator[Settings]:
    """Open the site of the instance; what is done within may use its session and its storage.

    Nothing is committed here.
    """
    app = create_app()
    with app.app_context():
        upgrade_database()
        try:
            yield get_settings()
        finally:
            db.session.remove()
            db.engine.dispose()
