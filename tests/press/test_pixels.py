"""Pages drawn as pictures: what colours they may have."""

from __future__ import annotations

import pytest
from PIL import Image

from cookbook.press.proofing.pixels import MOST_INKS, inks_of, palette_of

INK, TOMATO = (42, 35, 30), (168, 50, 31)


class TestInksOf:
    def test_they_are_the_colours_of_all_that_is_drawn(self) -> None:
        text = b"q\n0.164706 0.137255 0.117647 rg\nBT\n/F1 10 Tf\n<0041> Tj\nET\nQ"
        rule = b"0.658824 0.196078 0.121569 RG\n0 0 m 9 0 l S"
        assert inks_of([text, rule]) == frozenset({INK, TOMATO})

    @pytest.mark.parametrize(
        "drawn", [b"/x0 Do", b"0.5 g", b"0 0 0 1 k", b"/p0 scn", b"/lab-d50 cs", b"/s0 sh"]
    )
    def test_a_page_that_may_have_any_has_none(self, drawn: bytes) -> None:
        assert inks_of([b"0 0 0 rg\n" + drawn + b"\n"]) is None

    def test_a_page_of_very_many_colours_has_none(self) -> None:
        many = b"\n".join(b"0.%02d 0 0 rg" % number for number in range(MOST_INKS + 1))
        assert inks_of([many]) is None


class TestPaletteOf:
    def test_paper_stays_paper_and_inks_stay_as_they_are(self) -> None:
        pale = (251, 245, 234)
        page = Image.new("RGB", (4, 1), (255, 255, 255))
        for place, colour in enumerate((INK, TOMATO, pale)):
            page.putpixel((place, 0), colour)
        drawn = page.quantize(
            palette=palette_of(frozenset({INK, TOMATO, pale})), dither=Image.Dither.NONE
        )
        shown = [drawn.convert("RGB").getpixel((place, 0)) for place in range(4)]
        assert shown == [INK, TOMATO, pale, (255, 255, 255)]
