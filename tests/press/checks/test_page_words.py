"""Numbers of pages are found behind the words of many languages."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from cookbook.press.checks.page_words import page_words
from cookbook.press.checks.pdf_file import open_pdf
from cookbook.press.checks.pdf_pages import judge_references, references_of
from cookbook.press.checks.results import Verdict
from cookbook.press.words import find_words, words_file
from tests.press.checks.books import change_pdf, write_pdf

LABELS = "[0 << /S /D >>]"
LANGUAGES = sorted(file.stem for file in words_file("*").parent.glob("*.yaml"))


def said(language: str, folio: str) -> str:
    """What stands behind a title in a language, as it is read back from a page."""
    return find_words(language).on_page.replace("{page}", folio)


class TestPageWords:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("folio", ["7", "112", "xiv"])
    def test_a_page_is_read_in_every_language(self, language: str, folio: str) -> None:
        words = page_words(language)
        for pattern in (words.number, words.generated):
            found = pattern.fullmatch(f" {said(language, folio)}")
            assert found is not None
            assert found["folio"] == folio

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_title_stands_before_it(self, language: str) -> None:
        found = page_words(language).reference.fullmatch(f"Soup 5 {said(language, '112')}")
        assert found is not None
        assert (found["title"].strip(), found["folio"]) == ("Soup 5", "112")

    @pytest.mark.parametrize("language", ["en", "de", "ja", "fa", "xx", ""])
    @pytest.mark.parametrize("title", ["Soup for 5", "Chapter 12", "Beef 1823"])
    def test_a_number_in_a_title_is_no_page(self, language: str, title: str) -> None:
        assert page_words(language).reference.fullmatch(title) is None


class TestReferencesInOtherLanguages:
    @pytest.mark.parametrize(
        ("language", "before", "behind"),
        [
            ("de", " (Seite ", ")"),
            ("ja", "（", "ページ）"),
            ("ru", " (с. ", ")"),
            ("ar", " (ص ", ")"),
        ],
    )
    def test_a_number_that_is_wrong_is_found(
        self, tmp_path: Path, language: str, before: str, behind: str
    ) -> None:
        body = (
            '<h1 id="soup">Suppe</h1><p>Siehe <a href="#broth">Brühe</a>.</p>'
            '<h1 id="broth" style="break-before: page">Brühe</h1>'
        )
        style = f'a::after {{ content: "{before}" "{{number}}" "{behind}" }}'

        def in_language(pdf: pikepdf.Pdf) -> None:
            pdf.Root.Lang = pikepdf.String(language)

        def judged(number: str) -> Verdict:
            path = write_pdf(tmp_path, body, style=style.replace("{number}", number), labels=LABELS)
            with open_pdf(change_pdf(path, in_language)) as pdf:
                assert [each.folio for each in references_of(pdf)] == [number]
                return judge_references(pdf).verdict

        assert judged("2") is Verdict.PASSED
        assert judged("3") is Verdict.FAILED
