"""The marks that a page is made of, each with what must be the same in two pages that are alike."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from tests.press.likeness.opened import Numbers

Look: TypeAlias = tuple[tuple[str, object], ...]
"""How a mark looks but for its measures: names and values that are the same or not."""

NOT_MARKED = -1
"""The content of a mark that belongs to no numbered content: an artifact, or nothing at all."""


class Kind(StrEnum):
    """What a mark is."""

    GLYPH = "glyph"
    SHAPE = "shape"
    CLIP = "clip"
    PICTURE = "picture"
    SHADING = "shading"


class Mark(NamedTuple):
    """One mark, in the order of the page's content.

    `says` is a glyph's text; `sizes` is how large its type is or how thick its line; `at` is where
    it stands: a glyph's origin, or all the points of a path, in points of the page. `content` is
    the number (MCID) of the marked content that it is in.
    """

    kind: Kind
    says: str
    look: Look
    sizes: Numbers
    at: Numbers
    content: int
