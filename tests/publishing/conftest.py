"""A house for tests that commit for good: a site on a database of its own, with a small book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cookbook.config import BuildSettings
from cookbook.extensions import db
from cookbook.models import ContributionState, Volume
from cookbook.publishing.running import Desk
from cookbook.publishing.tasks import make_desk
from tests.factories.contributions import make_contribution
from tests.factories.volumes import make_volume, place
from tests.servers.databases import NewDatabase
from tests.site import make_site

MakeBook: TypeAlias = Callable[..., Volume]

LEASE_SECONDS = 2


def make_book(session: Session, title: str = "Stone Soups", *texts: str) -> Volume:
    """A volume in which a recipe of each text stands, or a small one."""
    volume = make_volume(session, title)
    for text in texts or ("",):
        place(
            session,
            make_contribution(session, volume, text=text, state=ContributionState.ACCEPTED),
        )
    return volume


@pytest.fixture
def house(new_database: NewDatabase, tmp_path: Path) -> Iterator[Flask]:
    """A site that a test may write to for good; its builds are held for two seconds at a time."""
    builds = BuildSettings(lease_seconds=LEASE_SECONDS, processes=1)
    app = make_site(tmp_path / "instance", new_database(), builds=builds)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def rows(house: Flask) -> Session:
    """The session of the house."""
    assert house
    return db.session()


@pytest.fixture
def desk(house: Flask) -> Iterator[Desk]:
    """A worker's desk in the house."""
    made = make_desk(house)
    with made.room:
        yield made
