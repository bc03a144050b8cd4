"""How a page's content is marked: as text of the structure, as an artifact, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MARKING = "BDC BMC EMC"
SHOWING = frozenset({"Tj", "TJ", "'", '"'})
PAINTING = SHOWING | {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "EI", "Do"}
ARTIFACT = "/Artifact"


@dataclass
class Marks:
    """What is marked on a page.

    `numbers` counts how often each number of tagged content begins; `unmarked` the operations that
    paint outside of all marks; `artifacts_in_text` and `text_in_artifacts` what stands within the
    other.
    """

    numbers: Counter[int] = field(default_factory=Counter)
    unmarked: int = 0
    artifacts_in_text: int = 0
    text_in_artifacts: int = 0


class Marker:
    """Follows the marks of one content stream, which may be drawn within another's."""

    def __init__(self, marks: Marks, outer: Marker | None = None) -> None:
        self.marks = marks
        self.open: list[str] = []
        self.in_artifact: int = outer.in_artifact if outer else 0
        self.in_text: int = outer.in_text if outer else 0

    def see(self, name: str, operands: Sequence[Any], resources: Any) -> None:  # noqa: ANN401 -- pikepdf's objects
        """Take note of an operation."""
        if name in PAINTING:
            if not (self.in_artifact or self.in_text or name == "Do"):
                self.marks.unmarked += 1
        elif name == "EMC":
            self._end()
        elif name in ("BDC", "BMC") and operands:
            self._begin(operands, resources)

    def see_picture(self) -> None:
        """Take note of a picture."""
        if not (self.in_artifact or self.in_text):
            self.marks.unmarked += 1

    def _begin(self, operands: Sequence[Any], resources: Any) -> None:  # noqa: ANN401 -- likewise
        number = _number(operands, resources)
        if str(operands[0]) == ARTIFACT:
            self.marks.artifacts_in_text += bool(self.in_text)
            self.in_artifact += 1
            self.open.append("artifact")
        elif number is not None:
            self.marks.numbers[number] += 1
            self.marks.text_in_artifacts += bool(self.in_artifact)
            self.in_text += 1
            self.open.append("text")
        else:
            self.open.append("")

    def _end(self) -> None:
        kind = self.open.pop() if self.open else ""
        self.in_artifact -= kind == "artifact"
        self.in_text -= kind == "text"


def _number(operands: Sequence[Any], resources: Any) -> int | None:  # noqa: ANN401 -- likewise
    """Give the number of marked content, which a property list has, or one of the resources."""
    values = operands[1] if len(operands) > 1 else None
    if isinstance(values, pikepdf.Name) and isinstance(resources, pikepdf.Dictionary):
        listed = resources.get("/Properties")
        values = listed.get(str(values)) if isinstance(listed, pikepdf.Dictionary) else None
    if not isinstance(values, pikepdf.Dictionary) or "/MCID" not in values:
        return None
    return int(values["/MCID"])
