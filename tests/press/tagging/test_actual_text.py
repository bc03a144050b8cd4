"""Words of scripts that join and turn can be read back from the PDF as they were written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cookbook.config import kit_folder
from cookbook.press.checks.pdf_file import open_pdf
from tests.press.checks.books import write_pdf

FONTS = kit_folder() / "fonts"
WORDS = {
    "hi": ("noto-serif-devanagari", "हिन्दी में पकाने की विधि: पर्याप्त पानी, ज्ञान और दुर्गा।"),
    "th": ("noto-sans-thai", "ต้มน้ำให้เดือดแล้วใส่ผัก กำลังดี"),
    "fa": ("amiri", "زعفران و گلاب را در آب گرم بریزید."),
    "he": ("noto-serif-hebrew", "מערבבים את הקמח עם המים."),
}


def read_back(folder: Path, language: str, words: str) -> str:
    """The words of a book's page in a language, on one line."""
    with open_pdf(write(folder, language, words)) as pdf:
        page = pdf.text[0].get_textpage()
        # The last line is the folio.
        return " ".join(str(page.get_text_range()).split()[:-1])


def write(folder: Path, language: str, words: str) -> Path:
    font = FONTS / f"{WORDS[language][0]}-400-normal.ttf"
    style = f'@font-face {{ font-family: x; src: url("{font.as_uri()}") }} p {{ font-family: x }}'
    direction = "rtl" if language in ("fa", "he") else "ltr"
    body = f'<p lang="{language}" dir="{direction}">{words}</p>'
    return write_pdf(folder, body, style=style)


class TestActualText:
    @pytest.mark.parametrize("language", WORDS)
    def test_words_are_read_as_they_were_written(self, tmp_path: Path, language: str) -> None:
        words = WORDS[language][1]
        assert read_back(tmp_path, language, words) == words

    @pytest.mark.parametrize("language", WORDS)
    def test_every_line_is_read_in_its_turn(self, tmp_path: Path, language: str) -> None:
        words = " ".join([WORDS[language][1]] * 9)
        # Thai has lines that end between words without a blank.
        read = read_back(tmp_path, language, words)
        assert read.replace(" ", "") == words.replace(" ", "")

    def test_numbers_and_other_letters_keep_their_place(self, tmp_path: Path) -> None:
        words = f"{WORDS['hi'][1]} 250 ml rice {WORDS['hi'][1]}"
        assert read_back(tmp_path, "hi", words) == words

    @pytest.mark.parametrize("language", WORDS)
    def test_words_in_a_drawing_are_drawn(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture, language: str
    ) -> None:
        words = WORDS[language][1]
        drawing = f'<svg width="300" height="40"><text x="9" y="20">{words}</text></svg>'
        read = read_back(tmp_path, language, f"Before. {drawing} Behind.")
        assert {"Before", "Behind"} <= set(re.findall("[A-z]+", read))
        assert set(words) <= set(read)
        assert not caplog.records

    def test_letters_that_have_a_glyph_each_say_nothing_more(self, tmp_path: Path) -> None:
        with open_pdf(write(tmp_path, "he", WORDS["he"][1])) as pdf:
            assert b"ActualText" not in pdf.pages[0].obj.Contents.read_bytes()
        with open_pdf(write(tmp_path, "hi", WORDS["hi"][1])) as pdf:
            assert b"ActualText" in pdf.pages[0].obj.Contents.read_bytes()
