from __future__ import annotations

import dataclasses
import io

import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from cookbook.press.codes import PNG_SCALE, QUIET_ZONE, code_as_png, code_as_svg
from cookbook.press.poster import Poster, print_poster

LINK = "https://books.village.example/c/k7wm-3tqx"
POSTER = Poster(
    title="Recipes for our book",
    book="Under One Roof",
    language="en",
    site="The Long Table",
    words=("Every house has a dish.", "Write yours down."),
    wanted=("A bread without an oven", "Soups for forty"),
    deadline="30 November 2026",
    link=LINK,
)
A4 = (595, 842)


def read(data: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(data))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


class TestPoster:
    def test_it_is_one_page_of_a4_that_says_it_all(self) -> None:
        reader, words = read(print_poster(POSTER))
        assert len(reader.pages) == 1
        box = reader.pages[0].mediabox
        assert (round(box.width), round(box.height)) == A4
        for said in (*POSTER.words, *POSTER.wanted, "Recipes for our book", "Under One Roof"):
            assert said in words
        assert "Until 30 November 2026" in words
        assert "books.village.example/c/k7wm-3tqx" in words.replace("/ ", "/")

    def test_it_is_tagged_and_its_code_has_words(self) -> None:
        reader, _ = read(print_poster(POSTER))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]  # pypdf's own
        assert reader.metadata is not None
        assert reader.metadata.title == "Recipes for our book"

    def test_its_fonts_are_the_books(self) -> None:
        reader, _ = read(print_poster(POSTER))
        fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]  # pypdf's own
        names = " ".join(str(each.get_object()["/BaseFont"]) for each in fonts.values())
        assert "Fraunces" in names
        assert "DejaVu" not in names

    @pytest.mark.parametrize(
        "much",
        [
            {"words": ("many words and more of them " * 100,) * 6},
            {"wanted": ("a wish that takes its time to be told " * 4,) * 60},
            {"words": ("x" * 60_000,), "title": "y" * 300},
        ],
    )
    def test_however_much_is_said_it_stays_one_page(self, much: dict[str, object]) -> None:
        reader, words = read(print_poster(dataclasses.replace(POSTER, **much)))  # type: ignore[arg-type]  # fields of it
        assert len(reader.pages) == 1
        assert "k7wm-3tqx" in words

    def test_what_was_written_stays_words(self) -> None:
        hostile = '<img src="file:///etc/passwd"><script>alert(1)</script>$title {{7*7}}'
        _, words = read(print_poster(dataclasses.replace(POSTER, title=hostile, words=(hostile,))))
        assert "<script>alert(1)</script>" in words
        assert "$title {{7*7}}" in words

    def test_without_a_deadline_it_names_none(self) -> None:
        _, words = read(print_poster(dataclasses.replace(POSTER, deadline="", wanted=())))
        assert "Until" not in words
        assert "Wanted" not in words


class TestCodes:
    def test_the_picture_has_every_module_of_the_code_of_the_address(self) -> None:
        picture = Image.open(io.BytesIO(code_as_png(LINK))).convert("L")
        matrix = segno.make_qr(LINK, error="q", boost_error=False).matrix
        middle = PNG_SCALE // 2
        drawn = [
            [
                picture.getpixel(
                    (
                        (column + QUIET_ZONE) * PNG_SCALE + middle,
                        (row + QUIET_ZONE) * PNG_SCALE + middle,
                    )
                )
                == 0
                for column in range(len(matrix))
            ]
            for row in range(len(matrix))
        ]
        assert drawn == [[bool(module) for module in row] for row in matrix]

    def test_the_drawing_asks_for_nothing_and_runs_nothing(self) -> None:
        drawing = code_as_svg(LINK).decode()
        assert drawing.startswith("<svg")
        assert "viewBox" in drawing
        assert not [word for word in ("script", "style=", "href", "class=") if word in drawing]
