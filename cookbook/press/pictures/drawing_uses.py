"""What refers to what in a drawing: no loops, and no small file that draws a million parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cookbook.press.pictures.drawing_styles import local_targets

if TYPE_CHECKING:
    from lxml import etree

MAX_DRAWN = 30_000
MAX_CHAIN = 30

_HREF = "{http://www.w3.org/1999/xlink}href"


class _RefusedError(Exception):
    pass


def check_references(root: etree._Element) -> str:
    """Return '' for a drawing whose references end, or in words why it is refused."""
    targets = {name: element for element in root.iter() if (name := element.get("id"))}
    try:
        drawn = _Counter(targets).count(root, ())
    except _RefusedError as err:
        return str(err)
    return _TOO_MANY if drawn > MAX_DRAWN else ""


_TOO_MANY = "The drawing repeats its parts too often."


class _Counter:
    """Counts the elements that are drawn in the end, each target once."""

    def __init__(self, targets: dict[str, etree._Element]) -> None:
        self._targets = targets
        self._counted: dict[str, int] = {}

    def count(self, element: etree._Element, chain: tuple[str, ...]) -> int:
        """Return how many elements are drawn for this one, with all that it refers to."""
        total = 0
        for part in element.iter():
            total += 1
            for name in _references(part):
                total += self._count_target(name, chain)
            if total > MAX_DRAWN:
                raise _RefusedError(_TOO_MANY)
        return total

    def _count_target(self, name: str, chain: tuple[str, ...]) -> int:
        if name in chain:
            raise _RefusedError(f"The drawing's part #{name} is made of itself.")
        if len(chain) >= MAX_CHAIN:
            raise _RefusedError("The drawing's parts refer to each other in too long a chain.")
        if name not in self._targets:
            return 0
        if name not in self._counted:
            self._counted[name] = self.count(self._targets[name], (*chain, name))
        return self._counted[name]


def _references(element: etree._Element) -> list[str]:
    found = [target for value in element.attrib.values() for target in local_targets(str(value))]
    href = str(element.get(_HREF, ""))
    return [*found, href[1:]] if href.startswith("#") else found
