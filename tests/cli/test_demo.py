from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml import html as lxml_html
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.cli.community.founding import ForeignInstanceError, note_position, story_position
from cookbook.cli.community.shelf import copy_books
from cookbook.cli.community.story import Community, StoryError, read_community
from cookbook.cli.demo import DemoError, lay_community, refuse_taken_port
from cookbook.config import BuildSettings, samples_folder
from cookbook.extensions import db, get_storage
from cookbook.models import (
    AuditRecord,
    Build,
    BuildState,
    Contribution,
    ContributionState,
    Edition,
    Person,
    Review,
    Revision,
    RevisionStanding,
    Verdict,
    now,
)
from tests.factories.people import make_person
from tests.journeys.town import BOOKS, SLUG, small_community
from tests.servers.databases import NewDatabase
from tests.site import make_site


def in_one_pressing() -> Community:
    """The small community with one edition, so that nothing has to wait for another press."""
    community = small_community()
    releases = [deed for deed in community.deeds if deed.verb == "release"]
    kept = tuple(deed for deed in community.deeds if deed not in releases[:-1])
    return dataclasses.replace(community, deeds=kept)


@pytest.fixture(scope="module")
def town(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site that the demo has been laid into; the tests only look at it."""
    folder = tmp_path_factory.mktemp("instance")
    app = make_site(folder, new_database(), builds=BuildSettings(processes=1))
    with app.app_context():
        lay_community(db.session(), BOOKS, in_one_pressing(), folder)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def rows(town: Flask) -> Session:
    assert town
    return db.session()


class TestReadCommunity:
    def test_everybody_in_the_story_is_somebody_and_every_text_is_there(self) -> None:
        community = read_community(samples_folder())
        for deed in community.deeds:
            assert not deed.by or deed.by in community.residents, deed
            if deed.verb == "begin":
                assert (community.folder / deed.of).is_file(), deed
        assert community.administrator in community.residents
        assert {key for key, _ in community.links} <= community.residents.keys()

    def test_the_story_goes_forward(self) -> None:
        days = [deed.ago for deed in read_community(samples_folder()).deeds]
        assert days == sorted(days, reverse=True)

    def test_it_says_where_it_looked_when_nothing_is_there(self, tmp_path: Path) -> None:
        with pytest.raises(StoryError, match=r"community\.yaml"):
            read_community(tmp_path)


class TestLayCommunity:
    def test_there_is_something_in_every_state(self, rows: Session) -> None:
        states = set(rows.scalars(select(Contribution.state)))
        assert states == set(ContributionState)

    def test_a_review_is_going_on_over_a_second_version(self, rows: Session) -> None:
        chosen = select(Contribution).where(Contribution.state == ContributionState.IN_REVIEW)
        contribution = rows.scalars(chosen).one()
        assert [review.verdict for review in contribution.reviews] == [Verdict.ASK_FOR_CHANGES]
        assert contribution.reviews[0].revision != contribution.head
        assert len(contribution.revisions) == 2

    def test_two_versions_wait_to_be_settled(self, rows: Session) -> None:
        chosen = select(Revision).where(Revision.standing == RevisionStanding.DIVERGENT)
        assert rows.scalars(chosen).one().contribution.title == "Bombay toastie"

    def test_something_accepted_stands_nowhere_yet(self, rows: Session) -> None:
        accepted = Contribution.state == ContributionState.ACCEPTED
        chosen = select(Contribution).where(accepted, Contribution.author_id.is_not(None))
        assert {each.entry is None for each in rows.scalars(chosen)} == {True, False}

    def test_everything_is_pressed_and_dated_in_the_past(self, rows: Session) -> None:
        assert set(rows.scalars(select(Build.state))) == {BuildState.SUCCEEDED}
        edition = rows.scalars(select(Edition)).one()
        assert edition.released_at is not None
        assert edition.released_at < now()
        newest = rows.scalar(select(func.max(Review.created_at)))
        assert newest is not None
        assert newest < now()

    def test_the_second_time_nothing_changes(self, town: Flask, rows: Session) -> None:
        counted = [select(func.count(table.id)) for table in (AuditRecord, Person, Build, Revision)]
        before = [rows.scalar(each) for each in counted]
        lay_community(rows, BOOKS, in_one_pressing(), Path(town.instance_path))
        assert [rows.scalar(each) for each in counted] == before

    def test_the_books_lie_in_a_folder_and_lead_nowhere_else(
        self, rows: Session, tmp_path: Path
    ) -> None:
        [(slug, files)] = copy_books(rows, get_storage(), tmp_path, (SLUG,))
        assert slug == SLUG
        assert [file.suffix for file in files] == [".epub", ".pdf", ".html"]
        for page in (tmp_path / SLUG / "web").glob("*.html"):
            links = lxml_html.parse(str(page)).xpath("//a[@class='home']/@href")
            assert links == ["index.html"]
        written = files[0].stat().st_mtime_ns
        copy_books(rows, get_storage(), tmp_path, (SLUG,))
        assert files[0].stat().st_mtime_ns == written

    def test_it_leaves_other_peoples_communities_alone(
        self, session: Session, tmp_path: Path
    ) -> None:
        make_person(session)
        with pytest.raises(ForeignInstanceError, match="a community already"):
            lay_community(session, BOOKS, in_one_pressing(), tmp_path)

    def test_it_goes_on_where_it_was_interrupted(self, session: Session, tmp_path: Path) -> None:
        nothing_left = dataclasses.replace(in_one_pressing(), deeds=())
        note_position(session, 0)
        lay_community(session, BOOKS, nothing_left, tmp_path)
        assert story_position(session) == 1


class TestRefuseTakenPort:
    def test_it_names_the_port_and_another(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(DemoError, match=f"port {port} is taken") as refused:
                refuse_taken_port(port)
        assert str(port + 1) in refused.value.remedy
