from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.models import (
    AuditRecord,
    Build,
    BuildState,
    ContributionState,
    Edition,
    EditionState,
    now,
)
from cookbook.publishing.builds import cancel_build
from cookbook.publishing.editions import (
    discard_edition,
    frozen_edition,
    release_edition,
    retry_edition,
)
from cookbook.publishing.folders import freeze_volume
from cookbook.publishing.imprints import with_imprint
from cookbook.publishing.problems import EditionStateError
from tests.factories.people import make_person
from tests.publishing.conftest import make_book


def released(session: Session, build: Build) -> Edition:
    """The edition of a build, as if that had succeeded."""
    edition = build.edition
    assert edition is not None
    build.state, build.ended_at = BuildState.SUCCEEDED, now()
    edition.state, edition.released_at = EditionState.RELEASED, now()
    session.flush()
    return edition


def failed(session: Session, build: Build) -> Edition:
    """The edition of a build that was cancelled."""
    cancel_build(session, build, person=None)
    edition = build.edition
    assert edition is not None
    session.refresh(edition)
    return edition


class TestReleaseEdition:
    def test_it_freezes_the_volume_under_the_next_number(self, session: Session) -> None:
        volume = make_book(session, "Stone Soups")
        person = make_person(session)
        released(session, release_edition(session, volume, person=None))
        build = release_edition(session, volume, person=person, note="With a new soup.")
        edition = build.edition
        assert edition is not None
        assert (edition.number, edition.title, edition.note) == (
            2,
            "Stone Soups",
            "With a new soup.",
        )
        assert (edition.state, edition.made_by) == (EditionState.PRESSING, person)
        assert (build.state, build.volume_id) == (BuildState.QUEUED, volume.id)
        present = freeze_volume(session, volume)
        imprint = with_imprint(present.book, 2, edition.made_at.date(), [])
        assert frozen_edition(edition) == replace(present, book=imprint)

    def test_it_waits_for_the_one_that_is_being_pressed(self, session: Session) -> None:
        volume = make_book(session)
        release_edition(session, volume, person=None)
        with pytest.raises(EditionStateError, match="edition 1"):
            release_edition(session, volume, person=None)

    def test_one_that_failed_makes_way_for_it(self, session: Session) -> None:
        volume = make_book(session)
        first = release_edition(session, volume, person=None)
        failed(session, first)
        second = release_edition(session, volume, person=None)
        assert second.edition is not None
        assert second.edition.number == 1
        chosen = select(Edition.id).where(Edition.volume_id == volume.id)
        assert session.scalars(chosen).all() == [second.edition_id]


class TestRetryEdition:
    def test_it_presses_the_same_texts_again(self, session: Session) -> None:
        build = release_edition(session, make_book(session), person=None)
        edition = failed(session, build)
        before = frozen_edition(edition)
        again = retry_edition(session, edition, person=None)
        assert (again.edition_id, again.state) == (edition.id, BuildState.QUEUED)
        assert again.id != build.id
        assert edition.state is EditionState.PRESSING
        assert frozen_edition(edition) == before

    def test_it_refuses_one_with_a_text_that_was_withdrawn_since(self, session: Session) -> None:
        volume = make_book(session)
        edition = failed(session, release_edition(session, volume, person=None))
        withdrawn = volume.contributions[0]
        withdrawn.state, withdrawn.accepted = ContributionState.WITHDRAWN, None
        session.flush()
        with pytest.raises(EditionStateError, match="has withdrawn it"):
            retry_edition(session, edition, person=None)
        assert edition.state is EditionState.FAILED

    def test_it_refuses_one_that_has_not_failed(self, session: Session) -> None:
        edition = released(session, release_edition(session, make_book(session), person=None))
        with pytest.raises(EditionStateError):
            retry_edition(session, edition, person=None)


class TestDiscardEdition:
    def test_it_takes_away_the_edition_and_its_builds(self, session: Session) -> None:
        build = release_edition(session, make_book(session), person=None)
        edition = failed(session, build)
        volume, build_id = edition.volume_id, build.id
        discard_edition(session, edition, person=make_person(session, "Ines"))
        assert not session.scalars(select(Edition).where(Edition.volume_id == volume)).all()
        assert session.get(Build, build_id) is None
        last = select(AuditRecord).order_by(AuditRecord.id.desc())
        done = session.scalars(last).first()
        assert done is not None
        assert (done.action, done.detail) == ("discard edition", "edition 1")

    def test_it_refuses_one_that_readers_have(self, session: Session) -> None:
        edition = released(session, release_edition(session, make_book(session), person=None))
        with pytest.raises(EditionStateError):
            discard_edition(session, edition, person=None)
