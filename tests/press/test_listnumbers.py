"""Lists begin in print with the number, or the letter, that they begin with in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.press.checks.pdf_file import open_pdf
from cookbook.press.checks.pdf_text import words_on
from cookbook.press.checks.pdf_ua.tags import structure_of
from cookbook.press.pipeline import Format, Layout, PressOptions, press_book
from tests.press.making import chapter, make_book

TEXT = (
    *("1. Weigh", "2. Stir", "", "A word between.", ""),
    *("3. Pour", "   a. slowly", "   b. surely", "4. Wait", "", "Another.", ""),
    *("0. Nothing", "", "Once more.", "", "iv. Four", "v. Five"),
)
LABELS = ["1.", "2.", "3.", "a.", "b.", "4.", "0.", "iv.", "v."]


@pytest.mark.parametrize("layout", Layout)
def test_they_are_counted_from_where_they_begin(tmp_path: Path, layout: Layout) -> None:
    book = make_book(tmp_path / "book", {"chapters/a.md": chapter("A", *TEXT)})
    press_book(book, tmp_path, PressOptions(formats=(Format.PDF,), layout=layout))
    with open_pdf(tmp_path / "a-trial.pdf") as pdf:
        labels = [
            words_on(pdf, page)[number].text.strip()
            for tag in structure_of(pdf).tags
            if tag.role == "Lbl"
            for page, number in tag.marks
        ]
    # Behind the lists stand the contributors, whose names are labels too.
    assert labels[: len(LABELS)] == LABELS
