"""A book that asks for recipes, somebody who writes one, and an editor."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.archive.searching import EntryWords
from cookbook.contributing.suggesting.proposing import (
    Proposal,
    base_of_suggestion,
    propose_change,
)
from cookbook.models import (
    Contribution,
    ContributionState,
    EditionEntry,
    Person,
    Suggestion,
    Volume,
)
from tests.factories.contributions import make_contribution
from tests.factories.editions import make_edition, put_entry
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


TWO_CHANGES = (("500 g beans", "600 g beans"), ("Wash the beans.", "Wash the beans well."))


@pytest.fixture
def accepted(session: Session, volume: Volume, ana: Person) -> Contribution:
    """A recipe that the editors have accepted, and no edition holds yet."""
    state = ContributionState.ACCEPTED
    return make_contribution(session, volume, ana, title="Bean soup", state=state)


@pytest.fixture
def printed(session: Session, accepted: Contribution) -> Contribution:
    """A recipe that stands in a released edition."""
    put_in_an_edition(session, accepted)
    return accepted


@pytest.fixture
def rosa(session: Session) -> Person:
    return make_person(session, "Rosa Lind")


def put_in_an_edition(session: Session, contribution: Contribution) -> EditionEntry:
    """Have a released edition hold a text as it is accepted now."""
    edition = make_edition(session, contribution.volume)
    entry = put_entry(session, edition, EntryWords(contribution.title))
    entry.contribution = contribution
    entry.revision = contribution.accepted
    session.flush()
    return entry


def suggested(
    session: Session,
    contribution: Contribution,
    person: Person | None,
    *,
    changes: tuple[tuple[str, str], ...] = TWO_CHANGES,
    **more: str,
) -> Suggestion:
    """A suggestion of these changes to what is accepted."""
    base = base_of_suggestion(session, contribution, 0)
    text = base.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    proposal = Proposal(text, **more)
    suggestion, _ = propose_change(session, contribution, proposal, base=base, person=person)
    return suggestion
