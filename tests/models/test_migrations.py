"""The migrations make what the models say, and can be taken back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from cookbook.extensions import db, migration_script
from cookbook.models import Base
from tests.servers.databases import NewDatabase
from tests.site import make_site

BY_HAND = "search_index"


class TestMigrations:
    def test_they_make_what_the_models_say(self, new_database: NewDatabase, tmp_path: Path) -> None:
        app = make_site(tmp_path, new_database())
        with app.app_context():
            with db.engine.connect() as connection:
                found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
            db.engine.dispose()
        assert [each for each in found if BY_HAND not in str(each)] == []

    def test_they_can_be_taken_back(self, new_database: NewDatabase, tmp_path: Path) -> None:
        app = make_site(tmp_path, new_database())
        with app.app_context():
            with db.engine.begin() as connection:
                command.downgrade(migration_script(connection), "base")
            left = set(inspect(db.engine).get_table_names())
            db.engine.dispose()
        assert left <= {"alembic_version"}
