"""`cookbook import` and `cookbook export`: collections in, book folders out."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cookbook

BOOKS = Path(__file__).resolve().parents[1] / "books"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class TestImportAndExport:
    def test_a_book_goes_round_twice_and_comes_out_the_same(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        source = BOOKS / "pond"
        for volume in ("first", "second"):
            out = tmp_path / volume
            imported = cookbook("import", source, "--volume", volume)
            exported = cookbook("export", volume, out)
            assert (imported.code, exported.code) == (0, 0), imported.err + exported.err
            source = out
        first = files(tmp_path / "first")
        assert first == files(tmp_path / "second")
        # Only the frame goes through values, and is written as we write it.
        assert {**first, "book.yaml": b""} == {**files(BOOKS / "pond"), "book.yaml": b""}

    def test_a_folder_of_loose_texts_becomes_a_book_that_goes_round(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        loose = tmp_path / "loose"
        loose.mkdir()
        text = "# Pie\n\nBy hand.\n\n## Ingredients\n\n- 1/2 cup sugar\n\n## Method\n\n1. Bake.\n"
        (loose / "pie.md").write_text(text, encoding="utf-8")
        cookbook("import", loose, "--volume", "first", "--title", "Our Pies")
        cookbook("export", "first", tmp_path / "one")
        cookbook("import", tmp_path / "one", "--volume", "second")
        cookbook("export", "second", tmp_path / "two")
        one = files(tmp_path / "one")
        assert one == files(tmp_path / "two")
        assert b"title: Our Pies" in one["book.yaml"]
        assert any(b"1/2 cup sugar" in data for data in one.values())

    def test_the_report_says_what_was_imported(self, cookbook: Cookbook) -> None:
        ran = cookbook("import", BOOKS / "pond", "--volume", "pond")
        assert "The Pond Book" in ran.out
        assert ran.err.startswith("Reading …\n")

    def test_the_same_collection_again_changes_nothing(self, cookbook: Cookbook) -> None:
        first = cookbook("import", BOOKS / "tiny", "--volume", "tiny")
        assert " 0 added" not in first.out
        again = cookbook("import", BOOKS / "tiny", "--volume", "tiny")
        assert "Files: 0 added, 0 changed, 0 removed" in again.out

    def test_what_can_not_be_done_is_1(self, cookbook: Cookbook, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        for arguments, said in (
            (("import", tmp_path / "empty", "--volume", "x"), "no collection that we understand"),
            (("import", tmp_path / "gone", "--volume", "x"), str(tmp_path / "gone")),
            (("import", BOOKS / "tiny", "--volume", "../x"), "can't name a volume"),
            (("export", "nothing", tmp_path / "out"), "nothing"),
        ):
            ran = cookbook(*arguments)
            assert ran.code == 1
            assert ran.err.replace("Reading …\n", "").startswith("Error: ")
            assert said in ran.err

    def test_an_export_never_writes_over_what_is_there(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        cookbook("import", BOOKS / "tiny", "--volume", "tiny")
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "book.yaml").write_text("mine")
        ran = cookbook("export", "tiny", tmp_path / "mine")
        assert ran.code == 1
        assert "Export to a new or empty folder." in ran.err
        assert files(tmp_path / "mine") == {"book.yaml": b"mine"}
