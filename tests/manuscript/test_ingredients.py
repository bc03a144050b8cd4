from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript.ingredients import Ingredient, main_ingredient_name, parse_ingredient
from cookbook.manuscript.quantities import Quantity
from cookbook.manuscript.units import Unit

PIECES = [
    "1", "2–3", "1/2", "½", "a", "half a", "(400 g)", "400g", "x", "cup", "tbsp", "tins", "of",
    "large", "fresh", "finely", "chopped", "tomatoes", "[stock](a.md)", "**salt**", "*", "_oil_",
    ",", " - ", ": ", "(", ")", "(optional)", "optional", "or", "/", "to taste", "juice of", "~",
    "cloves", "garlic", "95%", "7-up", "é", "https://example.org", "\n", "\u00a0", "d’", "`", "\\*",
]  # fmt: skip
LINES = st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def amount(low: str | int, high: int | None = None) -> Quantity:
    return Quantity(Fraction(low), None if high is None else Fraction(high))


class TestParseIngredient:
    @pytest.mark.parametrize(
        ("line", "quantity", "unit", "name"),
        [
            ("500g flour", amount(500), Unit.G, "flour"),
            ("Flour - 500 g", amount(500), Unit.G, "Flour"),
            ("Flour: 500 g", amount(500), Unit.G, "Flour"),
            ("Greek yogurt, 2 cups", amount(2), Unit.CUP, "Greek yogurt"),
            ("Cream 4tbsp", amount(4), Unit.TBSP, "Cream"),
            ("Beef stock ~1 pint", amount(1), Unit.PINT, "Beef stock"),
            ("Garlic (2 cloves)", amount(2), Unit.CLOVE, "Garlic"),
            ("Bones (3x)", amount(3), None, "Bones"),
            ("shallots: 2", amount(2), None, "shallots"),
            ("2 cloves of garlic", amount(2), Unit.CLOVE, "garlic"),
            ("2 cloves", amount(2), None, "cloves"),
            ("Pinch of nutmeg", None, Unit.PINCH, "nutmeg"),
            ("a bottle of stout", amount(1), Unit.BOTTLE, "stout"),
            ("from 30g to 70g of sugar", amount(30, 70), Unit.G, "sugar"),
            ("250/300 g flour", amount(250, 300), Unit.G, "flour"),
            ("300 ml 95% spirit", amount(300), Unit.ML, "95% spirit"),
            ("1 T-bone steak", amount(1), None, "T-bone steak"),
            ("7-up", None, None, "7-up"),
            ("00 flour", None, None, "00 flour"),
            ("[chicken stock](/chicken-stock-bone-broth)", None, None, "chicken stock"),
            ("**1 white onion**", amount(1), None, "white onion"),
            ("Onion, celery and garlic", None, None, "Onion, celery and garlic"),
            ("boneless, skinless chicken", None, None, "boneless, skinless chicken"),
            ("2 colheres de sopa de azeite", amount(2), Unit.TBSP, "azeite"),
            ("1 EL Zucker", amount(1), Unit.TBSP, "Zucker"),
            ("2 c. à s. de sucre", amount(2), Unit.TBSP, "sucre"),
            ("", None, None, ""),
        ],
    )
    def test_it_reads_amount_and_name(
        self, line: str, quantity: Quantity | None, unit: Unit | None, name: str
    ) -> None:
        ingredient = parse_ingredient(line)
        assert (ingredient.quantity, ingredient.unit, ingredient.name) == (quantity, unit, name)

    @pytest.mark.parametrize(
        ("line", "count", "size", "unit", "name"),
        [
            ("1 (400 g) tin tomatoes", 1, "400 g", Unit.TIN, "tomatoes"),
            ("2 x 400g tins", 2, "400g", Unit.TIN, ""),
            ("2 400g tins of beans", 2, "400g", Unit.TIN, "beans"),
            ("1-14 oz can beans", 1, "14 oz", Unit.TIN, "beans"),
            ("1 8-ounce package cream cheese", 1, "8-ounce", Unit.PACKET, "cream cheese"),
            ("28oz can of tomatoes", 1, "28oz", Unit.TIN, "tomatoes"),
            ("1 bottle 700ml red wine", 1, "700ml", Unit.BOTTLE, "red wine"),
            ("1 packet (7 g) yeast", 1, "7 g", Unit.PACKET, "yeast"),
            ("2 (6 oz) steaks", 2, "6 oz", None, "steaks"),
        ],
    )
    def test_it_reads_the_size_of_packages(
        self, line: str, count: int, size: str, unit: Unit | None, name: str
    ) -> None:
        expected = Ingredient(line, amount(count), unit, size, name)
        assert parse_ingredient(line) == expected

    def test_a_length_is_the_size_of_a_piece(self) -> None:
        line = "5cm piece of ginger"
        assert parse_ingredient(line) == Ingredient(line, None, Unit.PIECE, "5cm", "ginger")

    @pytest.mark.parametrize(
        ("line", "name", "note"),
        [
            ("2 large eggs, beaten", "large eggs", "beaten"),
            ("Salt to taste", "Salt", "to taste"),
            ("juice of 1 lemon", "lemon", "juice of"),
            ("1 cup / 240 ml milk", "milk", "240 ml"),
            ("3-4 lb (1.5 kg) beef", "beef", "1.5 kg"),
            ("1 onion finely chopped", "onion", "finely chopped"),
            ("2 heaped tbsp honey", "honey", "heaped"),
            ("1/4 cup + 1/2 tsp lime juice", "lime juice", "+ 1/2 tsp"),
            ("1 tsp each salt and pepper", "salt and pepper", "each"),
            ("1 potato peeled and diced", "potato", "peeled and diced"),
            ("12 very thin slices of ham", "ham", "very thin"),
            ("Passata 10oz (300g)", "Passata", "300g"),
            ("Onions of any kind", "Onions", "of any kind"),
            ("oil for frying", "oil", "for frying"),
            ("1 can or jar of sauce", "sauce", "or jar"),
            ("28 oz (825 ml) can of beans", "beans", "825 ml"),
            ("(spices)", "spices", ""),
            ("3 tbsp black (or green) tea", "black tea", "or green"),
            ("tea (black, not green", "tea", "black, not green"),
        ],
    )
    def test_it_keeps_remarks_apart_from_the_name(self, line: str, name: str, note: str) -> None:
        ingredient = parse_ingredient(line)
        assert (ingredient.name, ingredient.note) == (name, note)

    @pytest.mark.parametrize(
        ("line", "name", "note"),
        [
            ("Fresh herbs (optional)", "Fresh herbs", ""),
            ("(Optional) a bottle of stout", "stout", ""),
            ("Optional: stout", "stout", ""),
            ("parsley, optional", "parsley", ""),
            ("chilli (optional, but good)", "chilli", "optional, but good"),
            ("parsley, if desired", "parsley", "if desired"),
        ],
    )
    def test_it_sees_what_is_optional(self, line: str, name: str, note: str) -> None:
        ingredient = parse_ingredient(line)
        assert (ingredient.name, ingredient.note, ingredient.optional) == (name, note, True)

    def test_it_doesnt_take_not_optional_for_optional(self) -> None:
        assert not parse_ingredient("salt (not optional)").optional

    def test_it_keeps_a_story_as_a_remark(self) -> None:
        ingredient = parse_ingredient("flour, sifted " + "twice " * 100)
        assert ingredient.name == "flour"
        assert ingredient.note.count("twice") == 100

    @given(LINES)
    def test_it_never_raises_and_keeps_the_line(self, line: str) -> None:
        assert parse_ingredient(line).line == line

    @given(LINES)
    def test_it_invents_no_words(self, line: str) -> None:
        ingredient = parse_ingredient(line)
        written = "".join(words(line))
        for word in words(f"{ingredient.name} {ingredient.note} {ingredient.size}"):
            assert word in written


