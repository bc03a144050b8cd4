"""One formula, as the press reads it -> what a page shows, or what is wrong with it."""

from __future__ import annotations

from functools import lru_cache

from cookbook.press.bounded import no_longer_than
from cookbook.press.formulas.tex import Reading, read_tex

FORMULA_SECONDS = 4.0
REMEMBERED = 256


@lru_cache(maxsize=REMEMBERED)
def show_formula(tex: str, *, display: bool) -> Reading:
    """Give a formula as a `<math>` element, or the problem in words; a bad one raises nothing."""
    with no_longer_than(FORMULA_SECONDS):
        return read_tex([(tex, display)])[0]
