"""Texts enter the tables whole, in order, and never over one another."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.revisions import (
    HeadMovedError,
    Origin,
    add_revision,
    free_path,
    new_contribution,
)
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError
from cookbook.models import Contribution, ContributionKind, Revision, RevisionStanding
from tests.factories.contributions import recipe_text
from tests.factories.people import make_person
from tests.factories.volumes import make_volume
from tests.servers.databases import NewDatabase
from tests.site import make_site

RECIPE = ContributionKind.RECIPE


def fresh(session: Session, title: str = "Stone soup") -> Contribution:
    author = make_person(session, "Ines")
    return new_contribution(session, make_volume(session), RECIPE, title=title, author=author)


class TestANewContribution:
    @pytest.mark.parametrize(
        ("title", "path"),
        [
            ("Stone soup", "recipes/stone-soup.md"),
            ("Crème brûlée!", "recipes/creme-brulee.md"),
            ("Борщ", "recipes/recipe.md"),
            ("../../etc", "recipes/etc.md"),
        ],
    )
    def test_its_path_says_its_title(self, session: Session, title: str, path: str) -> None:
        assert fresh(session, title).path == path

    def test_its_path_is_its_own(self, session: Session) -> None:
        first = fresh(session)
        assert free_path(session, first.volume, RECIPE, "Stone Soup") == "recipes/stone-soup-2.md"


class TestAddRevision:
    def test_it_becomes_the_head(self, session: Session) -> None:
        contribution = fresh(session)
        origin = Origin(author=contribution.author, summary="First")
        revision = add_revision(session, contribution, recipe_text("Stock", by="Ines"), origin)
        assert contribution.head is revision
        assert (revision.number, revision.author_name, revision.title) == (1, "Ines", "Stock")
        assert (contribution.title, contribution.byline) == ("Stock", "Ines")

    def test_it_refuses_a_base_that_is_no_longer_the_head(self, session: Session) -> None:
        contribution = fresh(session)
        first = add_revision(session, contribution, recipe_text("One"), Origin())
        second = add_revision(session, contribution, recipe_text("Two"), Origin(parent=first))
        with pytest.raises(HeadMovedError):
            add_revision(session, contribution, recipe_text("Late"), Origin(parent=first))
        assert contribution.head is second
        assert contribution.title == "Two"
        texts = session.scalars(select(Revision.title).order_by(Revision.number)).all()
        assert texts[-2:] == ["One", "Two"]

    def test_what_diverges_is_kept_and_leaves_the_head(self, session: Session) -> None:
        contribution = fresh(session)
        first = add_revision(session, contribution, recipe_text("One"), Origin())
        other = add_revision(
            session,
            contribution,
            recipe_text("Other"),
            Origin(parent=first),
            standing=RevisionStanding.DIVERGENT,
        )
        assert contribution.head is first
        assert other.number == 2
        assert contribution.title == "One"

    def test_a_text_that_cannot_be_read_is_refused(self, session: Session) -> None:
        contribution = fresh(session)
        with pytest.raises(FrontMatterError):
            add_revision(session, contribution, "---\ntitle: [\n---\n", Origin())
        assert contribution.head is None


class TestManySavesAtOnce:
    def test_one_moves_the_head_and_the_others_are_told(
        self, new_database: NewDatabase, tmp_path: Path
    ) -> None:
        app = make_site(tmp_path, new_database())
        with app.app_context():
            contribution = fresh(db.session())
            add_revision(db.session(), contribution, recipe_text("Base"), Origin())
            db.session.commit()
            number = contribution.id
        told: list[str] = []
        gate = threading.Barrier(6)

        def save(name: str) -> None:
            with app.app_context():
                session = db.session()
                mine = session.get_one(Contribution, number)
                base = mine.head
                gate.wait()
                try:
                    add_revision(session, mine, recipe_text(name), Origin(parent=base))
                    session.commit()
                    told.append("saved")
                except HeadMovedError:
                    session.rollback()
                    told.append("moved")

        threads = [threading.Thread(target=save, args=(f"Save {n}",)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with app.app_context():
            kept = db.session.get_one(Contribution, number)
            assert sorted(told) == ["moved"] * 5 + ["saved"]
            assert len(kept.revisions) == 2
            db.session.remove()
            db.engine.dispose()
