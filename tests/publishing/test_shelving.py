from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.searching import EntryWords
from cookbook.extensions import get_storage
from cookbook.models import Build, BuildFile, BuildState, EditionState, SearchText, Volume
from cookbook.publishing.builds import ask_for_preview
from cookbook.publishing.editions import release_edition
from cookbook.publishing.indexing import EntryRecord
from cookbook.publishing.leases import Claim, claim_build, end_build
from cookbook.publishing.problems import LostBuildError
from cookbook.publishing.shelving import (
    PREVIEWS_KEPT,
    keep_files,
    media_type_of,
    shelve_edition,
    shelve_preview,
)
from tests.publishing.conftest import make_book

LEASE = dt.timedelta(seconds=30)


def claimed(session: Session, build: Build) -> Claim:
    claim = claim_build(session, build.id, worker="Rosa", lease=LEASE)
    assert claim is not None
    return claim


def made(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in {"report": "{}", **files}.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def shelved(session: Session, volume: Volume, folder: Path) -> Build:
    build = ask_for_preview(session, volume, person=None)
    files = keep_files(get_storage(), folder, lambda _done, _total: None)
    shelve_preview(session, claimed(session, build), files, {"pages": 1}, "Done\n")
    session.refresh(build)
    return build


class TestKeepFiles:
    def test_it_keeps_all_but_the_report(self, session: Session, tmp_path: Path) -> None:
        assert session
        heard: list[tuple[int, int]] = []
        out = made(tmp_path / "out", a="one", b="two")
        files = keep_files(get_storage(), out, lambda done, total: heard.append((done, total)))
        assert [each.path for each in files] == ["a.json", "b.json"]
        assert get_storage().read(files[0].digest) == b"one"
        assert heard == [(1, 2), (2, 2)]


class TestShelvePreview:
    def test_its_files_take_the_place_of_the_last(self, session: Session, tmp_path: Path) -> None:
        volume = make_book(session)
        first = shelved(session, volume, made(tmp_path / "first", a="one", b="two"))
        second = shelved(session, volume, made(tmp_path / "second", a="one"))
        session.expire_all()
        assert not first.files
        assert first.source == {}
        assert first.report == {"pages": 1}
        assert [each.path for each in second.files] == ["a.json"]

    def test_the_previews_of_other_volumes_stay(self, session: Session, tmp_path: Path) -> None:
        out = made(tmp_path / "out", a="one")
        other = shelved(session, make_book(session), out)
        shelved(session, make_book(session), out)
        session.expire_all()
        assert [each.path for each in other.files] == ["a.json"]

    def test_the_oldest_are_forgotten(self, session: Session, tmp_path: Path) -> None:
        volume = make_book(session)
        out = made(tmp_path / "out", a="one")
        for _ in range(PREVIEWS_KEPT + 2):
            end_build(
                session,
                claimed(session, ask_for_preview(session, volume, person=None)),
                BuildState.FAILED,
            )
        shelved(session, volume, out)
        kept = session.scalars(select(Build.id).where(Build.volume_id == volume.id)).all()
        assert len(kept) == PREVIEWS_KEPT + 1

    def test_who_lost_the_build_shelves_nothing(self, session: Session, tmp_path: Path) -> None:
        build = ask_for_preview(session, make_book(session), person=None)
        claim = claimed(session, build)
        late = Claim(build.id, claim.worker, claim.attempt + 1)
        files = keep_files(get_storage(), made(tmp_path / "out", a="one"), lambda *_: None)
        with pytest.raises(LostBuildError):
            shelve_preview(session, late, files, {}, "")
        chosen = select(BuildFile).where(BuildFile.build_id == build.id)
        assert not session.scalars(chosen).all()


class TestShelveEdition:
    def test_long_entries_are_found_by_their_words_too(
        self, session: Session, tmp_path: Path
    ) -> None:
        volume = make_book(session)
        build = release_edition(session, volume, person=None)
        path = volume.contributions[0].path
        body = " ".join(f"wörd{number}" for number in range(80_000))
        words = EntryWords("T" * 400, "Ada", body=body)
        record = EntryRecord(path, "a.html", "Ada", "recipe", words)
        files = keep_files(get_storage(), made(tmp_path / "out", a="one"), lambda *_: None)
        shelve_edition(session, claimed(session, build), files, [record], {"pages": 1}, "")
        session.expire_all()
        edition = build.edition
        assert edition is not None
        assert (edition.state, edition.facts) == (EditionState.RELEASED, {"pages": 1})
        (entry,) = edition.entries
        assert len(entry.title) == 300
        assert session.get_one(SearchText, entry.id).body.startswith("word0 word1")


class TestMediaTypeOf:
    @pytest.mark.parametrize(
        ("path", "media_type"),
        [
            ("a.epub", "application/epub+zip"),
            ("web/a.HTML", "text/html"),
            ("web/fonts/a.woff2", "font/woff2"),
            ("a.unheard", "application/octet-stream"),
        ],
    )
    def test_it_tells_by_the_name(self, path: str, media_type: str) -> None:
        assert media_type_of(path) == media_type
