"""The fonts of a book: what they can print, and what of them the book carries."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cookbook.config import kit_folder
from cookbook.press.caching import MemoryCache
from cookbook.press.outputs.cutting import CuttingError, cut_font, harfbuzz_release, letters_of
from cookbook.press.outputs.embedding import FILES, book_fonts
from cookbook.press.outputs.glyphs import covered_characters, warn_of_missing_glyphs
from cookbook.press.warnings import WarningKind, Warnings
from tests.press.making import make_book, recipe, set_book

SERIF = kit_folder() / "fonts" / FILES[0]
CUNEIFORM = "".join(chr(code) for code in range(0x12000, 0x1200C))


class TestMissingGlyphs:
    def test_letters_that_no_font_has_are_named_with_their_entry(self, tmp_path: Path) -> None:
        folder = make_book(tmp_path, {"recipes/a.md": recipe("A", f"Old: {CUNEIFORM}")})
        warnings = Warnings()
        warn_of_missing_glyphs(set_book(folder).book, warnings)
        (warning,) = warnings.all
        assert (warning.entry, warning.kind) == ("recipes/a.md", WarningKind.GLYPH)
        assert "(U+12000)" in warning.message
        assert "and 4 more; it prints as an empty box." in warning.message

    def test_the_writing_of_many_peoples_is_there(self) -> None:
        covered = covered_characters()
        for sample in (
            "Łódź",
            "Ελλάδα",
            "Борщ",
            "שלום",
            "سلام",
            "भारत",
            "ไทย",
            "日本",
            "½⅓¾",
            "∑√",
        ):
            assert {ord(each) for each in sample} <= covered, sample

    @pytest.mark.parametrize("name", FILES)
    def test_a_font_is_asked_for_its_letters(self, name: str) -> None:
        file = kit_folder() / "fonts" / name
        with TTFont(file) as font:
            assert letters_of(file) == set(font.getBestCmap())

    def test_a_font_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(CuttingError, match=r"nothing\.ttf"):
            letters_of(tmp_path / "nothing.ttf")

    def test_what_has_no_picture_is_not_missed(self, tmp_path: Path) -> None:
        folder = make_book(
            tmp_path, {"recipes/a.md": recipe("A", "soft\u00adly\u200b, now\u2009!")}
        )
        warnings = Warnings()
        warn_of_missing_glyphs(set_book(folder).book, warnings)
        assert warnings.all == []

    def test_titles_and_footnotes_count(self, tmp_path: Path) -> None:
        files = {
            "recipes/a.md": recipe("A", f"Text.^[{CUNEIFORM[0]}]"),
            "recipes/b.md": recipe(CUNEIFORM[1]),
        }
        warnings = Warnings()
        warn_of_missing_glyphs(set_book(make_book(tmp_path, files)).book, warnings)
        assert {"recipes/a.md", "recipes/b.md"} <= {each.entry for each in warnings.all}


class TestBookFonts:
    def test_they_hold_the_books_letters_and_little_else(self, tmp_path: Path) -> None:
        """The letter Ж stands in a footnote only, the letter Њ nowhere."""
        files = {"recipes/a.md": recipe("Åsa's pie", "Text.^[Ж]")}
        fonts = book_fonts(set_book(make_book(tmp_path, files)).book, MemoryCache())
        assert [each.name for each in fonts] == list(FILES)
        with TTFont(io.BytesIO(fonts[0].data)) as font:
            held = set(font.getBestCmap())
        assert {ord(each) for each in "Ås½–Ж"} <= held
        assert ord("Њ") not in held

    def test_the_same_letters_give_the_same_bytes(self) -> None:
        one, two = (cut_font(SERIF, order) for order in ("abcd", "dcba"))
        assert one == two


class TestCutFont:
    def test_it_keeps_what_its_letters_can_turn_into_and_how(self) -> None:
        with TTFont(io.BytesIO(cut_font(SERIF, "a12/"))) as font, TTFont(SERIF) as whole:
            assert features(font) >= {"smcp", "onum", "tnum", "frac"}
            assert set(font.getBestCmap()) == {ord(each) for each in "a12/"}
            assert font["maxp"].numGlyphs > len("a12/")
            names = {each.nameID: str(each) for each in font["name"].names}
            assert names == {each.nameID: str(each) for each in whole["name"].names}

    def test_its_release_is_known_as_it_decides_what_comes_out(self) -> None:
        assert harfbuzz_release().split(".")[0].isdigit()

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(CuttingError, match=r"nothing\.ttf.*can't be read"):
            cut_font(tmp_path / "nothing.ttf", "a")


def features(font: TTFont) -> set[str]:
    return {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord}
