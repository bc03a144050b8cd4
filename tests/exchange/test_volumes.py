from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_book
from cookbook.archive.revisions import Origin, add_revision
from cookbook.errors import CookbookError
from cookbook.exchange import volumes
from cookbook.exchange.collected import Collected
from cookbook.exchange.volumes import (
    Archive,
    StoredChanges,
    VolumeError,
    check_slug,
    find_volume,
    store_collection,
)
from cookbook.manuscript import (
    Book,
    BookFolder,
    Credits,
    EntryRef,
    Part,
    Recipe,
    write_recipe,
)
from cookbook.manuscript import Person as Contributor
from cookbook.models import AuditRecord, Contribution, ContributionState, Credit, VolumeFile
from cookbook.storage import LocalStorage

SLUG = "pond-book"


def collected(pictures: dict[str, Path] | None = None, **titles: str) -> Collected:
    entries = {
        f"recipes/{name}.md": Recipe(title=title, by=("Ana",)) for name, title in titles.items()
    }
    parts = (Part(entries=tuple(EntryRef(path) for path in entries)),)
    return Collected(BookFolder(Book(title="Book", parts=parts), entries=entries), pictures or {})


@pytest.fixture
def archive(session: Session, tmp_path: Path) -> Archive:
    return Archive(session, LocalStorage(tmp_path / "storage"))


def find(archive: Archive, path: str) -> Contribution:
    return archive.session.scalars(select(Contribution).where(Contribution.path == path)).one()


def edit(archive: Archive, path: str, title: str) -> None:
    contribution = find(archive, path)
    text = write_recipe(Recipe(title=title))
    add_revision(archive.session, contribution, text, Origin(parent=contribution.head))


class TestASlug:
    @pytest.mark.parametrize("slug", ["", "..", "a/b", "Pond", "-a", "a" * 65, "a.b", "a\n"])
    def test_a_bad_one_is_refused(self, archive: Archive, slug: str) -> None:
        with pytest.raises(VolumeError, match="can't name a volume"):
            store_collection(collected(a="A"), slug, archive)

    def test_a_good_one_is_given_back(self) -> None:
        assert check_slug(SLUG) == SLUG

    def test_one_that_is_not_there_is_answered_with_those_that_are(self, archive: Archive) -> None:
        store_collection(collected(a="A"), SLUG, archive)
        assert find_volume(archive.session, SLUG).title == "Book"
        with pytest.raises(VolumeError, match="There are: pond-book"):
            find_volume(archive.session, "other")


