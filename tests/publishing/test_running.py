from __future__ import annotations

import threading

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.extensions import get_storage
from cookbook.models import (
    Build,
    BuildFile,
    BuildState,
    EditionEntry,
    EditionFile,
    EditionState,
    SearchText,
)
from cookbook.publishing.builds import ask_for_preview, cancel_build, last_good_preview
from cookbook.publishing.editions import release_edition, retry_edition
from cookbook.publishing.running import Desk, run_build, sweep_pressing_folder
from tests.factories.contributions import add_revision, recipe_text
from tests.publishing.conftest import make_book

UNREADABLE = "---\nkind: recipe\ntitle: [no\n---\nA story.\n"


def wait_for_press(session: Session, build: Build) -> None:
    """Return once a build's press told of its first stage."""
    session.rollback()
    while not session.scalar(select(Build.log).where(Build.id == build.id)):
        session.rollback()


class TestAnEdition:
    def test_it_is_released_with_files_entries_and_words(self, desk: Desk, rows: Session) -> None:
        text = recipe_text("Éclairs à l’œuf", by="Ada Øbi")
        volume = make_book(rows, "Stone Soups", text)
        contribution = volume.contributions[0]
        accepted = contribution.accepted
        build = release_edition(rows, volume, person=None)
        add_revision(rows, contribution, recipe_text("Later"))
        rows.commit()

        run_build(desk, build.id)

        rows.expire_all()
        edition = build.edition
        assert edition is not None
        assert (build.state, build.problem) == (BuildState.SUCCEEDED, "")
        assert edition.state is EditionState.RELEASED
        assert edition.facts["recipes"] == 1
        files = {each.path: each for each in edition.files}
        assert {"stone-soups.epub", "stone-soups.pdf", "web/index.html"} < set(files)
        assert files["stone-soups.epub"].blob.media_type == "application/epub+zip"
        pdf = get_storage().read(files["stone-soups.pdf"].digest)
        assert pdf.startswith(b"%PDF")
        assert files["stone-soups.pdf"].blob.size == len(pdf)
        (entry,) = edition.entries
        assert (entry.title, entry.byline, entry.kind) == ("Éclairs à l’œuf", "Ada Øbi", "recipe")
        assert (entry.contribution, entry.revision) == (contribution, accepted)
        page = get_storage().read(files[f"web/{entry.page}"].digest).decode()
        assert "Éclairs" in page
        assert 'href="../../1"' in page
        words = rows.get_one(SearchText, entry.id)
        assert words.title == "eclairs a l oeuf"
        assert words.people == "ada obi"
        assert "500 g beans" in words.ingredients
        assert "simmer" in words.body
        assert words.excerpt.startswith("A story of Éclairs à l’œuf.")
        assert "Attempt 1" in build.log
        assert "Reading" in build.log
        assert not list(desk.folder.iterdir())

    def test_one_that_fails_leaves_nothing_and_can_be_tried_again(
        self, desk: Desk, rows: Session
    ) -> None:
        build = release_edition(rows, make_book(rows, "Bad", UNREADABLE), person=None)
        rows.commit()
        run_build(desk, build.id)
        rows.expire_all()
        edition = build.edition
        assert edition is not None
        assert (build.state, edition.state) == (BuildState.FAILED, EditionState.FAILED)
        assert not rows.scalar(select(func.count()).select_from(EditionFile))
        assert not rows.scalar(select(func.count()).select_from(EditionEntry))
        again = retry_edition(rows, edition, person=None)
        rows.commit()
        run_build(desk, again.id)
        rows.expire_all()
        assert again.state is BuildState.FAILED


class TestAPreview:
    def test_a_failure_names_the_entry_and_leaves_the_last_good_files(
        self, desk: Desk, rows: Session
    ) -> None:
        volume = make_book(rows, "Stone Soups")
        contribution = volume.contributions[0]
        good = ask_for_preview(rows, volume, person=None)
        rows.commit()
        run_build(desk, good.id)
        rows.expire_all()
        assert good.state is BuildState.SUCCEEDED
        paths = {each.path for each in good.files}
        assert {"stone-soups.epub", "stone-soups.pdf", "web/index.html"} < paths

        contribution.accepted = add_revision(rows, contribution, UNREADABLE)
        bad = ask_for_preview(rows, volume, person=None)
        rows.commit()
        run_build(desk, bad.id)

        rows.expire_all()
        assert bad.state is BuildState.FAILED
        assert bad.problem_place == contribution.path
        assert bad.problem.startswith("line 3: ")
        assert bad.remedy
        assert "Failed:" in bad.log
        last = last_good_preview(rows, volume)
        assert last is not None
        assert last.id == good.id
        assert {each.path for each in last.files} == paths

    def test_it_is_run_by_one_worker_only(self, desk: Desk, rows: Session) -> None:
        build = ask_for_preview(rows, make_book(rows, "Bad", UNREADABLE), person=None)
        rows.commit()
        run_build(desk, build.id)
        run_build(desk, build.id)
        rows.expire_all()
        assert build.attempts == 1

    def test_cancelled_while_it_runs_it_ends_soon(self, desk: Desk, rows: Session) -> None:
        build = ask_for_preview(rows, make_book(rows), person=None)
        rows.commit()
        press = threading.Thread(target=run_build, args=(desk, build.id))
        press.start()
        wait_for_press(rows, build)
        cancel_build(rows, build, person=None)
        rows.commit()
        press.join(timeout=60)
        rows.expire_all()
        assert build.state is BuildState.CANCELLED
        assert build.log.rstrip().endswith("Cancelled")
        assert not rows.scalar(select(func.count()).select_from(BuildFile))

    def test_when_the_worker_stops_it_goes_back_to_the_queue(
        self, desk: Desk, rows: Session
    ) -> None:
        build = ask_for_preview(rows, make_book(rows), person=None)
        rows.commit()
        desk.stopping.set()
        run_build(desk, build.id)
        rows.expire_all()
        assert (build.state, build.attempts) == (BuildState.QUEUED, 0)


class TestSweepPressingFolder:
    def test_it_takes_away_what_nobody_works_on(self, desk: Desk, rows: Session) -> None:
        build = ask_for_preview(rows, make_book(rows), person=None)
        rows.flush()
        for name in (f"{build.id}-1", "999-1", "notes"):
            (desk.folder / name).mkdir(parents=True)
        sweep_pressing_folder(rows, desk.folder)
        assert [each.name for each in desk.folder.iterdir()] == ["notes"]
