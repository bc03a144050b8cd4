"""A book that asks for recipes, somebody who writes one, and an editor."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.models import (
    Contribution,
    Person,
    Volume,
)
from tests.factories.contributions import make_contribution
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_call, make_volume


@pytest.fixture
def volume(session: Session) -> Volume:
    volume = make_volume(session, "Under One Roof")
    make_call(session, volume, words="We want soups.", wanted=["A soup for forty"])
    return volume


@pytest.fixture
def ana(session: Session) -> Person:
    return make_person(session, "Ana Duarte")


@pytest.fixture
def tom(session: Session, volume: Volume) -> Person:
    return make_editor(session, volume, "Tom Okafor")


@pytest.fixture
def soup(session: Session, volume: Volume, ana: Person) -> Contribution:
    return make_contribution(session, volume, ana, title="Stone soup")
