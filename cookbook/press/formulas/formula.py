"""TeX formulas in, SVG pictures with their size, baseline and alternative text out, for the PDF."""

from __future__ import annotations

import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cookbook.press.formulas.alternative import describe_mathml
from cookbook.press.formulas.outcomes import Outcome, failed
from cookbook.press.formulas.tex import Reading, read_tex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

logger = logging.getLogger(__name__)

_BATCH_SIZE = 16

Draw: TypeAlias = "Callable[[Sequence[str]], list[Outcome]]"
"""Draws `<math>` elements."""


@dataclass(frozen=True)
class Formula:
    """A formula as its author wrote it: TeX without its dollars, in the line or displayed."""

    tex: str
    display: bool


@dataclass(frozen=True)
class SetFormula:
    """A formula as a picture. Lengths are in em of the surrounding text.

    `depth_em` is how far the picture reaches below the baseline (`vertical-align: -depth em`).
    `problem` is '' when all went well; else `svg` is empty and the caller prints the TeX.
    """

    svg: bytes
    width_em: float
    height_em: float
    depth_em: float
    alt: str
    problem: str


def set_formulas(formulas: Iterable[Formula], *, workers: int) -> dict[Formula, SetFormula]:
    """Set every distinct formula, in up to `workers` processes. A bad formula raises nothing.

    The same formulas give the same bytes, whatever their order and the number of workers.
    """
    return set_formulas_by(formulas, draw_in(workers))


def draw_in(workers: int) -> Draw:
    """Give what draws in up to so many processes, which end when all is drawn."""
    return lambda mathml: _set_all(mathml, workers=workers)


def set_formulas_by(formulas: Iterable[Formula], draw: Draw) -> dict[Formula, SetFormula]:
    """Set every distinct formula by whoever draws MathML."""
    wanted = list(dict.fromkeys(formulas))
    readings = read_tex([(formula.tex, formula.display) for formula in wanted])
    distinct = list(dict.fromkeys(reading.mathml for reading in readings if reading.mathml))
    outcomes = dict(zip(distinct, draw(distinct), strict=True))
    done = {
        formula: _finished(formula, reading, outcomes.get(reading.mathml))
        for formula, reading in zip(wanted, readings, strict=True)
    }
    troubled = sum(bool(formula.problem) for formula in done.values())
    logger.info("set %d distinct formulas, %d of them with problems", len(done), troubled)
    return done


def _finished(formula: Formula, reading: Reading, outcome: Outcome | None) -> SetFormula:
    source = " ".join(formula.tex.split())
    if outcome is None:
        return SetFormula(b"", 0.0, 0.0, 0.0, source, reading.problem)
    if outcome.problem:
        return SetFormula(b"", 0.0, 0.0, 0.0, source, outcome.problem)
    alt = describe_mathml(reading.mathml) or source
    return SetFormula(outcome.svg, outcome.width_em, outcome.height_em, outcome.depth_em, alt, "")


def _set_all(mathml: Sequence[str], *, workers: int) -> list[Outcome]:
    batches = [mathml[n : n + _BATCH_SIZE] for n in range(0, len(mathml), _BATCH_SIZE)]
    results = _run(batches, workers=workers)
    for n, batch in enumerate(batches):
        if results[n] is None:
            results[n] = _set_one_by_one(batch)
    return [outcome for result in results for outcome in result or []]


def _set_one_by_one(batch: Sequence[str]) -> list[Outcome]:
    """Set a batch whose worker died: each formula in a process of its own, to name the culprit."""
    died = [failed("The formula breaks the process that sets it; simplify it.")]
    return [(_run([[mathml]], workers=1)[0] or died)[0] for mathml in batch]


def _run(batches: Sequence[Sequence[str]], *, workers: int) -> list[list[Outcome] | None]:
    """Return each batch's outcomes, or None for those that went down with a worker."""
    if not batches:
        return []
    # What draws takes a while to load, and few processes ever have it drawn.
    from cookbook.press.formulas.setting import prepare_worker, set_batch  # noqa: PLC0415 -- see above

    count = max(1, min(workers, len(batches)))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=prepare_worker) as pool:
        running = [pool.submit(set_batch, list(batch)) for batch in batches]
        results: list[list[Outcome] | None] = []
        for future in running:
            try:
                results.append(future.result())
            except BrokenProcessPool:
                results.append(None)
    return results
