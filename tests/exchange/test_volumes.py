from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.exchange import volumes
from cookbook.exchange.collected import Collected
from cookbook.exchange.volumes import (
    StoredChanges,
    VolumeError,
    export_volume,
    list_volumes,
    store_volume,
    volume_folder,
)
from cookbook.manuscript import Book, BookFolder, EntryRef, Part, Recipe, read_book_folder


def collected(pictures: dict[str, Path] | None = None, **titles: str) -> Collected:
    entries = {f"recipes/{name}.md": Recipe(title=title) for name, title in titles.items()}
    parts = (Part(entries=tuple(EntryRef(path) for path in entries)),)
    return Collected(BookFolder(Book(title="Book", parts=parts), entries=entries), pictures or {})


def snapshot(folder: Path) -> dict[Path, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return volume_folder(tmp_path, "pond-book")


class TestVolumeFolder:
    @pytest.mark.parametrize("slug", ["", "..", "a/b", "Pond", "-a", "a" * 65, "a.b", "a\n"])
    def test_a_bad_slug_is_refused(self, tmp_path: Path, slug: str) -> None:
        with pytest.raises(VolumeError, match="can't name a volume"):
            volume_folder(tmp_path, slug)


class TestStoreVolume:
    def test_the_first_time_all_is_added(self, folder: Path) -> None:
        changes = store_volume(collected(a="A"), folder)
        assert changes.added == ("book.yaml", "recipes/a.md")
        assert read_book_folder(folder).entries["recipes/a.md"].title == "A"

    def test_the_second_time_no_file_is_touched(self, folder: Path, tmp_path: Path) -> None:
        store_volume(collected(a="A"), folder)
        before = snapshot(tmp_path)
        changes = store_volume(collected(a="A"), folder)
        assert changes == StoredChanges(unchanged=("book.yaml", "recipes/a.md"))
        assert snapshot(tmp_path) == before

    def test_only_what_differs_is_written(self, folder: Path) -> None:
        store_volume(collected(a="A", b="B", c="C"), folder)
        before = snapshot(folder)
        changes = store_volume(collected(a="A", b="New", d="D"), folder)
        assert changes.added == ("recipes/d.md",)
        assert changes.changed == ("book.yaml", "recipes/b.md")
        assert changes.removed == ("recipes/c.md",)
        assert snapshot(folder)[folder / "recipes/a.md"] == before[folder / "recipes/a.md"]
        assert not (folder / "recipes/c.md").exists()

    def test_a_file_that_somebody_edited_is_kept_and_said(self, folder: Path) -> None:
        store_volume(collected(a="A", b="B"), folder)
        (folder / "recipes/a.md").write_text("mine")
        for fresh in (collected(a="New", b="B"), collected(a="Newer", b="B"), collected(b="B")):
            assert store_volume(fresh, folder).kept == ("recipes/a.md",)
        assert (folder / "recipes/a.md").read_text() == "mine"

    def test_files_of_ones_own_stay(self, folder: Path) -> None:
        store_volume(collected(a="A"), folder)
        (folder / "recipes/mine.md").write_text("mine")
        store_volume(collected(b="B"), folder)
        assert (folder / "recipes/mine.md").read_text() == "mine"

    def test_an_interrupted_import_leaves_a_readable_book_and_is_completed_by_the_next(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store_volume(collected(a="A", b="B"), folder)
        replace = Path.replace

        def fail_at_the_book(self: Path, target: Path) -> Path:
            if target == folder / "book.yaml":
                raise OSError("the disk is full")
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", fail_at_the_book)
        with pytest.raises(OSError, match="disk is full"):
            store_volume(collected(a="New", c="C"), folder)
        assert set(read_book_folder(folder).entries) == {"recipes/a.md", "recipes/b.md"}
        monkeypatch.undo()
        changes = store_volume(collected(a="New", c="C"), folder)
        assert changes.kept == ()
        assert set(read_book_folder(folder).entries) == {"recipes/a.md", "recipes/c.md"}

    def test_a_failure_while_writing_leaves_the_volume_and_no_stray_files(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store_volume(collected(a="A"), folder)
        before = snapshot(folder)

        def fail(*_: object) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr(volumes, "write_book_folder", fail)
        with pytest.raises(OSError, match="disk is full"):
            store_volume(collected(a="B"), folder)
        assert snapshot(folder) == before
        assert sorted(path.name for path in folder.parent.iterdir()) == [
            "pond-book", "pond-book.imported.json",
        ]  # fmt: skip

    def test_pictures_are_copied_and_unfit_ones_are_said(
        self, folder: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "a.png").write_bytes(b"picture")
        (tmp_path / "link.png").symlink_to(tmp_path / "a.png")
        pictures = {"images/a.png": tmp_path / "a.png", "images/b.png": tmp_path / "link.png"}
        changes = store_volume(collected(pictures, a="A"), folder)
        assert (folder / "images/a.png").read_bytes() == b"picture"
        assert len(changes.refused) == 1
        assert not (folder / "images/b.png").exists()

    @pytest.mark.parametrize("path", ["../x.png", "/x.png", "images/../../x.png"])
    def test_a_path_out_of_the_book_is_refused(
        self, folder: Path, tmp_path: Path, path: str
    ) -> None:
        (tmp_path / "a.png").write_bytes(b"picture")
        with pytest.raises(VolumeError, match="leads out"):
            store_volume(collected({path: tmp_path / "a.png"}, a="A"), folder)

    def test_it_writes_through_no_link_in_the_volume(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        folder.mkdir(parents=True)
        (folder / "recipes").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(VolumeError, match="leads out"):
            store_volume(collected(a="A"), folder)
        assert list((tmp_path / "elsewhere").iterdir()) == []


class TestExportVolume:
    def test_it_copies_every_byte(self, folder: Path, tmp_path: Path) -> None:
        store_volume(collected(a="A"), folder)
        paths = export_volume(tmp_path, "pond-book", tmp_path / "out")
        assert paths == ("book.yaml", "recipes/a.md")
        for path in paths:
            assert (tmp_path / "out" / path).read_bytes() == (folder / path).read_bytes()

    def test_the_same_export_may_be_made_again(self, folder: Path, tmp_path: Path) -> None:
        store_volume(collected(a="A"), folder)
        export_volume(tmp_path, "pond-book", tmp_path / "out")
        before = snapshot(tmp_path / "out")
        export_volume(tmp_path, "pond-book", tmp_path / "out")
        assert snapshot(tmp_path / "out") == before

    def test_a_folder_that_holds_anything_else_is_left_alone(
        self, folder: Path, tmp_path: Path
    ) -> None:
        store_volume(collected(a="A"), folder)
        out = tmp_path / "out"
        out.mkdir()
        (out / "book.yaml").write_text("another")
        with pytest.raises(VolumeError, match=r"book\.yaml"):
            export_volume(tmp_path, "pond-book", out)
        assert [path.name for path in out.iterdir()] == ["book.yaml"]

    def test_it_does_not_export_into_the_volume(self, folder: Path, tmp_path: Path) -> None:
        store_volume(collected(a="A"), folder)
        with pytest.raises(VolumeError, match="volume itself"):
            export_volume(tmp_path, "pond-book", folder / "out")

    def test_an_unknown_volume_is_answered_with_those_that_exist(
        self, folder: Path, tmp_path: Path
    ) -> None:
        store_volume(collected(a="A"), folder)
        assert list_volumes(tmp_path) == ("pond-book",)
        with pytest.raises(VolumeError, match="There are: pond-book"):
            export_volume(tmp_path, "other", tmp_path / "out")
