"""The EPUB checks: a sound book passes each of them, and each finds what it is for."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cookbook.press.checks.epub_file import MAX_ENTRIES, open_epub, weigh
from cookbook.press.checks.judging import judge_epub
from cookbook.press.checks.results import CheckError, CheckResult, TooLargeError, Verdict
from tests.press.checks.books import (
    CHAPTER,
    COVER,
    LANDMARKS,
    METADATA,
    TOC,
    package,
    page,
    png,
    write_epub,
)

REMOTE = (
    "<p onclick='x()'>a</p>",
    "<script>1</script>",
    '<a href="javascript:alert(1)">b</a>',
    '<a href=" java\tscript:alert(1)">b</a>',
    '<img src="https://example.org/x.png" alt="x"/>',
    '<img srcset="pond.png 1x, https://example.org/x.png 2x" src="pond.png" alt="x"/>',
    '<p style="background: url(//example.org/x.png)">c</p>',
    '<iframe src="nav.xhtml"></iframe>',
)


def judged(path: Path, number: int) -> CheckResult:
    return next(each for each in judge_epub(path).results if each.number == number)


def with_chapter(folder: Path, body: str) -> Path:
    return write_epub(folder, {"book/chapter.xhtml": page(body)})


class TestASoundBook:
    def test_it_fails_nothing(self, tmp_path: Path) -> None:
        failed = [
            each
            for each in judge_epub(write_epub(tmp_path)).results
            if each.verdict is Verdict.FAILED
        ]
        assert failed == []

    def test_it_is_judged_on_all_but_the_pages_in_print(self, tmp_path: Path) -> None:
        results = judge_epub(write_epub(tmp_path)).results
        left_open = [each.number for each in results if each.verdict is Verdict.NOT_JUDGED]
        # It has no page-list and no recipes.
        assert left_open == [7, 36, 39, 40]


class TestTitles:
    @pytest.mark.parametrize("title", ["", "-", "ch012", "chapter.xhtml", "Untitled", "chapter"])
    def test_machines_titles_fail(self, tmp_path: Path, title: str) -> None:
        path = write_epub(tmp_path, {"book/chapter.xhtml": page(CHAPTER, title)})
        assert judged(path, 4).count == 1

    @pytest.mark.parametrize("title", ["Soup", "1984", "Chapter 1: Sampling", "ナン"])
    def test_human_titles_pass(self, tmp_path: Path, title: str) -> None:
        path = write_epub(tmp_path, {"book/chapter.xhtml": page(CHAPTER, title)})
        assert judged(path, 4).verdict is Verdict.PASSED


class TestLandmarks:
    def test_a_book_without_any_fails(self, tmp_path: Path) -> None:
        path = write_epub(tmp_path, {"book/nav.xhtml": page(TOC, "Contents")})
        assert "no landmarks" in judged(path, 5).details[0]

    def test_landmarks_without_a_beginning_of_the_text_fail(self, tmp_path: Path) -> None:
        nav = page(TOC + LANDMARKS.replace("bodymatter", "index"), "Contents")
        assert "only index" in judged(write_epub(tmp_path, {"book/nav.xhtml": nav}), 5).details[0]


class TestPages:
    def test_a_page_without_a_language_fails(self, tmp_path: Path) -> None:
        path = write_epub(tmp_path, {"book/chapter.xhtml": page(CHAPTER, language="")})
        assert judged(path, 8).details == ("book/chapter.xhtml: the root has no lang",)

    def test_a_skipped_heading_level_fails(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, "<h1>Soup</h1><h3>Stock</h3><h1>Bread</h1>")
        assert judged(path, 13).details == ('book/chapter.xhtml: h3 "Stock" follows h1',)

    def test_going_back_up_by_several_levels_passes(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, "<h2>Soup</h2><h3>Stock</h3><h4>Bones</h4><h2>Bread</h2>")
        assert judged(path, 13).verdict is Verdict.PASSED

    def test_a_header_cell_without_a_scope_fails(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, "<table><tr><th>Spoons</th></tr></table>")
        assert '"Spoons" has no scope' in judged(path, 14).details[0]

    def test_a_formula_without_a_text_fails(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, CHAPTER.replace('alttext="x"', ""))
        assert judged(path, 15).verdict is Verdict.FAILED

    def test_a_type_without_its_role_fails(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, '<section epub:type="glossary"><h1>Words</h1></section>')
        assert judged(path, 17).details == (
            'book/chapter.xhtml: epub:type "glossary" lacks the role doc-glossary',
        )

    def test_a_type_that_has_no_role_passes(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, '<section epub:type="titlepage"><h1>Soup</h1></section>')
        assert judged(path, 17).verdict is Verdict.PASSED


class TestStillness:
    @pytest.mark.parametrize("body", REMOTE)
    def test_scripts_and_fetches_fail(self, tmp_path: Path, body: str) -> None:
        assert judged(with_chapter(tmp_path, body), 16).verdict is Verdict.FAILED

    def test_a_style_sheet_that_fetches_fails(self, tmp_path: Path) -> None:
        extra = '<item id="s" href="s.css" media-type="text/css"/>'
        changes = {
            "book/package.opf": package(extra=extra),
            "book/s.css": '/* url(http://no) */ @import "http://example.org/x.css";',
        }
        result = judged(write_epub(tmp_path, changes), 16)
        assert result.details == ('book/s.css: the style fetches "http://example.org/x.css"',)

    def test_links_to_the_web_pass(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, '<p><a href="https://example.org">here</a></p>')
        assert judged(path, 16).verdict is Verdict.PASSED


class TestLinks:
    def test_a_link_to_no_file_fails(self, tmp_path: Path) -> None:
        result = judged(with_chapter(tmp_path, '<p id="soup"><a href="gone.xhtml">x</a></p>'), 42)
        assert result.details[0] == 'book/chapter.xhtml: "gone.xhtml" leads to no file of the book'

    def test_a_link_to_no_place_fails(self, tmp_path: Path) -> None:
        result = judged(
            with_chapter(tmp_path, '<p id="soup"><a href="nav.xhtml#gone">x</a></p>'), 42
        )
        assert "leads to no place in book/nav.xhtml" in result.details[0]

    def test_names_with_spaces_are_found(self, tmp_path: Path) -> None:
        extra = '<item id="s" href="a%20b.xhtml" media-type="application/xhtml+xml"/>'
        changes = {
            "book/package.opf": package(extra=extra),
            "book/a b.xhtml": page("<p>Other</p>", "Other"),
            "book/chapter.xhtml": page('<h1 id="soup">S</h1><a href="a%20b.xhtml">x</a>'),
        }
        assert judged(write_epub(tmp_path, changes), 42).verdict is Verdict.PASSED


class TestPictures:
    def test_a_silent_picture_fails(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, '<p><img src="pond.png" alt=""/></p>')
        assert "the picture pond.png has no alternative text" in judged(path, 12).details[0]

    def test_a_decorative_picture_passes(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, '<p><img src="pond.png" alt="" role="presentation"/></p>')
        assert judged(path, 12).verdict is Verdict.PASSED

    def test_a_file_name_is_no_alternative(self, tmp_path: Path) -> None:
        path = with_chapter(tmp_path, '<p><img src="pond.png" alt="pond.png"/></p>')
        assert judged(path, 12).verdict is Verdict.FAILED

    def test_a_silent_cover_fails(self, tmp_path: Path) -> None:
        cover = page(COVER.replace('alt="Cover: a yellow house"', 'alt=""'), "Cover")
        assert judged(write_epub(tmp_path, {"book/cover.xhtml": cover}), 11).count == 1

    def test_a_cover_drawn_as_svg_may_say_what_it_is_by_a_label(self, tmp_path: Path) -> None:
        drawing = (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="A house"'
            ' xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="cover.png"/></svg>'
        )
        path = write_epub(tmp_path, {"book/cover.xhtml": page(drawing, "Cover")})
        assert judged(path, 11).verdict is Verdict.PASSED

    def test_more_than_four_megapixels_fail(self, tmp_path: Path) -> None:
        result = judged(write_epub(tmp_path, {"book/pond.png": png(2001, 2000)}), 18)
        assert result.details == ("book/pond.png: 2001 x 2000 pixels, 4.00 megapixels",)

    def test_a_bomb_of_a_picture_fails_unread(self, tmp_path: Path) -> None:
        result = judged(write_epub(tmp_path, {"book/pond.png": png(14_000, 14_000)}), 18)
        assert "more pixels than any picture needs" in result.details[0]

    def test_a_picture_that_is_none_fails(self, tmp_path: Path) -> None:
        result = judged(write_epub(tmp_path, {"book/pond.png": b"no picture"}), 18)
        assert "can't be read" in result.details[0]


class TestMetadata:
    @pytest.mark.parametrize("name", [name for name in METADATA if name.startswith("schema")])
    def test_each_statement_must_be_there(self, tmp_path: Path, name: str) -> None:
        stated = {key: value for key, value in METADATA.items() if key != name}
        result = judged(write_epub(tmp_path, {"book/package.opf": package(stated)}), 9)
        assert result.details[0] == f"{name.removeprefix('schema:')} is not stated"

    def test_a_claim_of_alternative_texts_must_be_true(self, tmp_path: Path) -> None:
        body = f'{CHAPTER}<img src="pond.png" alt=""/>'
        details = judged(with_chapter(tmp_path, body), 9).details
        assert details == (
            "text is said to suffice, but 1 pictures have none",
            "the feature alternativeText is stated, but the content is otherwise",
        )

    def test_what_the_content_has_must_be_stated(self, tmp_path: Path) -> None:
        stated = {**METADATA, "schema:accessibilityFeature": ["alternativeText"]}
        result = judged(write_epub(tmp_path, {"book/package.opf": package(stated)}), 9)
        assert result.details == ("the content has the feature MathML, but it isn't stated",)

    def test_a_claim_of_conformance_needs_somebody_who_evaluated_it(self, tmp_path: Path) -> None:
        claim = {"dcterms:conformsTo": ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]}
        path = write_epub(tmp_path, {"book/package.opf": package({**METADATA, **claim})})
        assert judged(path, 10).verdict is Verdict.FAILED
        claim["a11y:certifiedBy"] = ["Ines Duarte"]
        path = write_epub(tmp_path, {"book/package.opf": package({**METADATA, **claim})})
        assert judged(path, 10).verdict is Verdict.PASSED


class TestOpening:
    def test_a_document_that_is_no_xml_fails(self, tmp_path: Path) -> None:
        result = judged(write_epub(tmp_path, {"book/chapter.xhtml": "<html><p>"}), 41)
        assert result.details[0].startswith("book/chapter.xhtml: ")

    def test_entities_are_not_expanded(self, tmp_path: Path) -> None:
        levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
        bomb = (
            f'<!DOCTYPE html [<!ENTITY a0 "lol">{levels}]>'
            '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>&a9;</title></head>'
            "<body><h1>&a9;</h1></body></html>"
        )
        outcome = judge_epub(write_epub(tmp_path, {"book/chapter.xhtml": bomb}))
        assert outcome.may_be_opened
        assert len(str(outcome.results)) < 20_000

    def test_a_missing_file_of_the_manifest_fails(self, tmp_path: Path) -> None:
        result = judged(write_epub(tmp_path, {"book/pond.png": None}), 41)
        assert "book/pond.png stands in the manifest" in result.details[0]

    def test_a_file_that_is_no_archive_fails_once(self, tmp_path: Path) -> None:
        path = tmp_path / "book.epub"
        path.write_bytes(b"\xff\xd8 a picture")
        verdicts = [each.verdict for each in judge_epub(path).results]
        assert verdicts.count(Verdict.FAILED) == 1
        assert verdicts.count(Verdict.PASSED) == 0

    def test_a_file_without_a_container_fails(self, tmp_path: Path) -> None:
        result = judged(write_epub(tmp_path, {"META-INF/container.xml": None}), 41)
        assert "container.xml" in result.details[0]

    def test_a_zip_bomb_is_refused_by_its_directory(self, tmp_path: Path) -> None:
        path = write_epub(tmp_path, {"book/bomb.bin": bytes(60_000_000)})
        assert path.stat().st_size < 100_000
        outcome = judge_epub(path)
        assert not outcome.may_be_opened
        assert any("left packed" in line for each in outcome.results for line in each.details)

    def test_too_many_files_are_refused(self, tmp_path: Path) -> None:
        entries = [zipfile.ZipInfo(f"{number}") for number in range(MAX_ENTRIES + 1)]
        with pytest.raises(TooLargeError, match="more than 20,000 files"):
            weigh(entries, tmp_path)

    def test_a_file_that_leads_outside_is_refused(self, tmp_path: Path) -> None:
        with (
            pytest.raises(CheckError, match="leads outside"),
            open_epub(write_epub(tmp_path, {"../../evil": "x"})),
        ):
            pass
