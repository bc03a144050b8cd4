"""A build's books are checked when they are there, and what was found is kept and shown."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from cookbook.models import BuildState, EditionState
from cookbook.publishing.builds import ask_for_preview
from cookbook.publishing.editions import release_edition
from cookbook.publishing.running import Desk, run_build
from cookbook.publishing.verdicts import CHECKS, checks_of
from tests.factories.contributions import recipe_text
from tests.publishing.conftest import make_book


class TestChecksOfABuild:
    def test_they_are_kept_with_the_build_and_the_edition(self, desk: Desk, rows: Session) -> None:
        text = recipe_text("Stone soup", by="Ada Obi")
        build = release_edition(rows, make_book(rows, "Stone Soups", text), person=None)
        rows.commit()

        run_build(replace(desk, settings=replace(desk.settings, checks=True)), build.id)

        rows.expire_all()
        edition = build.edition
        assert edition is not None
        assert (build.state, edition.state) == (BuildState.SUCCEEDED, EditionState.RELEASED)
        assert build.report["recipes"] == edition.facts["recipes"] == 1
        assert build.report[CHECKS] == edition.facts[CHECKS]
        checks = checks_of(edition.facts)
        assert checks is not None
        titles = {each.title for each in checks.passed}
        assert "EPUBCheck has nothing to say against it" in titles
        assert "PDF/UA-1 is claimed and kept, as far as we see" in titles
        assert checks.words == f"{len(checks.passed)} of {len(titles)} checks passed"
        assert not list(desk.folder.iterdir())

    def test_a_site_may_do_without(self, desk: Desk, rows: Session) -> None:
        build = ask_for_preview(rows, make_book(rows), person=None)
        rows.commit()
        run_build(desk, build.id)
        rows.expire_all()
        assert build.state is BuildState.SUCCEEDED
        assert checks_of(build.report) is None
