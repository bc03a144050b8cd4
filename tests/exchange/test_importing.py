from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.errors import CookbookError
from cookbook.exchange.importing import ImportingError, import_collection
from cookbook.exchange.report import ImportReport, write_report
from cookbook.exchange.volumes import Archive, find_volume
from cookbook.manuscript import BookFolder, read_book_folder
from cookbook.models import Volume
from cookbook.publishing.folders import export_volume
from cookbook.storage import LocalStorage

BOOK = "title:   My book   # spaced by hand\nparts:\n- entries: [recipes/a.md]\n"
RECIPE = "---\ntitle: A\nby: Ana\n---\n## Ingredients\n* 1 egg\n\n\n## Method\nBoil.\n"


def put(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


@pytest.fixture
def archive(session: Session, tmp_path: Path) -> Archive:
    return Archive(session, LocalStorage(tmp_path / "storage"))


def run(source: Path, archive: Archive, slug: str = "book") -> ImportReport:
    return import_collection(source, slug=slug, title=None, archive=archive)


def exported(archive: Archive, folder: Path, slug: str = "book") -> Path:
    volume = find_volume(archive.session, slug)
    export_volume(archive.session, archive.storage, volume, folder)
    return folder


def read_back(archive: Archive, tmp_path: Path) -> BookFolder:
    return read_book_folder(exported(archive, tmp_path / "exported"))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class TestImportCollection:
    def test_export_import_export_gives_the_same_bytes(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        files = {
            "book.yaml": BOOK,
            "recipes/a.md": RECIPE,
            "recipes/spare.md": RECIPE,
            "credits.yaml": "people: {ana: {name: Ana}}\n",
            "references.bib": "@book{a, title={B}}\n",
            "images/x.svg": "<svg/>",
        }
        source = put(tmp_path / "source", files)
        run(source, archive, "one")
        first = contents(exported(archive, tmp_path / "first", "one"))
        run(tmp_path / "first", archive, "two")
        second = contents(exported(archive, tmp_path / "second", "two"))
        assert second == first
        # Only the frame goes through values, and is written as we write it.
        assert {**first, "book.yaml": b""} == {**contents(source), "book.yaml": b""}

    def test_a_broken_entry_of_a_book_folder_is_left_out_and_said(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        below = "{path: recipes/b.md, entries: [recipes/c.md]}"
        book = f"title: B\nparts:\n- entries: [recipes/a.md, {below}]\n"
        broken = "---\ntitle: [\n---\n"
        files = {
            "book.yaml": book, "recipes/a.md": RECIPE, "recipes/b.md": broken,
            "recipes/c.md": RECIPE,
        }  # fmt: skip
        report = run(put(tmp_path / "source", files), archive)
        assert report.counts.skipped == 1
        entries = read_back(archive, tmp_path).entries
        assert list(entries) == ["recipes/a.md", "recipes/c.md"]

    def test_a_given_title_takes_the_place_of_the_books_own(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        source = put(tmp_path / "source", {"book.yaml": BOOK, "recipes/a.md": RECIPE})
        report = import_collection(source, slug="book", title="Other", archive=archive)
        assert report.title == "Other"
        assert read_back(archive, tmp_path).book.title == "Other"

    def test_a_plain_folder_of_markdown_is_the_last_resort(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        files = {
            "README.md": "# Read me",
            "soup.md": "# Hot soup\n\n**Ingredients**\n\n- water\n\n**Method**\n\n1. Boil.\n",
            "about/us.md": "# About us\n\nWe cook [soup](../soup.md).\n",
        }
        report = run(put(tmp_path / "source", files), archive)
        assert (report.counts.recipes, report.counts.chapters) == (1, 1)
        assert report.counts.uncredited == 2
        entries = read_back(archive, tmp_path).entries
        assert entries["recipes/soup.md"].title == "Hot soup"
        assert "[soup](../recipes/soup.md)" in getattr(entries["chapters/us.md"], "body", "")

    def test_recipes_may_keep_their_lists_in_front_matter(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        text = (
            "---\ntitle: Pie\ningredients:\n- 2 eggs\n- salt: a pinch\n"
            "directions:\n- Bake.\n---\nFrom Ana.\n"
        )
        run(put(tmp_path / "source", {"pie.md": text}), archive)
        stored = (exported(archive, tmp_path / "out") / "recipes/pie.md").read_text()
        assert stored.endswith(
            "From Ana.\n\n## Ingredients\n\n- 2 eggs\n- salt: a pinch\n"
            "\n## Directions\n\n1. Bake.\n"
        )

    def test_the_second_import_changes_nothing(self, archive: Archive, tmp_path: Path) -> None:
        source = put(tmp_path / "source", {"a.md": RECIPE})
        run(source, archive)
        assert run(source, archive).changes.nothing

    def test_it_reports_for_people_and_for_programs(self, archive: Archive, tmp_path: Path) -> None:
        report = run(put(tmp_path / "source", {"a.md": RECIPE, "b.md": "\x00"}), archive)
        write_report(report, tmp_path)
        text = (tmp_path / "reports/import-book.txt").read_text()
        data = json.loads((tmp_path / "reports/import-book.json").read_text())
        assert text == report.as_text()
        assert "1 recipe, 0 chapters" in text
        assert "b.md" in text
        assert data["counts"]["skipped"] == 1
        assert data["items"][0] == {"item": "a.md", "outcome": "imported", "remarks": []}

    def test_it_tells_its_progress(self, archive: Archive, tmp_path: Path) -> None:
        said: list[tuple[str, int, int]] = []
        source = put(tmp_path / "source", {"book.yaml": BOOK, "recipes/a.md": RECIPE})
        import_collection(
            source,
            slug="book",
            title=None,
            archive=archive,
            progress=lambda what, done, total: said.append((what, done, total)),
        )
        assert said[0] == ("Reading", 0, 1)
        assert all(done <= total for _, done, total in said)

    def test_a_folder_of_no_form_is_answered_with_the_forms_that_are_understood(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        source = put(tmp_path / "source", {"a.txt": "x"})
        with pytest.raises(ImportingError, match="Hugo"):
            run(source, archive)

    def test_a_folder_in_which_nothing_can_be_read_stores_no_volume(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        source = put(tmp_path / "source", {"a.md": "\x00"})
        with pytest.raises(ImportingError, match=r"not a text file"):
            run(source, archive)
        assert archive.session.scalars(select(Volume)).all() == []

    def test_a_bad_slug_is_refused_before_anything_is_read(
        self, archive: Archive, tmp_path: Path
    ) -> None:
        with pytest.raises(CookbookError, match="can't name a volume"):
            run(tmp_path / "nowhere", archive, slug="../x")
