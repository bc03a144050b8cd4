"""Two editors at once, each on a connection of their own: nothing is lost, and both are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from cookbook.curating.arrangements import read_arrangement
from cookbook.curating.arranging import change_order
from cookbook.curating.editors import remove_editor
from cookbook.curating.ordering import put
from cookbook.curating.problems import (
    ArrangementChangedError,
    CuratingError,
    NotWaitingError,
    RoleError,
)
from cookbook.curating.reviewing import Opinion, review_revision
from cookbook.extensions import db
from cookbook.models import Contribution, ContributionState, Person, Revision, Verdict, Volume
from tests.factories.contributions import make_contribution
from tests.factories.people import make_editor
from tests.factories.volumes import make_volume
from tests.servers.databases import NewDatabase
from tests.site import make_site


@pytest.fixture
def house(new_database: NewDatabase, tmp_path: Path) -> Iterator[Flask]:
    """A site that a test may write to for good."""
    app = make_site(tmp_path / "instance", new_database())
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(house: Flask, *works: Callable[[], None]) -> list[str]:
    """Do all at the same moment; give the name of what each was refused with, or ""."""
    start = Barrier(len(works))

    def do(work: Callable[[], None]) -> str:
        with house.app_context():
            start.wait(10)
            try:
                work()
                db.session.commit()
            except CuratingError as error:
                db.session.rollback()
                return type(error).__name__
            finally:
                db.session.remove()
        return ""

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(do, works))


def test_of_two_who_arrange_one_is_told_and_the_others_move_stands(house: Flask) -> None:
    session = db.session()
    volume = make_volume(session)
    editor = make_editor(session, volume)
    free = [
        make_contribution(session, volume, state=ContributionState.ACCEPTED).id for _ in range(4)
    ]
    number, person, part = volume.id, editor.id, volume.parts[0].id
    seen = read_arrangement(session, volume).version
    session.commit()

    def place(contribution: int) -> Callable[[], None]:
        def work() -> None:
            mine = db.session()
            change_order(
                mine,
                mine.get_one(Volume, number),
                lambda order: put(order, contribution, f"last:p{part}"),
                seen=seen,
                person=mine.get_one(Person, person),
            )

        return work

    answers = at_once(house, *map(place, free))
    assert sorted(answers) == ["", *[ArrangementChangedError.__name__] * 3]
    session.expire_all()
    arrangement = read_arrangement(session, session.get_one(Volume, number))
    assert [each.id for each in arrangement.walk()] == [free[answers.index("")]]
    assert len(arrangement.aside) == 3


def test_of_two_verdicts_one_counts(house: Flask) -> None:
    session = db.session()
    volume = make_volume(session)
    editors = [make_editor(session, volume).id for _ in range(2)]
    soup = make_contribution(session, volume, state=ContributionState.SUBMITTED)
    number, read = soup.id, soup.head_id
    session.commit()

    def judge(editor: int, verdict: Verdict) -> Callable[[], None]:
        def work() -> None:
            mine = db.session()
            review_revision(
                mine,
                mine.get_one(Revision, read),
                Opinion(verdict, "A word."),
                editor=mine.get_one(Person, editor),
            )

        return work

    answers = at_once(house, judge(editors[0], Verdict.ACCEPT), judge(editors[1], Verdict.DECLINE))
    assert sorted(answers) == ["", NotWaitingError.__name__]
    session.expire_all()
    soup = session.get_one(Contribution, number)
    assert len(soup.reviews) == 1
    accepted = soup.state is ContributionState.ACCEPTED
    assert accepted == (soup.reviews[0].verdict is Verdict.ACCEPT)


def test_two_who_take_each_others_role_leave_one_editor(house: Flask) -> None:
    session = db.session()
    volume = make_volume(session)
    one, two = (make_editor(session, volume).id for _ in range(2))
    number = volume.id
    session.commit()

    def remove(editor: int, by: int) -> Callable[[], None]:
        def work() -> None:
            mine = db.session()
            remove_editor(
                mine,
                mine.get_one(Volume, number),
                mine.get_one(Person, editor),
                by=mine.get_one(Person, by),
            )

        return work

    answers = at_once(house, remove(one, two), remove(two, one))
    assert sorted(answers) == ["", RoleError.__name__]
