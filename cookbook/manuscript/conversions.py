"""An amount in one system of measures -> the same in the other, in figures that cooks use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from cookbook.manuscript.densities import Density, Handling
from cookbook.manuscript.measures import MeasureStyle, System
from cookbook.manuscript.quantities import Quantity, format_quantity
from cookbook.manuscript.rounding import (
    FARTHEST,
    is_within,
    nearest,
    part_figures,
    round_metric,
    round_ounces,
    round_parts,
)
from cookbook.manuscript.units import Dimension, Unit

OUNCE = Fraction("28.349523125")
POUND = 16 * OUNCE
CUP = Fraction("236.5882365")
FLUID_OUNCE, TABLESPOON = CUP / 8, CUP / 16
GRAMS = {Unit.MG: Fraction(1, 1000), Unit.G: Fraction(1), Unit.KG: Fraction(1000)} | {
    Unit.OZ: OUNCE,
    Unit.LB: POUND,
    Unit.STICK: POUND / 4,
}
"""What units weigh; a stick is one of butter."""
MILLILITRES = {
    Unit.ML: Fraction(1),
    Unit.CL: Fraction(10),
    Unit.DL: Fraction(100),
    Unit.L: Fraction(1000),
    Unit.FL_OZ: FLUID_OUNCE,
    Unit.CUP: CUP,
    Unit.PINT: 2 * CUP,
    Unit.QUART: 4 * CUP,
    Unit.GALLON: 16 * CUP,
}
"""What American and metric units hold."""
LEAST = Fraction(14)
"""Grams or millilitres below which an amount is left alone: half an ounce, a spoon."""
_QUARTS_FROM = 8
_THOUSAND = 1000
_SPOONS = tuple(
    Fraction(*each) for each in ((1, 1), (4, 3), (3, 2), (2, 1), (5, 2), (3, 1), (7, 2))
)
_MORE_SPOONS = tuple(map(Fraction, (5, 6, 7)))
_QUARTER_CUP = 4
_HALF_CUP = 8
_POUND_OUNCES = 16
_CLOSE_POUND = Fraction(5, 100)

Round = Callable[[Fraction], Fraction | None]


@dataclass(frozen=True)
class Amount:
    """Grams or millilitres, from `low` to `high`; the two are the same where it is no range."""

    low: Fraction
    high: Fraction
    dimension: Dimension

    def times(self, factor: Fraction, dimension: Dimension) -> Amount:
        """Give the amount in other terms."""
        return Amount(self.low * factor, self.high * factor, dimension)


def convert(
    quantity: Quantity, unit: Unit, density: Density | None, style: MeasureStyle
) -> str | None:
    """Say an amount in the other system, such as "120 g" or "1½ cups".

    None where a cook would leave it: little amounts, cups of what nobody has weighed, and what no
    round figure meets to a tenth.
    """
    system = style.system_of(unit)
    amount = _amount(quantity, unit, density)
    if system is None or amount is None or amount.low < LEAST:
        return None
    if system is System.US:
        return _in_metric(amount, unit, density, style)
    return _in_american(amount, density)


def _amount(quantity: Quantity, unit: Unit, density: Density | None) -> Amount | None:
    if unit is Unit.STICK and (density is None or density.name != "butter"):
        return None
    high = quantity.high or quantity.low
    is_poured = density is not None and density.handling is Handling.POURED
    if unit is Unit.OZ and is_poured:
        # Eight ounces of milk are eight fluid ounces.
        return Amount(quantity.low, high, Dimension.VOLUME).times(FLUID_OUNCE, Dimension.VOLUME)
    if unit in GRAMS:
        return Amount(quantity.low, high, Dimension.MASS).times(GRAMS[unit], Dimension.MASS)
    if unit in MILLILITRES:
        holds = MILLILITRES[unit]
        return Amount(quantity.low, high, Dimension.VOLUME).times(holds, Dimension.VOLUME)
    return None


def _in_metric(
    amount: Amount, unit: Unit, density: Density | None, style: MeasureStyle
) -> str | None:
    if amount.dimension is Dimension.VOLUME:
        is_for_liquids = unit is not Unit.CUP
        if density is None and not is_for_liquids:
            return None
        if density is not None and density.handling is not Handling.POURED:
            amount = amount.times(Fraction(density.grams) / CUP, Dimension.MASS)
    ends = _rounded(amount, round_metric)
    return _metric_words(ends, amount.dimension, style) if ends else None


def _metric_words(ends: Quantity, dimension: Dimension, style: MeasureStyle) -> str:
    most = ends.high or ends.low
    if most < _THOUSAND:
        name = "g" if dimension is Dimension.MASS else "ml"
        return f"{_decimals(ends, style)} {name}"
    high = None if ends.high is None else ends.high / _THOUSAND
    ends = Quantity(ends.low / _THOUSAND, high)
    one, several = ("kg", "kg") if dimension is Dimension.MASS else style.litre
    return f"{_decimals(ends, style)} {one if most <= _THOUSAND else several}"


def _decimals(ends: Quantity, style: MeasureStyle) -> str:
    def said(value: Fraction) -> str:
        return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", style.decimal_mark)

    return said(ends.low) if ends.high is None else f"{said(ends.low)}–{said(ends.high)}"


def _in_american(amount: Amount, density: Density | None) -> str | None:
    if amount.dimension is Dimension.VOLUME:
        return _in_cups(amount, Handling.POURED if density is None else density.handling)
    in_cups = None
    if density is not None and density.handling is not Handling.CUT:
        filled = amount.times(CUP / density.grams, Dimension.VOLUME)
        in_cups = _in_cups(filled, density.handling)
    return in_cups or _in_ounces(amount)


def _in_cups(amount: Amount, handling: Handling) -> str | None:
    most = amount.high / CUP
    if handling is Handling.POURED and most >= _QUARTS_FROM:
        quarts = _rounded(amount.times(1 / (4 * CUP), Dimension.VOLUME), _round_farthest)
        return f"{format_quantity(quarts)} quarts" if quarts else None
    if amount.high < _QUARTER_CUP * TABLESPOON * Fraction(15, 16):
        return _in_spoons(amount)
    cups = amount.times(1 / CUP, Dimension.VOLUME)
    # Nobody adds a spoon of grated cheese to half a cup of it.
    ends = _rounded(cups, _round_farthest if handling is Handling.GRATED else round_parts)
    if ends is None and amount.low == amount.high:
        return _in_cups_and_spoons(cups.low)
    return _cups(ends) if ends else None


def _cups(ends: Quantity) -> str:
    return f"{format_quantity(ends)} {'cups' if (ends.high or ends.low) > 1 else 'cup'}"


def _in_spoons(amount: Amount) -> str | None:
    ends = _rounded(
        amount.times(1 / TABLESPOON, Dimension.VOLUME), lambda value: _near(value, _SPOONS)
    )
    if ends is None:
        return None
    if ends == Quantity(Fraction(4, 3)):
        return "4 tsp"
    # Thirds of a spoon are teaspoons, which a range doesn't mix with others.
    has_thirds = any(each.denominator == 3 for each in (ends.low, ends.high or ends.low))  # noqa: PLR2004 -- see above
    return None if has_thirds else f"{format_quantity(ends)} tbsp"


def _in_cups_and_spoons(cups: Fraction) -> str | None:
    """Say an amount that no cup has a mark for: 6 tbsp, ¾ cup plus 2 tbsp."""
    spoons = cups * 16
    if spoons < _HALF_CUP:
        few = _near(spoons, _MORE_SPOONS)
        return f"{format_quantity(Quantity(few))} tbsp" if few else None
    base = max(each for each in part_figures(cups) if each <= cups)
    more = Fraction(round((cups - base) * 16))
    if not more or not is_within(cups, base + more / 16, FARTHEST):
        return None
    return f"{_cups(Quantity(base))} plus {more} tbsp"


def _in_ounces(amount: Amount) -> str | None:
    ounces = amount.times(1 / OUNCE, Dimension.MASS)
    if round(ounces.high) >= _POUND_OUNCES:
        pounds = _rounded(amount.times(1 / POUND, Dimension.MASS), _round_pounds)
        if pounds:
            return f"{format_quantity(pounds)} lb"
    ends = _rounded(ounces, round_ounces)
    return f"{format_quantity(ends)} oz" if ends else None


def _round_pounds(value: Fraction) -> Fraction | None:
    return round_parts(value, _CLOSE_POUND)


def _round_farthest(value: Fraction) -> Fraction | None:
    return round_parts(value, FARTHEST)


def _near(value: Fraction, figures: tuple[Fraction, ...]) -> Fraction | None:
    figure = nearest(value, figures)
    return figure if is_within(value, figure, FARTHEST) else None


def _rounded(amount: Amount, round_one: Round) -> Quantity | None:
    """Round both ends of an amount, or give None where one can't be."""
    low, high = round_one(amount.low), round_one(amount.high)
    if low is None or high is None:
        return None
    return Quantity(low, high if high > low else None)
