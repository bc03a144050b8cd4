"""What the command says when it can't: what is wrong, where, and what to do; and its exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from cookbook.cli import INTERRUPTED
from cookbook.cli.console import CAUSES_SHOWN
from cookbook.cli.doctor import doctor
from tests.cli.conftest import Cookbook

RECIPE = "---\ntitle: Pie\nby: Ada\n---\nWords.\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


class TestExitCodes:
    def test_help_and_version_are_no_failures(self, cookbook: Cookbook) -> None:
        helped = cookbook("--help")
        assert helped.code == 0
        for name in ("press", "import", "export", "check", "doctor"):
            assert f"\n  {name} " in helped.out
        assert cookbook("--version").out.startswith("cookbook, version ")

    @pytest.mark.parametrize(
        "arguments",
        [
            ["bake"],
            ["press"],
            ["press", "book"],
            ["press", "book", "--out", "x", "--format", "papyrus"],
            ["press", "book", "--out", "x", "--workers", "0"],
            ["import", "folder"],
            ["export", "slug"],
            ["check"],
            ["--loud"],
        ],
    )
    def test_a_wrong_command_line_is_2(self, cookbook: Cookbook, arguments: list[str]) -> None:
        ran = cookbook(*arguments)
        assert ran.code == 2
        assert ran.err.startswith("Usage: cookbook ")

    def test_an_interruption_is_130(
        self, cookbook: Cookbook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_arguments: object, **_keys: object) -> None:
            raise click.exceptions.Abort

        monkeypatch.setattr(doctor, "callback", interrupt)
        ran = cookbook("doctor")
        assert ran.code == INTERRUPTED == 130
        assert "Interrupted" in ran.err

    def test_a_file_that_click_can_not_use_is_1(
        self, cookbook: Cookbook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_arguments: object, **_keys: object) -> None:
            raise click.FileError("book.yaml", "is locked")

        monkeypatch.setattr(doctor, "callback", fail)
        ran = cookbook("doctor")
        assert ran.code == 1
        assert "book.yaml" in ran.err

    def test_the_module_is_the_command(self) -> None:
        command = [sys.executable, "-m", "cookbook", "press"]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
        assert done.returncode == 2
        assert b"Missing argument" in done.stderr


class TestWhatIsSaid:
    def failed(self, cookbook: Cookbook, folder: Path) -> str:
        """Press a folder that can't be; give what is said, which is never a trace."""
        ran = cookbook("press", folder, "--out", folder.parent / "out")
        assert ran.code == 1
        assert ran.err.replace("Reading …\n", "").startswith("Error: ")
        assert "Traceback" not in ran.err
        assert not (folder.parent / "out").exists()
        return ran.err

    def test_a_folder_that_is_not_there(self, cookbook: Cookbook, tmp_path: Path) -> None:
        said = self.failed(cookbook, tmp_path / "nowhere")
        assert "there is no such folder. Give the path of a book folder." in said

    def test_a_folder_that_is_no_book(self, cookbook: Cookbook, tmp_path: Path) -> None:
        said = self.failed(cookbook, write(tmp_path / "b", {"pie.md": RECIPE}))
        assert "is no book: it has no book.yaml." in said
        assert '"cookbook import"' in said

    def test_an_empty_book(self, cookbook: Cookbook, tmp_path: Path) -> None:
        said = self.failed(cookbook, write(tmp_path / "b", {"book.yaml": "title: T\nparts: []\n"}))
        assert "the book is empty: its parts name no entry." in said
        assert 'List the files of recipes or chapters under "entries:".' in said

    def test_a_book_without_parts(self, cookbook: Cookbook, tmp_path: Path) -> None:
        said = self.failed(cookbook, write(tmp_path / "b", {"book.yaml": "title: T\n"}))
        assert "book.yaml" in said
        assert 'Write "parts:"' in said

    def test_a_book_without_a_title(self, cookbook: Cookbook, tmp_path: Path) -> None:
        files = {"book.yaml": "parts:\n- entries: [pie.md]\n", "pie.md": RECIPE}
        assert "title" in self.failed(cookbook, write(tmp_path / "b", files))

    def test_files_that_are_not_there_are_all_named(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        book = "title: T\nparts:\n- entries: [recipes/a.md, recipes/b.md]\n"
        said = self.failed(cookbook, write(tmp_path / "b", {"book.yaml": book}))
        assert "2 entries of the book can't be read." in said
        for name in ("recipes/a.md", "recipes/b.md"):
            assert f"  {name}: book.yaml names this file, but it is not there." in said
        assert "Put the file there, or take its line out of book.yaml." in said

    def test_a_great_many_causes_are_counted(self, cookbook: Cookbook, tmp_path: Path) -> None:
        names = ", ".join(f"recipes/{n}.md" for n in range(CAUSES_SHOWN + 5))
        book = f"title: T\nparts:\n- entries: [{names}]\n"
        said = self.failed(cookbook, write(tmp_path / "b", {"book.yaml": book}))
        assert said.count("it is not there") == CAUSES_SHOWN
        assert "… and 5 more." in said

    def test_front_matter_that_can_not_be_read_is_named_with_its_line(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        files = {
            "book.yaml": "title: T\nparts:\n- entries: [recipes/a.md]\n",
            "recipes/a.md": "---\ntitle: Pie\nby: [Ada\n---\nWords.\n",
        }
        said = self.failed(cookbook, write(tmp_path / "b", files))
        assert "recipes/a.md, line " in said

    def test_square_brackets_in_a_name_are_no_markup(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        assert "[bold]nowhere" in self.failed(cookbook, tmp_path / "[bold]nowhere")
