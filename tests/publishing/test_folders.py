from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cookbook.archive.pictures import add_file, keep_blob
from cookbook.errors import CookbookError
from cookbook.extensions import get_storage
from cookbook.manuscript import parse_credits, read_book_folder
from cookbook.models import ContributionState, Volume
from cookbook.publishing.folders import Frozen, export_volume, freeze_volume, write_frozen
from cookbook.publishing.problems import NotReadyError
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.people import make_person
from tests.factories.volumes import make_volume, place
from tests.publishing.conftest import make_book

ACCEPTED = ContributionState.ACCEPTED


def give_file(session: Session, volume: Volume, path: str, **more: object) -> None:
    blob = keep_blob(session, get_storage(), path.encode(), "image/jpeg")
    add_file(session, volume, path, blob, **more)  # type: ignore[arg-type]  # as add_file has them


class TestFreezeVolume:
    def test_it_takes_the_accepted_text_and_not_the_head(self, session: Session) -> None:
        volume = make_book(session)
        contribution = volume.contributions[0]
        accepted = contribution.accepted
        add_revision(session, contribution, recipe_text("Later"))
        assert accepted is not None
        manifest = freeze_volume(session, volume).manifest
        assert manifest == {contribution.path: {"revision": accepted.id, "digest": accepted.digest}}

    def test_it_takes_the_revision_that_an_entry_is_pinned_to(self, session: Session) -> None:
        volume = make_book(session)
        contribution = volume.contributions[0]
        pinned = contribution.accepted
        contribution.accepted = add_revision(session, contribution, recipe_text("Later"))
        volume.entries[0].pinned_revision = pinned
        session.flush()
        assert pinned is not None
        manifest = freeze_volume(session, volume).manifest
        assert manifest[contribution.path]["revision"] == pinned.id

    def test_it_names_the_entries_that_have_no_accepted_text(self, session: Session) -> None:
        volume = make_book(session)
        waiting = make_contribution(session, volume, state=ContributionState.SUBMITTED)
        place(session, waiting)
        with pytest.raises(NotReadyError, match=waiting.path) as caught:
            freeze_volume(session, volume)
        assert caught.value.entries == (waiting.path,)

    def test_it_refuses_an_empty_book(self, session: Session) -> None:
        with pytest.raises(NotReadyError, match="empty"):
            freeze_volume(session, make_volume(session))

    def test_files_of_what_does_not_stand_in_the_book_stay_out(self, session: Session) -> None:
        volume = make_book(session)
        placed = volume.contributions[0]
        unplaced = make_contribution(session, volume, state=ACCEPTED)
        give_file(session, volume, "images/cover.jpg")
        give_file(session, volume, "images/in.jpg", contribution=placed)
        give_file(session, volume, "images/out.jpg", contribution=unplaced)
        manifest = freeze_volume(session, volume).manifest
        assert sorted(manifest) == ["images/cover.jpg", "images/in.jpg", placed.path]

    def test_an_account_lends_its_town_and_life_to_the_name_it_signed_with(
        self, session: Session
    ) -> None:
        volume = make_volume(session)
        ada = make_person(session, "Ada Obi", town="Porto", life="Cooks\non Sundays.")
        eve = make_person(session, "Eve Roth", town="Bonn", life="Types what others tell her.")
        for author in (ada, eve):
            text = recipe_text("Soup", by="Ada Obi")
            place(session, make_contribution(session, volume, author, text=text, state=ACCEPTED))
        people = parse_credits(freeze_volume(session, volume).credits).people
        assert [(each.name, each.town, each.life) for each in people.values()] == [
            ("Ada Obi", "Porto", "Cooks on Sundays.")
        ]

    def test_what_credits_say_of_a_person_is_left_as_it_is_written(self, session: Session) -> None:
        written = "people:\n  ada:\n    name:  Ada Obi # from her letter\n"
        volume = make_volume(session, credits=written)
        ada = make_person(session, "Ada Obi", town="Porto")
        place(session, make_contribution(session, volume, ada, state=ACCEPTED))
        assert freeze_volume(session, volume).credits == written

    def test_it_gives_back_what_its_values_hold(self, session: Session) -> None:
        frozen = freeze_volume(session, make_book(session))
        assert Frozen(**frozen.as_values()) == frozen


class TestWriteFrozen:
    def test_it_writes_a_book_folder_byte_for_byte(self, session: Session, tmp_path: Path) -> None:
        text = recipe_text("Soupe à l’oignon").replace("Simmer.", "Simmer.  \n\n\n")
        bibliography = "@book{a, title={B}}\n"
        volume = make_volume(session, credits="book: {editor: [Ada]}\n", bibliography=bibliography)
        entry = make_contribution(session, volume, text=text, state=ACCEPTED)
        place(session, entry)
        give_file(session, volume, "images/cover.jpg")
        frozen = freeze_volume(session, volume)
        write_frozen(session, get_storage(), frozen, tmp_path / "book")
        written = {
            path.relative_to(tmp_path / "book").as_posix(): path.read_bytes()
            for path in (tmp_path / "book").rglob("*")
            if path.is_file()
        }
        assert written == {
            "book.yaml": frozen.book.encode(),
            "credits.yaml": b"book: {editor: [Ada]}\n",
            "references.bib": bibliography.encode(),
            "images/cover.jpg": b"images/cover.jpg",
            entry.path: text.encode(),
        }
        assert list(read_book_folder(tmp_path / "book").entries) == [entry.path]

    @pytest.mark.parametrize("path", ["../out.md", "/etc/out.md", "book.yaml"])
    def test_it_writes_nothing_outside_the_folder_or_over_its_frame(
        self, session: Session, tmp_path: Path, path: str
    ) -> None:
        frozen = freeze_volume(session, make_book(session))
        only = next(iter(frozen.manifest.values()))
        wrong = Frozen(frozen.book, manifest={path: only})
        with pytest.raises(CookbookError, match="no path"):
            write_frozen(session, get_storage(), wrong, tmp_path / "book")

    def test_it_names_the_entry_whose_revision_is_gone(
        self, session: Session, tmp_path: Path
    ) -> None:
        frozen = Frozen("title: x\n", manifest={"recipes/a.md": {"revision": -1, "digest": ""}})
        with pytest.raises(CookbookError, match=r"recipes/a\.md"):
            write_frozen(session, get_storage(), frozen, tmp_path / "book")


class TestExportVolume:
    def test_it_writes_what_would_be_pressed(self, session: Session, tmp_path: Path) -> None:
        volume = make_book(session)
        export_volume(session, get_storage(), volume, tmp_path / "book")
        assert list(read_book_folder(tmp_path / "book").entries) == [volume.contributions[0].path]

    def test_it_writes_the_frame_of_an_empty_volume(self, session: Session, tmp_path: Path) -> None:
        volume = make_volume(session, "To Come")
        export_volume(session, get_storage(), volume, tmp_path / "book")
        assert "title: To Come" in (tmp_path / "book" / "book.yaml").read_text(encoding="utf-8")
