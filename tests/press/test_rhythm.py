"""The prose of a literary book stands on a grid: lines of facing pages stand on the same height."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.manuscript import Book
from cookbook.press.checks.pdf_file import PdfFile, open_pdf
from cookbook.press.checks.pdf_text import words_on
from cookbook.press.checks.pdf_ua.tags import structure_of
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.themes import find_theme
from tests.press.making import chapter, make_book

SENTENCE = "Whoever *weighs* a thing **twice** has two weights and one `thing`, and goes home. "
PARAGRAPH = SENTENCE * 5
WITHIN = 0.2
"""Points: less than a line is thick."""
TEXT = [
    *[PARAGRAPH, ""] * 4,
    "## A heading of the text",
    "",
    *[PARAGRAPH, ""] * 2,
    "> A word that was said. " + SENTENCE,
    ">",
    "> And another.",
    "",
    *[PARAGRAPH, ""] * 3,
    "***",
    "",
    *[PARAGRAPH, ""] * 3,
    "### A smaller heading, of which there is so much that it takes two lines and a little more",
    "",
    *[PARAGRAPH, ""] * 4,
    "- One thing",
    "- Another thing, of which more is to be said: " + SENTENCE,
    "",
    *[PARAGRAPH, ""] * 8,
]


def baselines(pdf: PdfFile) -> list[list[float]]:
    """The heights of the lines of the paragraphs on each page, from below, in points."""
    found: list[list[float]] = [[] for _ in pdf.pages]
    for tag in structure_of(pdf).tags:
        if tag.role in {"P", "LBody"}:
            for page, number in tag.marks:
                words = words_on(pdf, page).get(number)
                found[page] += words.lines if words else []
    return found


@pytest.mark.parametrize("trim", ["a5", "6x9"])
def test_all_lines_of_prose_stand_on_one_grid(tmp_path: Path, trim: str) -> None:
    book = make_book(tmp_path / "book", {"chapters/a.md": chapter("A", *TEXT)})
    press_book(book, tmp_path, PressOptions(formats=(Format.PDF,), theme="quire", trim=trim))
    page = find_theme(Book(title=""), "quire", trim).page
    line = page.type_size * page.leading
    [path] = tmp_path.glob("*.pdf")
    with open_pdf(path) as pdf:
        prose = [lines for lines in baselines(pdf) if len(set(lines)) > 12]
    assert len(prose) >= 4
    first = max(prose[0])
    for lines in prose:
        for each in lines:
            off = (first - each) % line
            assert min(off, line - off) < WITHIN
