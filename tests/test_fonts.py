from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "build" / "fonts"


def rows() -> list[dict[str, str]]:
    return json.loads((FONTS / "fonts.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # our own list


def load(file: str) -> TTFont:
    return TTFont(io.BytesIO((FONTS / file).read_bytes()), lazy=True)


def features(file: str) -> set[str]:
    return {record.FeatureTag for record in load(file)["GSUB"].table.FeatureList.FeatureRecord}


class TestFontList:
    def test_it_lists_every_font_of_the_folder_and_no_other(self) -> None:
        assert {row["file"] for row in rows()} == {path.name for path in FONTS.glob("*.ttf")}

    def test_its_checksums_are_those_of_the_files(self) -> None:
        for row in rows():
            assert hashlib.sha256((FONTS / row["file"]).read_bytes()).hexdigest() == row["sha256"]

    def test_every_font_says_itself_what_the_list_says_of_it(self) -> None:
        for row in rows():
            font = load(row["file"])
            # Where the plain family, name 1, holds the weight too, name 16 is the family alone.
            names = font["name"]
            assert (names.getDebugName(16) or names.getDebugName(1)) == row["family"]
            assert font["OS/2"].usWeightClass == row["weight"]
            assert bool(font["OS/2"].fsSelection & 1) == (row["style"] == "italic")

    def test_every_font_may_be_embedded_and_comes_with_its_licence(self) -> None:
        for row in rows():
            assert load(row["file"])["OS/2"].fsType == 0
            licence = (FONTS / row["licence"]).read_text(encoding="utf-8")
            assert re.search(r"SIL Open Font License, Version 1\.1", licence, re.IGNORECASE)


class TestTextFace:
    @pytest.mark.parametrize("weight", [400, 600, 700])
    def test_its_romans_have_small_capitals_figures_and_fractions(self, weight: int) -> None:
        wanted = {"smcp", "onum", "lnum", "tnum", "frac", "liga"}
        assert wanted <= features(f"source-serif-4-{weight}-normal.ttf")

    @pytest.mark.parametrize("weight", [400, 600, 700])
    def test_its_italics_have_figures_and_fractions(self, weight: int) -> None:
        wanted = {"onum", "lnum", "tnum", "frac", "liga"}
        assert wanted <= features(f"source-serif-4-{weight}-italic.ttf")


class TestCoverage:
    @pytest.mark.parametrize(
        "text",
        [
            "lőre főzőlőre Łódź Þórr phở bò",
            "Μέλι Ἀρχὴ ἥμισυ ᾳ ῷ",
            "Борщ ґалушки љубав қазы",
            "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞ 1⁄3 °C × − ± ≈ ≤ € № H₂O m²",
            "←↑→↓⇒✓✗☐☑★☕♨⚠❦",
            "∀∈ℝ∃∑∫√∞∂∇≠⊂∪⟨⟩𝑥𝔽ℵ",
            "🍞🥕🍅🧄🍰😀🔥",
            "خورش قورمه‌سبزی חלה आलू गोभी ต้มยำกุ้ง",
            "豆腐とわかめの味噌汁 麻婆豆腐 红烧肉 김치찌개",
        ],
    )
    def test_every_character_is_in_some_font(self, text: str) -> None:
        covered = {code for row in rows() for code in load(row["file"]).getBestCmap()}
        missing = [
            unicodedata.name(letter)
            for letter in text
            if ord(letter) not in covered and unicodedata.category(letter) != "Cf"
        ]
        assert missing == []
