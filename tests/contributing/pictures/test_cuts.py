"""Cuts: turned and cut as asked, always within the picture, and undone without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cookbook.contributing.pictures.cuts import LEAST, WHOLE, Cut, Shape

ANY = st.integers(-5000, 5000)
CUTS = st.builds(Cut, ANY, ANY, ANY, ANY, ANY)


def quarters() -> Image.Image:
    """Four fields: red and green above, blue and white below."""
    image = Image.new("RGB", (80, 40), "white")
    image.paste("red", (0, 0, 40, 20))
    image.paste("green", (40, 0, 80, 20))
    image.paste("blue", (0, 20, 40, 40))
    return image


def colour(image: Image.Image, x: float, y: float) -> object:
    return image.getpixel((int(x * image.width), int(y * image.height)))


class TestCut:
    @given(CUTS)
    def test_it_is_always_within_the_picture(self, cut: Cut) -> None:
        assert 0 <= cut.left <= cut.left + cut.width <= WHOLE
        assert 0 <= cut.top <= cut.top + cut.height <= WHOLE
        assert min(cut.width, cut.height) >= LEAST
        assert cut.turns in range(4)

    @given(CUTS)
    def test_four_turns_or_one_there_and_back_change_nothing(self, cut: Cut) -> None:
        assert cut.turned_right().turned_left() == cut
        assert cut.turned_left().turned_left().turned_left().turned_left() == cut

    def test_a_turn_keeps_what_is_shown(self) -> None:
        green = Cut(0, 500, 0, 500, 500)
        assert set(green.cut_out(quarters()).get_flattened_data()) == {(0, 128, 0)}
        for turned in (green.turned_right(), green.turned_left()):
            shown = turned.cut_out(quarters())
            assert shown.size == (20, 40)
            assert set(shown.get_flattened_data()) == {(0, 128, 0)}

    def test_it_turns_the_way_that_it_says(self) -> None:
        right = Cut().turned_right().cut_out(quarters())
        assert right.size == (40, 80)
        assert colour(right, 0.9, 0.1) == (255, 0, 0)
        left = Cut().turned_left().cut_out(quarters())
        assert colour(left, 0.1, 0.9) == (255, 0, 0)

    def test_all_of_it_can_be_shown_again_turned_as_it_is(self) -> None:
        cut = Cut(1, 100, 100, 300, 300)
        assert cut.uncut() == Cut(1)
        assert not cut.is_whole
        assert cut.uncut().is_whole

    @pytest.mark.parametrize(
        ("shape", "turns", "size"),
        [
            (Shape.SQUARE, 0, (300, 300)),
            (Shape.SQUARE, 1, (300, 300)),
            (Shape.FOUR_BY_THREE, 0, (400, 300)),
            (Shape.THREE_BY_TWO, 0, (450, 300)),
            (Shape.THREE_BY_TWO, 1, (300, 450)),
            (Shape.FREE, 0, (600, 300)),
        ],
    )
    def test_a_shape_is_the_largest_that_fits(
        self, shape: Shape, turns: int, size: tuple[int, int]
    ) -> None:
        image = Image.new("L", (600, 300))
        cut = Cut(turns).shaped(shape, image.size)
        assert cut.cut_out(image).size == pytest.approx(size, abs=1)

    def test_a_shape_is_cut_from_the_middle(self) -> None:
        assert Cut().shaped(Shape.SQUARE, (600, 300)) == Cut(0, 250, 0, 500, 1000)

    @given(CUTS, st.sampled_from(Shape), st.integers(1, 4000), st.integers(1, 4000))
    def test_some_of_the_picture_is_always_left(
        self, cut: Cut, shape: Shape, width: int, height: int
    ) -> None:
        image = Image.new("1", (width % 90 + 1, height % 90 + 1))
        assert min(cut.shaped(shape, image.size).cut_out(image).size) >= 1
