"""A way in which WeasyPrint comes to the same styles sooner, in a process that sets many pages.

Most properties of an element are as they are for all, or as its parent has them: these are found at
once. Tests look whether what comes of it is the same.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import weasyprint.css
from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS

BY_OTHERS = frozenset({"display", "float", "page", "position"})
"""Properties that are computed from one another, or of which the ancestors are asked."""
DIRECTIONS = ("ttb", "btt", "ltr", "rtl")


def _logical_names(name: str) -> frozenset[str]:
    """Give the logical properties that may stand for a physical one, in some direction of text."""
    find = PHYSICAL_FUNCTIONS.get(name)
    directions = product(DIRECTIONS, DIRECTIONS) if find else ()
    return frozenset(find(block=block, inline=inline) for block, inline in directions)


def _is_simple(name: str) -> bool:
    return name not in BY_OTHERS and not name.startswith("text_decoration_")


COPIED = {name: _logical_names(name) for name in INHERITED if _is_simple(name)}
"""Properties that an element has of its parent, unless it sets them or one of those named here."""
INITIAL = {
    name: _logical_names(name)
    for name in INITIAL_VALUES
    if _is_simple(name) and name not in INHERITED and name not in INITIAL_NOT_COMPUTED
}
"""Properties that an element has as they are for all, unless it sets them or one of those."""


class QuickStyle(ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """The style of an element: what it doesn't set itself, it is told without more ado."""

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the property is
        parent, cascaded = self.parent_style, self.cascaded
        if parent is None or name in cascaded:
            return super().__missing__(name)
        logical = COPIED.get(name)
        if logical is not None and cascaded.keys().isdisjoint(logical):
            value = self[name] = parent[name]
            return value
        logical = INITIAL.get(name)
        if logical is not None and cascaded.keys().isdisjoint(logical):
            value = self[name] = INITIAL_VALUES[name]
            return value
        return super().__missing__(name)


def take_shortcut() -> None:
    """Have WeasyPrint take it from now on, in this process."""
    weasyprint.css.ComputedStyle = QuickStyle
