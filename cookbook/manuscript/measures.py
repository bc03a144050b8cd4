"""In which measures a book gives amounts: metric ones, American ones, or as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cookbook.manuscript.units import Unit


class System(StrEnum):
    """A system of measures."""

    METRIC = "metric"
    US = "us"

    @property
    def other(self) -> System:
        """The other one."""
        return System.US if self is System.METRIC else System.METRIC


class Measures(StrEnum):
    """The measures of a book: as each contributor wrote them, or in a system, or in two."""

    AS_WRITTEN = "as written"
    METRIC = "metric"
    US = "us"
    METRIC_AND_US = "metric and us"
    US_AND_METRIC = "us and metric"

    @property
    def first(self) -> System | None:
        """The system that comes first on a line, or None where nothing is computed."""
        if self is Measures.AS_WRITTEN:
            return None
        is_metric = self in (Measures.METRIC, Measures.METRIC_AND_US)
        return System.METRIC if is_metric else System.US

    @property
    def has_both(self) -> bool:
        """Whether amounts of the first system get those of the other beside them."""
        return self in (Measures.METRIC_AND_US, Measures.US_AND_METRIC)


# Spoons are in both systems, and nobody converts a pinch.
_METRIC = frozenset({Unit.MG, Unit.G, Unit.KG, Unit.ML, Unit.CL, Unit.DL, Unit.L})
_US = frozenset({Unit.OZ, Unit.LB, Unit.CUP, Unit.FL_OZ, Unit.STICK})
# Larger by a fifth where they aren't American.
_AMERICAN = frozenset({Unit.PINT, Unit.QUART, Unit.GALLON})
_AMERICAN_ENGLISH = frozenset({"en", "en-us"})
_POINT = frozenset({"en", "ga", "he", "hi", "ja", "ko", "th", "zh"})


@dataclass(frozen=True)
class MeasureStyle:
    """How a book gives amounts: in which measures, and in which language it says so."""

    measures: Measures = Measures.AS_WRITTEN
    language: str = "en"

    def as_values(self) -> list[str]:
        """Give all that it decides by, as values that JSON can hold; nothing where it does none."""
        return [self.measures, self.language] if self.measures.first else []

    def system_of(self, unit: Unit) -> System | None:
        """Tell to which system a unit belongs, or None where it is in both, or in none."""
        if unit in _METRIC:
            return System.METRIC
        is_american = unit in _AMERICAN and self.language.lower() in _AMERICAN_ENGLISH
        return System.US if unit in _US or is_american else None

    @property
    def litre(self) -> tuple[str, str]:
        """What a litre is called, and several of them."""
        if self._primary != "en":
            return ("l", "l")
        if self.language.lower() == "en-us":
            return ("liter", "liters")
        return ("litre", "litres")

    @property
    def decimal_mark(self) -> str:
        """What stands between the whole and its tenths."""
        return "." if self._primary in _POINT else ","

    @property
    def _primary(self) -> str:
        return self.language.lower().partition("-")[0]


UNCHANGED = MeasureStyle()
"""Every amount as it was written."""
