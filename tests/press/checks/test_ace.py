"""Ace as a child process: what it says, and what happens where it can't run."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.press.checks import check_book
from cookbook.press.checks.ace import Ace, find_ace, judge_by_ace
from cookbook.press.checks.results import CheckResult, Verdict
from tests.press.checks.books import CHAPTER, page, write_epub


def judged(epub: Path) -> CheckResult:
    return next(each for each in check_book(epub, None).results if each.number == 2)


class TestJudgeByAce:
    def test_each_violation_is_told_with_its_file_and_rule(self, tmp_path: Path) -> None:
        changed = page(CHAPTER.replace(' alt="A pond"', ""))
        judgement = judge_by_ace(write_epub(tmp_path, {"book/chapter.xhtml": changed}))
        assert judgement.verdict is Verdict.FAILED
        assert any(
            each.startswith("chapter.xhtml: critical image-alt: ") for each in judgement.details
        ), judgement.details

    def test_a_header_cell_that_holds_a_formula_is_not_empty(self, tmp_path: Path) -> None:
        math = "http://www.w3.org/1998/Math/MathML"
        cell = f'<th scope="col"><math xmlns="{math}" alttext="n"><mi>n</mi></math></th>'
        changed = page(CHAPTER.replace('<th scope="col">Spoons</th>', cell))
        judgement = judge_by_ace(write_epub(tmp_path, {"book/chapter.xhtml": changed}))
        said = " ".join(judgement.details)
        assert "empty-table-header" not in said
        changed = page(CHAPTER.replace("Spoons</th>", "</th>"))
        judgement = judge_by_ace(write_epub(tmp_path, {"book/chapter.xhtml": changed}))
        assert "empty-table-header" in " ".join(judgement.details)

    def test_where_it_is_absent_nothing_is_judged(self, tmp_path: Path) -> None:
        judgement = judge_by_ace(write_epub(tmp_path), "Ace is not installed")
        assert judgement.verdict is Verdict.NOT_JUDGED
        assert judgement.reason == "Ace is not installed"

    def test_a_program_that_does_nothing_is_no_pass(self, tmp_path: Path) -> None:
        silent = Ace(Path("/bin/true"), tmp_path / "none.js", Path("/bin/true"))
        assert judge_by_ace(write_epub(tmp_path), silent).verdict is Verdict.NOT_JUDGED

    def test_it_is_ended_when_its_time_is_up(self, tmp_path: Path) -> None:
        judgement = judge_by_ace(write_epub(tmp_path), find_ace(), seconds=0.01)
        assert judgement.verdict is Verdict.NOT_JUDGED
        assert "took longer than" in judgement.reason

    def test_what_holds_scripts_is_opened_in_no_browser(self, tmp_path: Path) -> None:
        scripted = page(f"{CHAPTER}<script>alert(1)</script>")
        result = judged(write_epub(tmp_path, {"book/chapter.xhtml": scripted}))
        assert result.verdict is Verdict.NOT_JUDGED
        assert "check 16" in result.reason


class TestFindAce:
    def test_a_machine_without_a_browser_is_told_how_to_get_one(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "node").write_text("#!/bin/sh\n")
        (tmp_path / "node").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert str(find_ace()).endswith("apt-get install chromium")
