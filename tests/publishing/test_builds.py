from __future__ import annotations

import datetime as dt
import threading

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.extensions import db
from cookbook.models import MAX_ATTEMPTS, Build, BuildState, Edition, EditionState, now
from cookbook.publishing.builds import (
    ask_for_preview,
    cancel_build,
    last_good_preview,
    progress_of,
)
from cookbook.publishing.editions import release_edition
from cookbook.publishing.leases import (
    Claim,
    claim_build,
    end_build,
    reap_builds,
    release_build,
    renew_lease,
    untaken_builds,
)
from cookbook.publishing.problems import BuildEndedError, LostBuildError, NotReadyError
from tests.factories.people import make_person
from tests.factories.volumes import make_volume
from tests.publishing.conftest import make_book

LEASE = dt.timedelta(seconds=30)
OVER = dt.timedelta(seconds=-1)


def queued(session: Session) -> Build:
    return ask_for_preview(session, make_book(session), person=None)


def claimed(session: Session, build: Build, lease: dt.timedelta = LEASE) -> Claim:
    claim = claim_build(session, build.id, worker="Rosa", lease=lease)
    assert claim is not None
    session.refresh(build)
    return claim


class TestAskForPreview:
    def test_it_freezes_the_volume_as_it_is(self, session: Session) -> None:
        volume = make_book(session, "Stone Soups")
        person = make_person(session)
        build = ask_for_preview(session, volume, person=person)
        assert (build.state, build.attempts, build.asked_by) == (BuildState.QUEUED, 0, person)
        assert "title: Stone Soups" in build.source["book"]
        assert list(build.source["manifest"]) == [volume.contributions[0].path]

    def test_it_gives_the_one_that_is_on_its_way(self, session: Session) -> None:
        build = queued(session)
        assert ask_for_preview(session, build.volume, person=None).id == build.id
        claimed(session, build)
        assert ask_for_preview(session, build.volume, person=None).id == build.id

    def test_it_makes_a_new_one_after_that_has_ended(self, session: Session) -> None:
        build = queued(session)
        cancel_build(session, build, person=None)
        assert ask_for_preview(session, build.volume, person=None).id > build.id

    def test_it_refuses_a_volume_that_is_not_ready(self, session: Session) -> None:
        with pytest.raises(NotReadyError):
            ask_for_preview(session, make_volume(session), person=None)


class TestCancelBuild:
    def test_one_that_waits_ends_at_once_and_its_edition_fails(self, session: Session) -> None:
        build = release_edition(session, make_book(session), person=None)
        cancel_build(session, build, person=None)
        assert build.state is BuildState.CANCELLED
        assert build.edition is not None
        session.refresh(build.edition)
        assert build.edition.state is EditionState.FAILED

    def test_one_that_runs_is_asked_to_stop(self, session: Session) -> None:
        build = queued(session)
        claim = claimed(session, build)
        cancel_build(session, build, person=None)
        assert (build.state, build.cancel_asked) == (BuildState.RUNNING, True)
        assert renew_lease(session, claim, LEASE, {}) is True

    def test_one_that_ended_stays_as_it_is(self, session: Session) -> None:
        build = queued(session)
        end_build(session, claimed(session, build), BuildState.SUCCEEDED)
        with pytest.raises(BuildEndedError):
            cancel_build(session, build, person=None)


class TestProgressOf:
    def test_it_tells_stage_steps_and_attempts(self, session: Session) -> None:
        build = queued(session)
        claim = claimed(session, build)
        renew_lease(session, claim, LEASE, {"stage": "Reading", "done": 3, "total": 9})
        progress = progress_of(session, build)
        assert (progress.stage, progress.done, progress.total) == ("Reading", 3, 9)
        assert (progress.attempts, progress.is_active) == (1, True)

    def test_it_tells_how_many_wait_before(self, session: Session) -> None:
        first = queued(session)
        second = queued(session)
        assert progress_of(session, second).before == progress_of(session, first).before + 1


