"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from cookbook.models import (
    Build,
    BuildPurpose,
    BuildState,
    Contribution,
    ContributionState,
    Matter,
    Part,
    Review,
    Revision,
    Verdict,
    now,
)
from tests.factories.contributions import add_revision, make_contribution
from tests.factories.people import make_person
from tests.factories.volumes import make_volume


class TestRevisions:
    @pytest.mark.parametrize("change", [{"text": "x"}, {"number": 9}, {"author_name": "Eve"}])
    def test_they_never_change(self, session: Session, change: dict[str, Any]) -> None:
        contribution = make_contribution(session, make_volume(session))
        with pytest.raises(DBAPIError, match="never change"):
            session.execute(
                update(Revision).where(Revision.id == contribution.head_id).values(**change)
            )

    def test_their_numbers_are_their_own(self, session: Session) -> None:
        contribution = make_contribution(session, make_volume(session))
        revision = add_revision(session, contribution, "x")
        revision_copy = type(revision)(
            contribution_id=contribution.id, number=revision.number, text="y", digest="0" * 64
        )
        session.add(revision_copy)
        with pytest.raises(IntegrityError):
            session.flush()


class TestContributions:
    def test_what_is_accepted_has_an_accepted_revision(self, session: Session) -> None:
        contribution = make_contribution(session, make_volume(session))
        contribution.state = ContributionState.ACCEPTED
        with pytest.raises(IntegrityError):
            session.flush()

    def test_a_state_is_one_of_those_there_are(self, session: Session) -> None:
        contribution = make_contribution(session, make_volume(session))
        with pytest.raises(IntegrityError):
            session.execute(
                text("UPDATE contributions SET state = 'lost' WHERE id = :id"),
                {"id": contribution.id},
            )

    def test_two_have_no_path_in_common(self, session: Session) -> None:
        first = make_contribution(session, make_volume(session))
        session.add(Contribution(volume=first.volume, kind=first.kind, path=first.path))
        with pytest.raises(IntegrityError):
            session.flush()

    def test_a_no_has_a_note(self, session: Session) -> None:
        contribution = make_contribution(session, make_volume(session))
        session.add(
            Review(
                contribution=contribution,
                revision=contribution.head,
                editor=make_person(session),
                verdict=Verdict.DECLINE,
            )
        )
        with pytest.raises(IntegrityError):
            session.flush()


class TestVolumes:
    def test_they_have_one_front_matter(self, session: Session) -> None:
        volume = make_volume(session)
        for position in (0, 1):
            session.add(Part(volume=volume, matter=Matter.FRONT, position=position))
        with pytest.raises(IntegrityError):
            session.flush()

    def test_they_have_one_preview_at_a_time(self, session: Session) -> None:
        volume = make_volume(session)
        done = Build(
            volume=volume,
            purpose=BuildPurpose.PREVIEW,
            state=BuildState.SUCCEEDED,
            ended_at=now(),
        )
        session.add_all([done, Build(volume=volume, purpose=BuildPurpose.PREVIEW)])
        session.flush()
        session.add(Build(volume=volume, purpose=BuildPurpose.PREVIEW))
        with pytest.raises(IntegrityError):
            session.flush()
