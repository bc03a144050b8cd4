from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript.units import Dimension, Unit, read_unit


class TestReadUnit:
    @pytest.mark.parametrize(
        ("text", "unit", "rest"),
        [
            ("g flour", Unit.G, "flour"),
            ("Grams of", Unit.G, "of"),
            ("KG", Unit.KG, ""),
            ("tbsp. butter", Unit.TBSP, "butter"),
            ("T butter", Unit.TBSP, "butter"),
            ("t salt", Unit.TSP, "salt"),
            ("Tsp salt", Unit.TSP, "salt"),
            ("fl. oz cream", Unit.FL_OZ, "cream"),
            ("fluid ounces", Unit.FL_OZ, ""),
            ("cups/240", Unit.CUP, "/240"),
            ("cloves garlic", Unit.CLOVE, "garlic"),
            ("can beans", Unit.TIN, "beans"),
            ("EL Zucker", Unit.TBSP, "Zucker"),
            ("TL Salz", Unit.TSP, "Salz"),
            ("Prise Salz", Unit.PINCH, "Salz"),
            ("c. à s. de sucre", Unit.TBSP, "de sucre"),
            ("c. à c. de sel", Unit.TSP, "de sel"),
            ("gousses d’ail", Unit.CLOVE, "d’ail"),
            ("cda de aceite", Unit.TBSP, "de aceite"),
            ("cucharaditas de sal", Unit.TSP, "de sal"),
            ("colheres de sopa de azeite", Unit.TBSP, "de azeite"),
            ("colher (chá) de sal", Unit.TSP, "de sal"),
            ("cucchiai di olio", Unit.TBSP, "di olio"),
        ],
    )
    def test_it_reads_what_cooks_write(self, text: str, unit: Unit, rest: str) -> None:
        assert read_unit(text) == (unit, rest)

    @pytest.mark.parametrize(
        "text",
        ["", "garlic", "t-bone steaks", "el pan", "cloverleaf", "l'eau", "rib eye steaks",
         "Pfund Mehl", "pot roast", "canned beans"],
    )  # fmt: skip
    def test_it_leaves_words_that_only_begin_like_a_unit(self, text: str) -> None:
        assert read_unit(text) is None

    @pytest.mark.parametrize("unit", Unit)
    def test_every_unit_is_read_from_its_own_abbreviation(self, unit: Unit) -> None:
        assert read_unit(f"{unit} salt") == (unit, "salt")

    @given(st.text() | st.sampled_from([*Unit]).map(str.upper))
    def test_it_never_raises_and_the_rest_is_the_end_of_the_text(self, text: str) -> None:
        found = read_unit(text)
        assert found is None or text.endswith(found[1])


class TestUnit:
    def test_it_knows_what_it_measures(self) -> None:
        assert Unit.LB.dimension is Dimension.MASS
        assert Unit.TSP.dimension is Dimension.VOLUME
        assert Unit.CLOVE.dimension is Dimension.COUNT
