from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript import Recipe, parse_ingredient, parse_recipe
from cookbook.manuscript.conversions import CUP, GRAMS, MILLILITRES, convert
from cookbook.manuscript.converting import convert_line, convert_recipe
from cookbook.manuscript.densities import DENSITIES, POURED, Density, Handling, find_density
from cookbook.manuscript.measures import Measures, MeasureStyle, System
from cookbook.manuscript.quantities import Quantity, format_quantity, parse_quantity
from cookbook.manuscript.rounding import round_metric
from cookbook.manuscript.units import Dimension, Unit, read_unit
from tests.manuscript.strategies import steady

METRIC = MeasureStyle(Measures.METRIC)
US = MeasureStyle(Measures.US)
METRIC_AND_US = MeasureStyle(Measures.METRIC_AND_US)
US_AND_METRIC = MeasureStyle(Measures.US_AND_METRIC)
BRITISH = MeasureStyle(Measures.METRIC, "en-GB")

KNOWN = sorted({*DENSITIES.values(), *POURED.values()}, key=lambda each: each.name)


def converted(line: str, style: MeasureStyle) -> str:
    return convert_line(parse_ingredient(line), style)


class TestConvertLine:
    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            ("1 cup flour", "120 g (1 cup) flour"),
            (
                "1 1/2 cups all-purpose flour, sifted",
                "180 g (1 1/2 cups) all-purpose flour, sifted",
            ),
            ("2-3 cups flour", "240–360 g (2-3 cups) flour"),
            ("1 packed cup brown sugar", "220 g (1 packed cup) brown sugar"),
            ("a cup of sugar", "200 g (a cup) of sugar"),
            ("about 2 cups rolled oats", "about 190 g (2 cups) rolled oats"),
            ("1/3 cup cocoa powder", "30 g (1/3 cup) cocoa powder"),
            ("8 oz cream cheese, softened", "225 g (8 oz) cream cheese, softened"),
            ("1 lb potatoes", "450 g (1 lb) potatoes"),
            ("3 pounds beef chuck", "1.35 kg (3 pounds) beef chuck"),
            ("1 cup milk", "240 ml (1 cup) milk"),
            ("½ cup olive oil", "120 ml (½ cup) olive oil"),
            ("8 oz milk", "240 ml (8 oz) milk"),
            ("1 quart chicken stock", "950 ml (1 quart) chicken stock"),
            ("2 quarts water", "1.9 litres (2 quarts) water"),
            ("4 fl oz white wine", "120 ml (4 fl oz) white wine"),
            ("1 stick butter", "110 g (1 stick) butter"),
            ("1 cup (2 sticks) butter", "225 g (1 cup; 2 sticks) butter"),
            ("1 cup chopped onion", "150 g (1 cup) chopped onion"),
            ("1 cup grated Parmesan", "100 g (1 cup) grated Parmesan"),
            (
                "2 cups flour, plus 2 tbsp for the board",
                "240 g (2 cups) flour, plus 2 tbsp for the board",
            ),
            ("1 (14 oz) can tomatoes", "1 (400 g/14 oz) can tomatoes"),
            ("28 oz can tomatoes", "800 g (28 oz) can tomatoes"),
            ("1/2 cup soy sauce", "120 ml (1/2 cup) soy sauce"),
            ("1 can (15 ounces) kidney beans", "1 can (425 g/15 ounces) kidney beans"),
            ("2 1/2 lb apples", "1.15 kg (2 1/2 lb) apples"),
            ("1 cup **unsalted** butter", "225 g (1 cup) **unsalted** butter"),
            ("500 g", "500 g"),
        ],
    )
    def test_metric_figures_stand_before_the_contributors_own(
        self, line: str, printed: str
    ) -> None:
        assert converted(line, METRIC) == printed

    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            ("500 g plain flour", "4 cups (500 g) plain flour"),
            ("120 g caster sugar", "½ cup plus 2 tbsp (120 g) caster sugar"),
            ("40 g butter", "3 tbsp (40 g) butter"),
            ("80 g butter, in cubes", "6 tbsp (80 g) butter, in cubes"),
            ("750 ml whole milk", "3¼ cups (750 ml) whole milk"),
            ("5 l water", "5½ quarts (5 l) water"),
            ("600 g haddock", "1⅓ lb (600 g) haddock"),
            ("500 g minced beef", "18 oz (500 g) minced beef"),
            ("60 g Cheddar, grated", "½ cup (60 g) Cheddar, grated"),
            ("300 g onions, sliced", "10½ oz (300 g) onions, sliced"),
            ("250 g water, at 35 °C", "1 cup (250 g) water, at 35 °C"),
            ("2 (400 g) tins tomatoes", "2 (14 oz/400 g) tins tomatoes"),
            ("100–120 g icing sugar", "3½–4 oz (100–120 g) icing sugar"),
        ],
    )
    def test_american_figures_stand_before_the_contributors_own(
        self, line: str, printed: str
    ) -> None:
        assert converted(line, US) == printed

    @pytest.mark.parametrize("line", ["40g sugar (3 tbsp)", "100 g flour (¾ cup)", "5 g yeast"])
    def test_metric_lines_that_need_nothing_stay(self, line: str) -> None:
        assert converted(line, US) == line

    def test_with_both_the_other_figure_stands_behind_the_contributors_own(self) -> None:
        assert converted("500 g flour", METRIC_AND_US) == "500 g (4 cups) flour"
        assert converted("1 cup flour", METRIC_AND_US) == "120 g (1 cup) flour"
        assert converted("500 g flour", US_AND_METRIC) == "4 cups (500 g) flour"
        assert converted("1 cup flour", US_AND_METRIC) == "1 cup (120 g) flour"
        assert converted("1 (14 oz) can beans", US_AND_METRIC) == "1 (14 oz/400 g) can beans"

    @pytest.mark.parametrize(
        "line",
        [
            "500 g flour",
            "2 eggs",
            "a pinch of salt",
            "1 tsp vanilla",
            "2 tbsp butter",
            "3 cloves garlic",
            "salt",
            "1 cup mixed leaves",
            "1 cup (240 ml) milk",
            "1 cup / 120 g flour",
            "1 cup flour (120 g)",
            "1 cup plus 2 tbsp flour",
            "1 lb 4 oz beef",
            "1/4 oz yeast",
            "3 long red peppers (about 1 lb), seeded",
            "2 tbsp (1 oz) butter",
            "2 handfuls spinach",
            "1 stick cinnamon",
            "1 cup",
        ],
    )
    def test_it_leaves_what_a_cook_would_leave(self, line: str) -> None:
        assert converted(line, METRIC) == line

    def test_it_leaves_pints_of_another_size(self) -> None:
        assert converted("1 pint milk", BRITISH) == "1 pint milk"
        assert converted("1 pint milk", METRIC) == "475 ml (1 pint) milk"

    @pytest.mark.parametrize("line", ["1 cup flour", "500 g flour", "1 (14 oz) can tomatoes"])
    def test_as_written_nothing_changes(self, line: str) -> None:
        assert converted(line, MeasureStyle()) == line

    def test_it_speaks_as_the_book_does(self) -> None:
        line = "2 quarts stock"
        american = MeasureStyle(Measures.METRIC, "en-US")
        german = MeasureStyle(Measures.METRIC, "de")
        assert converted(line, american) == "1.9 liters (2 quarts) stock"
        assert converted("3 lb Mehl", german) == "1,35 kg (3 lb) Mehl"

    @given(
        number=st.fractions(min_value=Fraction(1, 8), max_value=20, max_denominator=8),
        unit=st.sampled_from(["cups", "oz", "lb", "fl oz", "quarts", "g", "kg", "ml", "l", "dl"]),
        name=st.sampled_from(["flour", "butter", "milk", "beef", "honey", "onions", "tears"]),
        measures=st.sampled_from([each for each in Measures if each.first]),
    )
    @steady
    def test_what_the_contributor_wrote_is_always_there_to_the_letter(
        self, number: Fraction, unit: str, name: str, measures: Measures
    ) -> None:
        own = f"{format_quantity(Quantity(number))} {unit}"
        line = converted(f"{own} {name}, chopped", MeasureStyle(measures))
        assert own in line
        assert line.endswith(f" {name}, chopped")