class TestStoreCollection:
    def test_the_first_time_all_is_added_and_accepted(self, archive: Archive) -> None:
        changes = store_collection(collected(a="A"), SLUG, archive, source="attic")
        assert changes.added == ("book.yaml", "recipes/a.md")
        contribution = find(archive, "recipes/a.md")
        assert contribution.state is ContributionState.ACCEPTED
        assert contribution.accepted is contribution.head
        assert contribution.head is not None
        assert contribution.head.summary == "Imported from attic"
        assert contribution.entry is not None

    def test_the_second_time_nothing_is_done(self, archive: Archive) -> None:
        store_collection(collected(a="A"), SLUG, archive)
        done = archive.session.query(AuditRecord).count()
        changes = store_collection(collected(a="A"), SLUG, archive)
        assert changes == StoredChanges(unchanged=("book.yaml", "recipes/a.md"))
        assert len(find(archive, "recipes/a.md").revisions) == 1
        assert archive.session.query(AuditRecord).count() == done

    def test_only_what_differs_is_written(self, archive: Archive) -> None:
        store_collection(collected(a="A", b="B", c="C"), SLUG, archive)
        changes = store_collection(collected(a="A", b="New", d="D"), SLUG, archive)
        assert changes.added == ("recipes/d.md",)
        assert changes.changed == ("book.yaml", "recipes/b.md")
        assert changes.removed == ("recipes/c.md",)
        assert changes.unchanged == ("recipes/a.md",)
        assert len(find(archive, "recipes/b.md").revisions) == 2

    def test_what_is_gone_leaves_the_book_and_stays_in_the_archive(self, archive: Archive) -> None:
        store_collection(collected(a="A", b="B"), SLUG, archive)
        store_collection(collected(a="A"), SLUG, archive)
        gone = find(archive, "recipes/b.md")
        assert gone.state is ContributionState.WITHDRAWN
        assert gone.entry is None
        assert gone.head is not None
        assert store_collection(collected(a="A"), SLUG, archive).nothing

    def test_what_comes_back_goes_on_where_it_was(self, archive: Archive) -> None:
        for titles in ({"a": "A", "b": "B"}, {"a": "A"}, {"a": "A", "b": "B"}):
            store_collection(collected(None, **titles), SLUG, archive)
        back = find(archive, "recipes/b.md")
        assert back.state is ContributionState.ACCEPTED
        assert [each.number for each in back.revisions] == [1, 2]
        assert back.entry is not None

    def test_what_somebody_edited_is_kept_for_good(self, archive: Archive) -> None:
        store_collection(collected(a="A", b="B"), SLUG, archive)
        edit(archive, "recipes/a.md", "Mine")
        for fresh in (collected(a="Theirs", b="B"), collected(b="B")):
            changes = store_collection(fresh, SLUG, archive)
            assert "recipes/a.md" in changes.kept
            assert find(archive, "recipes/a.md").title == "Mine"

    def test_pictures_come_along(self, archive: Archive, tmp_path: Path) -> None:
        (tmp_path / "a.svg").write_bytes(b"<svg/>")
        pictures = {"images/a.svg": tmp_path / "a.svg", "images/b.png": tmp_path / "gone.png"}
        changes = store_collection(collected(pictures, a="A"), SLUG, archive)
        assert changes.refused == ("images/b.png: the file in the source is no plain file",)
        (file,) = archive.session.scalars(select(VolumeFile))
        assert archive.storage.read(file.digest) == b"<svg/>"
        (tmp_path / "a.svg").write_bytes(b"<svg />")
        changes = store_collection(collected(pictures, a="A"), SLUG, archive)
        assert changes.changed == ("images/a.svg",)
        changes = store_collection(collected(a="A"), SLUG, archive)
        assert changes.removed == ("images/a.svg",)
        assert archive.session.scalars(select(VolumeFile)).all() == []

    def test_a_picture_that_is_too_large_is_refused(
        self, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(volumes, "PICTURE_MAX_BYTES", 3)
        (tmp_path / "a.png").write_bytes(b"1234")
        changes = store_collection(
            collected({"images/a.png": tmp_path / "a.png"}, a="A"), SLUG, archive
        )
        assert len(changes.refused) == 1

    @pytest.mark.parametrize("path", ["../a.png", "/etc/a.png", "images/../../a.png"])
    def test_no_path_leads_out(self, archive: Archive, tmp_path: Path, path: str) -> None:
        (tmp_path / "a.png").write_bytes(b"1")
        with pytest.raises(CookbookError, match="leads out"):
            store_collection(collected({path: tmp_path / "a.png"}, a="A"), SLUG, archive)

    def test_credits_are_indexed(self, archive: Archive) -> None:
        book = collected(a="A").content
        credits_ = Credits(
            people={"bo": Contributor("Bo Ek", "Lund")},
            entries={"recipes/a.md": {"tester": ("bo",)}},
            book={"editor": ("bo",)},
        )
        folder = BookFolder(book.book, credits_, book.entries)
        store_collection(Collected(folder), SLUG, archive)
        rows = archive.session.scalars(select(Credit).order_by(Credit.position))
        found = {(row.path, row.name, row.town, row.role) for row in rows}
        assert found == {
            ("", "Bo Ek", "Lund", "editor"),
            ("recipes/a.md", "Bo Ek", "Lund", "tester"),
            ("recipes/a.md", "Ana", "", "author"),
        }

    def test_a_volume_that_was_made_on_the_site_keeps_its_frame(self, archive: Archive) -> None:
        store_collection(collected(a="A"), SLUG, archive)
        volume = find_volume(archive.session, SLUG)
        volume.imported = {}
        archive.session.flush()
        changes = store_collection(collected(a="A", b="B"), SLUG, archive)
        assert changes.kept == ("book.yaml",)
        assert changes.added == ("recipes/b.md",)
        assert [ref.path for ref in volume_book(archive.session, volume).places()] == [
            "recipes/a.md"
        ]
