"""What comes of drawing a formula, as whoever has it drawn hears of it."""

from __future__ import annotations

from typing import NamedTuple


class Outcome(NamedTuple):
    """What a worker hands back: sizes in em of the surrounding text, or a problem."""

    svg: bytes
    width_em: float
    height_em: float
    depth_em: float
    problem: str


def failed(problem: str) -> Outcome:
    """Return the outcome of a formula that couldn't be set."""
    return Outcome(b"", 0.0, 0.0, 0.0, problem)