class TestConvertRecipe:
    def test_only_ingredients_change(self) -> None:
        recipe = parse_recipe(
            "---\ntitle: Pie\n---\nTakes 1 cup.\n\n## Ingredients\n- 1 cup flour\n\nA remark.\n\n"
            "## Method\n1. Add 1 cup flour.\n"
        )
        made: Recipe = convert_recipe(recipe, METRIC)
        assert [each.line for each in made.ingredients] == ["120 g (1 cup) flour"]
        assert (made.headnote, made.step_groups) == (recipe.headnote, recipe.step_groups)
        assert convert_recipe(recipe, MeasureStyle()) is recipe


def amount_of(words: str, density: Density | None, dimension: Dimension) -> list[Fraction]:
    """The grams or millilitres that a computed amount comes to, at each of its ends."""
    total = [Fraction(0), Fraction(0)]
    for each in words.split(" plus "):
        parsed = parse_quantity(each.replace("litres", "l"))
        assert parsed is not None
        quantity, rest = parsed
        found = read_unit(rest)
        assert found is not None
        assert not found[1]
        spoons = {Unit.TBSP: CUP / 16, Unit.TSP: CUP / 48}
        size = (GRAMS | MILLILITRES | spoons)[found[0]]
        is_mass = found[0] in GRAMS
        if is_mass and dimension is Dimension.VOLUME:
            assert density is not None
            size *= CUP / density.grams
        if not is_mass and dimension is Dimension.MASS:
            assert density is not None
            size *= Fraction(density.grams) / CUP
        ends = [quantity.low * size, (quantity.high or quantity.low) * size]
        total = [one + two for one, two in zip(total, ends, strict=True)]
    return total


