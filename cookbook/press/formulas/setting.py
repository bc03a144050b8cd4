"""MathML in, SVG out, inside a worker process that has limits of time and memory."""

from __future__ import annotations

import logging
import math
import resource
import signal
import warnings
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from cookbook.press.formulas.mathml import tidy_mathml
from cookbook.press.formulas.outcomes import Outcome, failed

with warnings.catch_warnings():
    # ziamath finds its font by a call that Python 3.11 and 3.12 called deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from ziamath.config import config
    from ziamath.zmath import Math, loadedfonts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

SECONDS_PER_FORMULA = 3.0
WORKER_MEMORY = 1 << 30
INK = "#2a231e"
"""The ink of our pages; black formulas would look heavier than their text."""
MAX_SIDE_EM = 120.0

# ziamath draws at this size, in its own units; the results are in em.
_DRAWN_SIZE = 24.0
# The body's Source Serif 4 is this much larger than STIX Two Math: its x-height is 475 to 473,
# its capitals 670 to 657 thousandths.
_MATCH = 1.01
# Room for what antialiasing draws beyond an outline.
_MARGIN = 0.5


class _OutOfTimeError(Exception):
    pass


def prepare_worker() -> None:
    """Bound this process's memory, and choose how formulas are drawn."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = WORKER_MEMORY if hard == resource.RLIM_INFINITY else min(WORKER_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger().addHandler(logging.NullHandler())
    choose_plain_paths()


def choose_plain_paths() -> None:
    """Have formulas drawn with plain paths: ids would repeat between pictures."""
    config.svg2 = False
    config.precision = 2
    # No sign of a script in a script is set smaller than this part of the text.
    config.minsizefraction = 0.5


def set_batch(batch: Sequence[str]) -> list[Outcome]:
    """Set each `<math>` element; one that can't be set becomes an outcome with a problem."""
    return [_set_within_limits(mathml) for mathml in batch]


def _set_within_limits(mathml: str) -> Outcome:
    # Processor time is counted, so that a busy machine changes nothing. The alarm repeats,
    # in case the first one is raised where Python swallows it.
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_PER_FORMULA, 0.25)
    try:
        outcome = _set(mathml)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except (_OutOfTimeError, MemoryError, RecursionError):
        outcome = failed("The formula takes too much time or memory to set; simplify it.")
    except Exception as err:  # noqa: BLE001 - ziamath promises no exceptions; whatever it raises is one formula's problem
        outcome = failed(f"The formula can't be set: {err or type(err).__name__}.")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return outcome


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _OutOfTimeError


def _set(mathml: str) -> Outcome:
    # A formula that failed halfway through a word leaves the shared font in that word's script.
    loadedfonts["default"].language("math", "")  # type: ignore[no-untyped-call] # ziafont has no types
    drawn = Math(tidy_mathml(mathml), size=_DRAWN_SIZE, margin=_MARGIN)
    if missing := sorted(_missing_characters(drawn.node)):
        return failed(f"The mathematics font has no sign for {' '.join(missing)}.")
    width, height = (side + 2 * _MARGIN for side in drawn.getsize())
    if not _is_sane(width) or not _is_sane(height):
        return failed("The formula has no sensible size.")
    return Outcome(
        svg=_as_bytes(drawn.svgxml()),
        width_em=_em(width),
        height_em=_em(height),
        depth_em=_em(_MARGIN - drawn.getyofst()),
        problem="",
    )


def _missing_characters(node: object) -> set[str]:
    """Return the characters that came out as the font's empty box."""
    glyph = getattr(node, "glyph", None)
    if glyph is not None and glyph.index == 0:
        return {str(getattr(node, "char", "?"))}
    return {sign for child in getattr(node, "nodes", []) for sign in _missing_characters(child)}


def _is_sane(side: float) -> bool:
    return math.isfinite(side) and 0 < side < MAX_SIDE_EM * _DRAWN_SIZE


def _em(length: float) -> float:
    return round(length / _DRAWN_SIZE * _MATCH, 4)


def _as_bytes(svg: ET.Element) -> bytes:
    for element in svg.iter():
        # The root says the ink once for all; saying it for every sign doubles the size.
        if element.get("fill") == "black":
            del element.attrib["fill"]
    svg.set("fill", INK)
    return bytes(ET.tostring(svg, encoding="utf-8"))