class TestLastGoodPreview:
    def test_it_is_the_newest_that_succeeded(self, session: Session) -> None:
        build = queued(session)
        assert last_good_preview(session, build.volume) is None
        end_build(session, claimed(session, build), BuildState.SUCCEEDED)
        failing = ask_for_preview(session, build.volume, person=None)
        end_build(session, claimed(session, failing), BuildState.FAILED)
        found = last_good_preview(session, build.volume)
        assert found is not None
        assert found.id == build.id


class TestClaimBuild:
    def test_nobody_takes_a_build_twice(self, session: Session) -> None:
        build = queued(session)
        claim = claimed(session, build)
        assert (claim.attempt, build.worker, build.state) == (1, "Rosa", BuildState.RUNNING)
        assert claim_build(session, build.id, worker="Ines", lease=LEASE) is None


class TestHoldingABuild:
    def test_a_worker_whose_build_another_has_can_do_nothing_to_it(self, session: Session) -> None:
        build = queued(session)
        old = claimed(session, build, OVER)
        assert build.id in reap_builds(session)
        new = claimed(session, build)
        assert new.attempt == 2
        with pytest.raises(LostBuildError):
            renew_lease(session, old, LEASE, {"stage": "Reading"})
        with pytest.raises(LostBuildError):
            end_build(session, old, BuildState.FAILED)
        with pytest.raises(LostBuildError):
            release_build(session, old)
        session.refresh(build)
        assert (build.state, build.stage) == (BuildState.RUNNING, "Starting")

    def test_a_worker_that_stops_gives_it_back_at_no_cost(self, session: Session) -> None:
        build = queued(session)
        release_build(session, claimed(session, build))
        session.refresh(build)
        assert (build.state, build.attempts) == (BuildState.QUEUED, 0)

    def test_given_back_while_it_is_to_be_cancelled_it_ends(self, session: Session) -> None:
        build = queued(session)
        claim = claimed(session, build)
        cancel_build(session, build, person=None)
        release_build(session, claim)
        session.refresh(build)
        assert build.state is BuildState.CANCELLED


class TestReapBuilds:
    def test_it_leaves_those_alone_whose_lease_runs(self, session: Session) -> None:
        build = queued(session)
        claimed(session, build)
        assert build.id not in reap_builds(session)

    def test_after_the_last_attempt_a_build_and_its_edition_have_failed(
        self, session: Session
    ) -> None:
        build = release_edition(session, make_book(session), person=None)
        for attempt in range(1, MAX_ATTEMPTS + 1):
            claimed(session, build, OVER)
            assert (build.id in reap_builds(session)) is (attempt < MAX_ATTEMPTS)
        session.refresh(build)
        assert build.state is BuildState.FAILED
        assert "stopped 3 times" in build.problem
        chosen = select(Edition.state).where(Edition.id == build.edition_id)
        assert session.scalar(chosen) is EditionState.FAILED

    def test_one_that_is_to_be_cancelled_is_not_run_again(self, session: Session) -> None:
        build = queued(session)
        claimed(session, build, OVER)
        cancel_build(session, build, person=None)
        assert build.id not in reap_builds(session)
        session.refresh(build)
        assert build.state is BuildState.CANCELLED

    def test_of_two_reapers_at_once_one_brings_a_build_back(
        self, house: Flask, rows: Session
    ) -> None:
        builds = [queued(rows) for _ in range(4)]
        for build in builds:
            claimed(rows, build, OVER)
        rows.commit()
        begin = threading.Barrier(2)
        found: list[int] = []

        def reap() -> None:
            with house.app_context(), Session(db.engine) as session:
                begin.wait(timeout=20)
                reaped = reap_builds(session)
                session.commit()
                found.extend(reaped)

        reapers = [threading.Thread(target=reap) for _ in range(2)]
        for each in reapers:
            each.start()
        for each in reapers:
            each.join(timeout=30)
        assert sorted(found) == sorted(build.id for build in builds)
        attempts = select(func.sum(Build.attempts)).where(Build.state == BuildState.QUEUED)
        assert rows.scalar(attempts) == len(builds)


class TestUntakenBuilds:
    def test_they_are_those_that_wait_for_long(self, session: Session) -> None:
        new, old = queued(session), queued(session)
        old.asked_at = now() - dt.timedelta(minutes=1)
        session.flush()
        found = untaken_builds(session)
        assert (new.id in found, old.id in found) == (False, True)
