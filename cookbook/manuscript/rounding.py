"""Exact amounts -> the figures that a cook would measure out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

CLOSE = Fraction(6, 100)
"""What is no further off than this is taken for its roundness; beyond, a finer figure is sought."""
FARTHEST = Fraction(1, 10)
"""What is further off than this isn't said at all."""
NEARLY = Fraction(95, 1000)
"""How far off the five grams may be to which little weights are rounded."""
_PARTS = tuple(Fraction(*each) for each in ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4)))
_QUARTER_HUNDRED = 25


def is_within(value: Fraction, figure: Fraction, share: Fraction) -> bool:
    """Tell whether a figure is no further from a value than a share of it."""
    return abs(figure - value) <= share * value


def nearest(value: Fraction, figures: Sequence[Fraction]) -> Fraction:
    """Give the figure that is nearest to a value; of two, the first."""
    return min(figures, key=lambda each: abs(each - value))


def round_metric(value: Fraction) -> Fraction | None:
    """Round grams, or millilitres: to 5 below 100, to 10 up to 500, then to 25 and more.

    A quarter of a hundred that is all but met is taken; where 5 are too much, single ones. None for
    what is too little to be rounded.
    """
    quarters = Fraction(round(value / _QUARTER_HUNDRED) * _QUARTER_HUNDRED)
    if 100 <= quarters < 1000 and is_within(value, quarters, Fraction(1, 100)):  # noqa: PLR2004 -- of a hundred
        return quarters
    for step, share in _steps(value):
        figure = Fraction(round(value / step) * step)
        if is_within(value, figure, share):
            return figure
    return None


def _steps(value: Fraction) -> Iterator[tuple[int, Fraction]]:
    """Give the steps to which a value may be rounded, and how far off that may lead."""
    for least, step, share in (
        (2500, 100, CLOSE), (1000, 50, CLOSE), (500, 25, CLOSE), (100, 10, CLOSE), (0, 5, NEARLY),
    ):  # fmt: skip
        if value >= least:
            yield step, share
            break
    yield 1, FARTHEST


def part_figures(value: Fraction) -> list[Fraction]:
    """Give the figures about a value that are marked on cups: quarters and thirds, then halves."""
    whole = value.numerator // value.denominator
    if value >= 10:  # noqa: PLR2004 -- who measures ten cups doesn't count halves
        return [Fraction(whole), Fraction(whole + 1)]
    if value >= 4:  # noqa: PLR2004 -- four cups are a quart
        return [Fraction(whole), whole + Fraction(1, 2), Fraction(whole + 1)]
    figures = [whole + part for part in (*_PARTS, Fraction(1))]
    return [Fraction(whole), *figures] if whole else figures


def round_parts(value: Fraction, share: Fraction = CLOSE) -> Fraction | None:
    """Round to whole ones, halves, thirds and quarters, or give None where none is close."""
    figure = nearest(value, part_figures(value))
    return figure if is_within(value, figure, share) else None


def round_ounces(value: Fraction) -> Fraction | None:
    """Round ounces of a weight: to quarters below 2, to halves below 12, to whole ones above.

    Where halves lead too far off, just above 2, quarters are taken as well.
    """
    for least, parts in ((12, (1,)), (2, (2, 4)), (0, (4,))):
        if value >= least:
            return _first_close(value, parts)
    return None


def round_inches(value: Fraction) -> Fraction | None:
    """Round inches: to eighths and sixteenths below 1, to quarters below 3, to halves below 10."""
    for least, steps in ((10, (1,)), (3, (2,)), (1, (4,)), (0, (8, 16))):
        if value >= least:
            return _first_close(value, steps)
    return None


def round_centimetres(value: Fraction) -> Fraction | None:
    """Round centimetres: to whole ones from 5 on, to halves below, to tenths where need be."""
    return _first_close(value, (1,) if value >= 5 else (2, 10))  # noqa: PLR2004 -- as said


def _first_close(value: Fraction, parts: Sequence[int]) -> Fraction | None:
    """Round to such parts of one, the first that lead no further off than a tenth."""
    figures = (Fraction(round(value * each), each) for each in parts)
    return next((each for each in figures if is_within(value, each, FARTHEST)), None)