class TestConvert:
    @given(
        low=st.fractions(min_value=Fraction(1, 8), max_value=3000, max_denominator=12),
        more=st.fractions(min_value=0, max_value=5, max_denominator=12),
        unit=st.sampled_from([*GRAMS, *MILLILITRES]),
        density=st.sampled_from([None, *KNOWN]),
    )
    @steady
    def test_what_it_says_is_within_a_tenth_of_the_truth(
        self, low: Fraction, more: Fraction, unit: Unit, density: Density | None
    ) -> None:
        quantity = Quantity(low, low + low * more if more else None)
        said = convert(quantity, unit, density, METRIC)
        if said is None:
            return
        is_poured = density is not None and density.handling is Handling.POURED
        if unit is Unit.OZ and is_poured:
            unit = Unit.FL_OZ
        size = (GRAMS | MILLILITRES)[unit]
        dimension = Dimension.MASS if unit in GRAMS else Dimension.VOLUME
        true = [quantity.low * size, (quantity.high or quantity.low) * size]
        for one, two in zip(amount_of(said, density, dimension), true, strict=True):
            assert abs(one - two) <= two * Fraction(101, 1000)

    @given(
        grams=st.integers(min_value=36, max_value=20_000),
        density=st.sampled_from([None, *KNOWN]),
    )
    @steady
    def test_every_weight_above_an_ounce_and_a_quarter_can_be_said(
        self, grams: int, density: Density | None
    ) -> None:
        assert convert(Quantity(Fraction(grams)), Unit.G, density, US)

    @pytest.mark.parametrize("unit", [Unit.TSP, Unit.TBSP, Unit.PINCH, Unit.CLOVE, Unit.TIN])
    def test_spoons_and_what_is_counted_are_in_both_systems(self, unit: Unit) -> None:
        assert METRIC.system_of(unit) is None
        assert convert(Quantity(Fraction(2)), unit, None, METRIC) is None


class TestDensities:
    @pytest.mark.parametrize(
        ("name", "table_name"),
        [
            ("all-purpose flour", "plain flour"),
            ("unbleached all-purpose flour", "plain flour"),
            ("strong white flour", "bread flour"),
            ("cold unsalted butter", "butter"),
            ("dark brown sugar", "brown sugar"),
            ("golden caster sugar", "sugar"),
            ("dried chickpeas", "dried chickpeas"),
            ("Greek yogurt", "yoghurt"),
            ("wholegrain rye flour", "rye flour"),
            ("hot vegetable stock", "stock"),
            ("extra-virgin olive oil", "oil"),
            ("sour cream", "sour cream"),
            ("onion", "onions"),
        ],
    )
    def test_a_name_is_found_as_cooks_say_it(self, name: str, table_name: str) -> None:
        density = find_density(name)
        assert density is not None
        assert density.name == table_name

    @pytest.mark.parametrize(
        "name",
        ["", "ice cream", "flour and sugar", "cocoa butter", "cheese", "breadcrumbs", "kale"],
    )
    def test_what_nobody_can_tell_is_unknown(self, name: str) -> None:
        assert find_density(name) is None

    def test_cheese_goes_into_cups_when_it_is_grated(self) -> None:
        assert find_density("Cheddar", "60 g Cheddar, grated") is not None
        assert find_density("Cheddar", "60 g Cheddar, sliced") is None

    def test_figures_are_those_that_recipes_give(self) -> None:
        assert [
            each.name for each in KNOWN if round_metric(Fraction(each.grams)) != each.grams
        ] == []
        assert len({each.name for each in DENSITIES.values()}) > 120
        assert not any(re.search(r"[A-Z]", name) for name in DENSITIES)


class TestMeasures:
    def test_each_has_a_first_system_but_what_is_as_written(self) -> None:
        assert [each.first for each in Measures] == [
            None, System.METRIC, System.US, System.METRIC, System.US,
        ]  # fmt: skip
