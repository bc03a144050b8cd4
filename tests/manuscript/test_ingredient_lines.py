"""Three hundred lines of ingredients that a person has read, against what is read of them here."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cookbook.manuscript.ingredients import Ingredient, parse_ingredient

LEAST = 0.95
SAMPLE = Path(__file__).with_name("ingredient_lines.tsv")
ROWS = [
    tuple(row.replace("\\n", "\n").split("\t"))
    for row in SAMPLE.read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]
READ = [parse_ingredient(row[0]) for row in ROWS]


def quantity_of(ingredient: Ingredient) -> str:
    """The quantity as the sample writes it: 3/2, or 2..3 for a range."""
    quantity = ingredient.quantity
    if quantity is None:
        return ""
    return str(quantity.low) if quantity.high is None else f"{quantity.low}..{quantity.high}"


class TestSample:
    def test_it_has_three_hundred_different_lines_and_says_all_of_each(self) -> None:
        assert len({row[0] for row in ROWS}) == 300
        assert {len(row) for row in ROWS} == {4}
        assert all(Fraction(end) for row in ROWS for end in row[1].split("..") if end)


class TestParseIngredient:
    @pytest.mark.parametrize("what", ["quantity", "unit", "quantity and unit", "name"])
    def test_it_reads_nearly_all_as_a_person_does(self, what: str) -> None:
        wrong = [
            (row, found)
            for row, found in zip(ROWS, READ, strict=True)
            if not {
                "quantity": row[1] == quantity_of(found),
                "unit": row[2] == (found.unit.value if found.unit else ""),
                "quantity and unit": (row[1], row[2])
                == (quantity_of(found), found.unit.value if found.unit else ""),
                "name": row[3] == found.name,
            }[what]
        ]
        assert 1 - len(wrong) / len(ROWS) >= LEAST, wrong

    def test_it_keeps_every_line_as_it_was_written(self) -> None:
        assert [found.line for found in READ] == [row[0] for row in ROWS]
