"""What a build says of itself, and the remarks that are made on the way."""

from __future__ import annotations

import json

import pytest

from cookbook.press.contents import ContentsLine
from cookbook.press.outputs.excerpts import PagePicture
from cookbook.press.report import (
    WARNINGS_SHOWN,
    BuildReport,
    FileKind,
    OutputFile,
    Stopwatch,
    finished_books,
    kinds_of,
    size_words,
)
from cookbook.press.warnings import PressWarning, WarningKind, Warnings

A_PIE = ContentsLine("Apple", "", "recipe", "recipes/a.md", "Ada Obi", "a.html", "7")


def a_report(warnings: int = 2) -> BuildReport:
    return BuildReport(
        title="Pies",
        identifier="urn:x",
        theme="hearth",
        entries=3,
        recipes=2,
        chapters=1,
        contributors=2,
        words=1200,
        images=0,
        formulas=0,
        pages=21,
        files=(OutputFile("pies.pdf", "pdf", 51438, "ab" * 32),),
        warnings=tuple(
            PressWarning("recipes/a.md" if n else "", WarningKind.LINK, f"remark {n}")
            for n in range(warnings)
        ),
        seconds={"read": 0.125, "pdf": 3.5},
        folios={"recipes/a.md": "7"},
        web_pages={"recipes/a.md": "a.html"},
        contents=(ContentsLine("Pies", "", "part", "", "", "part-pies.html", "5", (A_PIE,)),),
        cover=PagePicture("pictures/cover.jpg", 1600, 2400, "Cover of Pies"),
    )


class TestBuildReport:
    def test_its_json_holds_everything(self) -> None:
        assert json.loads(a_report().as_json()) == {
            "form": 1,
            "title": "Pies",
            "identifier": "urn:x",
            "theme": "hearth",
            "pages": 21,
            "words": 1200,
            "entries": 3,
            "recipes": 2,
            "chapters": 1,
            "contributors": 2,
            "images": 0,
            "formulas": 0,
            "files": [{"name": "pies.pdf", "format": "pdf", "size": 51438, "sha256": "ab" * 32}],
            "warnings": {
                "": [{"kind": "link", "message": "remark 0"}],
                "recipes/a.md": [{"kind": "link", "message": "remark 1"}],
            },
            "seconds": {"read": 0.12, "pdf": 3.5},
            "folios": {"recipes/a.md": "7"},
            "web_pages": {"recipes/a.md": "a.html"},
            "contents": [
                {
                    "title": "Pies",
                    "number": "",
                    "kind": "part",
                    "entry": "",
                    "byline": "",
                    "page": "part-pies.html",
                    "folio": "5",
                    "children": [
                        {
                            "title": "Apple",
                            "number": "",
                            "kind": "recipe",
                            "entry": "recipes/a.md",
                            "byline": "Ada Obi",
                            "page": "a.html",
                            "folio": "7",
                            "children": [],
                        }
                    ],
                }
            ],
            "cover": {
                "file": "pictures/cover.jpg",
                "width": 1600,
                "height": 2400,
                "alt": "Cover of Pies",
            },
        }

    def test_its_text_counts_what_there_is(self) -> None:
        text = a_report().as_text()
        assert "21 pages, 1,200 words, 2 recipes, 1 chapter, 2 contributors\n" in text
        assert "pictures" not in text
        assert "  pies.pdf  (51 kB)\n" in text
        assert "Warnings: 2\n  remark 0\n  recipes/a.md: remark 1\n" in text

    def test_many_warnings_are_cut_short_and_counted(self) -> None:
        text = a_report(WARNINGS_SHOWN + 3).as_text()
        assert f"remark {WARNINGS_SHOWN - 1}\n" in text
        assert f"remark {WARNINGS_SHOWN}\n" not in text
        assert "… and 3 more, in report.json" in text


class TestSizeWords:
    @pytest.mark.parametrize(
        ("size", "said"),
        [(0, "1 kB"), (51438, "51 kB"), (1_000_000, "1.0 MB"), (9_040_000, "9.0 MB")],
    )
    def test_a_size_is_said_for_people(self, size: int, said: str) -> None:
        assert size_words(size) == said


class TestStopwatch:
    def test_the_same_stage_twice_adds_up_and_a_failed_one_counts(self) -> None:
        watch = Stopwatch()
        with watch.stage("read"):
            pass
        first = watch.seconds["read"]
        with pytest.raises(ValueError, match="stop"), watch.stage("read"):
            raise ValueError("stop")
        assert watch.seconds["read"] >= first
        assert list(watch.seconds) == ["read"]


class TestWarnings:
    def test_each_is_kept_once_in_the_order_of_its_making(self) -> None:
        warnings = Warnings()
        for entry in ("b", "a", "b"):
            warnings.add(entry, WarningKind.IMAGE, "is grey.")
        assert [str(each) for each in warnings.all] == ["b: is grey.", "a: is grey."]


class TestFinishedBooks:
    def test_the_pdf_for_screens_is_told_from_those_for_print(self) -> None:
        names = ["soups-cover.pdf", "soups-inside.pdf", "soups.pdf", "soups.epub", "report.json"]
        assert finished_books(names) == ("soups.epub", "soups.pdf")

    def test_a_book_may_be_called_cover(self) -> None:
        assert finished_books(["cover.epub", "cover.pdf"]) == ("cover.epub", "cover.pdf")

    def test_all_that_is_made_is_known_by_its_name(self) -> None:
        names = [f"my-cover{kind}" for kind in FileKind]
        assert kinds_of([*names, "web/index.html", "web/book.pdf", "odd.bin"]) == dict(
            zip(names, FileKind, strict=True)
        )

    def test_what_was_not_made_is_nothing(self) -> None:
        assert finished_books(["soups-inside.pdf", "soups.docx"]) == ("", "")