class TestMainIngredientName:
    @pytest.mark.parametrize(
        ("line", "entry"),
        [
            ("2 large ripe tomatoes, chopped", "tomatoes"),
            ("1 tomato", "tomatoes"),
            ("freshly ground black pepper", "black pepper"),
            ("extra virgin olive oil", "olive oil"),
            ("3 garlic cloves, minced", "garlic"),
            ("2 cloves of garlic", "garlic"),
            ("4 cloves", "cloves"),
            ("2 bay leaves", "bay leaves"),
            ("8 fresh basil leaves", "basil"),
            ("1 bell pepper", "bell peppers"),
            ("2 red chillis", "red chillies"),
            ("1 chili", "chilies"),
            ("1 tsp Turmeric Powder", "turmeric"),
            ("1 tsp garlic powder", "garlic powder"),
            ("butter or margarine", "butter"),
            ("black or white pepper", "white pepper"),
            ("juice of 1 lemon", "lemons"),
            ("1 Tbsp worcestershire sauce", "Worcestershire sauce"),
            ("50 g grated Pecorino Romano cheese", "Pecorino Romano"),
            ("cheese of choice", "cheese"),
            ("Onion, celery, carrot and garlic", "onions"),
            ("whole wheat flour", "whole wheat flour"),
            ("whole milk", "milk"),
        ],
    )
    def test_it_gives_the_words_of_an_index(self, line: str, entry: str) -> None:
        assert main_ingredient_name(parse_ingredient(line)) == entry

    @pytest.mark.parametrize("line", ["", "Optional:", "1 cheesecloth", "(if you like)", "***"])
    def test_it_gives_nothing_where_there_is_no_ingredient(self, line: str) -> None:
        assert main_ingredient_name(parse_ingredient(line)) == ""

    @given(LINES)
    def test_it_never_raises(self, line: str) -> None:
        entry = main_ingredient_name(parse_ingredient(line))
        assert entry == entry.strip()
