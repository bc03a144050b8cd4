"""What a recipe makes: six bowls, four to six servings, one tart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cookbook.manuscript.quantities import parse_quantity

if TYPE_CHECKING:
    from cookbook.manuscript.quantities import Quantity

SERVINGS = "servings"

_SERVES = re.compile(
    r"(?:(?:it |this )?(?:serves|serving|servings|feeds|enough for|for|für|pour|para|per|sirve|"
    r"serve|portionen|portions)(?: ?:)?) ",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"(?:(?:it |this )?(?:makes|yields?|gives|ergibt|donne|rende)(?: ?:)?) ", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:about|around|approx\.?|approximately|roughly|ca?\.|circa|up to|at least|~) ?",
    re.IGNORECASE,
)
_UNIT_END = re.compile(r" ?[(;,]|\.(?:\s|$)")


@dataclass(frozen=True)
class Yield:
    """What a recipe makes: `text` is what the author wrote; `unit` is "" where none is named."""

    quantity: Quantity | None
    unit: str
    text: str


def parse_yield(text: str) -> Yield:
    """Understand what can be understood of a yield; the number alone after "Serves" is servings."""
    rest = " ".join(text.split())
    unit = ""
    if serves := _SERVES.match(rest):
        rest, unit = rest[serves.end() :], SERVINGS
    elif makes := _MAKES.match(rest):
        rest = rest[makes.end() :]
    about = _ABOUT.match(rest)
    parsed = parse_quantity(rest[about.end() :] if about else rest)
    if parsed is None:
        return Yield(None, "", text)
    quantity, named = parsed
    end = _UNIT_END.search(named)
    return Yield(quantity, (named[: end.start()] if end else named).strip() or unit, text)
