"""Input out of all proportion: the book is made, nothing is lost, and a warning names it."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image

from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.report import BuildReport

PAGE_OF_WORDS = " ".join(f"word{number % 97}" for number in range(1500))
ROWS = 700


def chapter(title: str, body: str) -> str:
    return f"---\nkind: chapter\ntitle: {title}\nby: Ada Obi\n---\n{body}\n"


def recipe(title: str, step: str) -> str:
    lists = "## Ingredients\n\n- 1 egg\n\n## Method\n\n"
    photo = "photo: images/large.png\nphoto-alt: Stripes\n"
    return (
        f"---\nkind: recipe\ntitle: {title}\nby: Ada Obi\n{photo}---\n{lists}1. {step}\n2. Done.\n"
    )


ENTRIES = {
    "chapters/note.md": chapter(
        "Note", f"Before.^[{PAGE_OF_WORDS} END-OF-NOTE.] Behind it.\n\nAfter.^[A short one.]"
    ),
    "chapters/table.md": chapter(
        "Table",
        "| a | b |\n|---|---|\n"
        + "\n".join(f"| row {each} | {each * 7} |" for each in range(ROWS)),
    ),
    "chapters/formula.md": chapter("Formula", "It is $\\frac{a}{$ here, and \U00012000 there."),
    "recipes/step.md": recipe("Step", f"{PAGE_OF_WORDS} {PAGE_OF_WORDS} END-OF-STEP"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, str, int]:
    """Press them all; give the report, all words of the PDF, and its size."""
    folder = tmp_path_factory.mktemp("broken")
    for name, text in ENTRIES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "images").mkdir()
    Image.linear_gradient("L").resize((5000, 4000)).convert("RGB").save(folder / "images/large.png")
    settings = f"title: Broken\nlicence: CC0-1.0\nparts:\n- entries: [{', '.join(ENTRIES)}]\n"
    (folder / "book.yaml").write_text(settings, encoding="utf-8")
    out = folder / "out"
    report = press_book(folder, out, PressOptions(formats=(Format.PDF, Format.EPUB)))
    pdf = out / "broken.pdf"
    document = pypdfium2.PdfDocument(pdf)
    try:
        words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return report, " ".join(words.split()), pdf.stat().st_size


def remarks(report: BuildReport, entry: str) -> str:
    return " ".join(each.message for each in report.warnings if each.entry == entry)


class TestALongFootnote:
    def test_it_stands_whole_below_its_paragraph_and_is_named(
        self, made: tuple[BuildReport, str, int]
    ) -> None:
        report, words, _ = made
        assert "END-OF-NOTE" in words
        assert words.index("Behind") < words.index("END-OF-NOTE") < words.index("After.")
        assert "a footnote of 1,501 words is too long" in remarks(report, "chapters/note.md")


class TestAHugeTable:
    def test_all_rows_are_printed_and_it_is_named(self, made: tuple[BuildReport, str, int]) -> None:
        report, words, _ = made
        assert all(f"row {each}" in words for each in (0, 300, ROWS - 1))
        assert f"a table of {ROWS} rows is set in print as several" in remarks(
            report, "chapters/table.md"
        )


class TestALongStep:
    def test_it_goes_over_as_many_pages_as_it_needs(
        self, made: tuple[BuildReport, str, int]
    ) -> None:
        assert "END-OF-STEP" in made[1]


class TestALargePhoto:
    def test_it_is_printed_with_the_pixels_that_print_asks_for(
        self, made: tuple[BuildReport, str, int]
    ) -> None:
        assert made[2] < 4_000_000


class TestWhatNobodyCanSet:
    def test_a_formula_that_is_none_is_shown_as_it_is_written_and_named(
        self, made: tuple[BuildReport, str, int]
    ) -> None:
        report, words, _ = made
        assert "frac" in words
        assert "formula" in {
            each.kind.value for each in report.warnings if each.entry == "chapters/formula.md"
        }

    def test_a_glyph_that_no_font_has_is_named(self, made: tuple[BuildReport, str, int]) -> None:
        assert "U+12000" in remarks(made[0], "chapters/formula.md")
