"""The whole check: which results there are, how they are told, and which files are refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cookbook.press.checks import (
    CheckError,
    CheckReport,
    CheckResult,
    Verdict,
    check_book,
    checking,
)
from cookbook.press.checks.results import DETAILS_SHOWN, judge
from tests.press.checks.books import write_epub, write_pdf


class TestCheckBook:
    def test_every_check_is_there_once_and_in_order(self, tmp_path: Path) -> None:
        report = check_book(write_epub(tmp_path), write_pdf(tmp_path))
        assert [each.number for each in report.results] == list(range(1, 45))
        assert report.files == ("book.epub", "book.pdf")

    def test_a_pdf_alone_leaves_the_epub_open(self, tmp_path: Path) -> None:
        report = check_book(None, write_pdf(tmp_path))
        assert report.passed
        reasons = {each.number: each.reason for each in report.results}
        assert reasons[1] == reasons[4] == reasons[6] == "no EPUB was given"

    def test_a_zip_bomb_is_kept_from_epubcheck(self, tmp_path: Path) -> None:
        report = check_book(write_epub(tmp_path, {"book/bomb": bytes(60_000_000)}), None)
        assert not report.passed
        assert report.results[0].reason == "the EPUB is too large to be opened"

    def test_a_reader_that_takes_too_long_fails_the_opening(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checking, "SECONDS", 0.01)
        report = check_book(None, write_pdf(tmp_path))
        failed = report.of(Verdict.FAILED)
        assert [each.number for each in failed] == [43]
        assert "took longer" in failed[0].details[0]

    def test_nothing_to_check_is_an_error(self) -> None:
        with pytest.raises(CheckError, match="nothing to check"):
            check_book(None, None)

    def test_an_absent_file_is_an_error_with_a_remedy(self, tmp_path: Path) -> None:
        with pytest.raises(CheckError, match="can't be read") as caught:
            check_book(tmp_path / "none.epub", None)
        assert caught.value.remedy

    def test_a_folder_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(CheckError, match="is no file"):
            check_book(None, tmp_path)

    def test_a_file_beyond_all_measure_is_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "book.pdf"
        path.touch()
        os.truncate(path, 500_000_001)
        with pytest.raises(CheckError, match="larger than 500 MB"):
            check_book(None, path)


class TestCheckReport:
    def report(self) -> CheckReport:
        many = judge(f"page {number}: no" for number in range(25))
        return CheckReport(
            (
                CheckResult(2, "Good", Verdict.PASSED, ("3 fonts",), 1),
                CheckResult(3, "Bad", **vars(many)),
                CheckResult(4, "Eye", Verdict.NOT_JUDGED, reason="for a person's eye"),
                CheckResult(5, "Ear", Verdict.NOT_JUDGED, reason="for a person's eye"),
                CheckResult(6, "Nose", Verdict.NOT_JUDGED, reason="no nose"),
            ),
            ("book.epub",),
        )

    def test_details_end_at_twenty_with_the_count_kept(self) -> None:
        bad = self.report().results[1]
        assert len(bad.details) == DETAILS_SHOWN
        assert bad.count == 25

    def test_text_begins_with_what_failed(self) -> None:
        text = self.report().as_text()
        assert text.index("Failed") < text.index("Passed") < text.index("Not judged")
        assert "… and 5 more" in text
        assert "for a person's eye: 4, 5" in text
        assert "6  Nose: no nose" in text

    def test_json_can_be_read_back(self) -> None:
        values = json.loads(self.report().as_json())
        assert values["passed"] is False
        assert values["counts"] == {"passed": 1, "failed": 1, "not judged": 3}
        assert tuple(map(CheckResult.from_values, values["results"])) == self.report().results

    def test_what_is_not_judged_doesnt_fail(self) -> None:
        assert CheckReport((CheckResult(1, "Eye", Verdict.NOT_JUDGED),)).passed
