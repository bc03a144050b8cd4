"""A chapter to work on, and a source to cite; people and volume are those of the folder above."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.models import Contribution, ContributionKind, Person, Volume
from tests.factories.contributions import make_contribution

BIBLIOGRAPHY = "@book{knuth1984, author={Knuth, Donald}, title={{The TeXbook}}, year={1984}}\n"


@pytest.fixture
def cited(volume: Volume) -> Volume:
    """The volume, with one source."""
    volume.bibliography = BIBLIOGRAPHY
    return volume


@pytest.fixture
def chapter(session: Session, volume: Volume, ana: Person) -> Contribution:
    """A chapter that Ana writes."""
    return make_contribution(session, volume, ana, title="On soup", kind=ContributionKind.CHAPTER)
