"""Papers and what follows from them: how wide a spine is, and how many pages a book is made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

TEXT_ON_SPINE = 0.18
"""Printers want 1/16 inch on both sides of what stands on a spine; less is no room for letters."""


@dataclass(frozen=True)
class Paper:
    """A paper: its name in settings, what people call it, and how thick a page is, in inches.

    A leaf has two pages. These are the figures by which print-on-demand shops reckon.
    """

    name: str
    title: str
    page: float


PAPERS = {
    each.name: each
    for each in (
        Paper("white", "White", 0.002252),
        Paper("cream", "Cream", 0.0025),
        Paper("coated", "Coated, for colour", 0.002347),
    )
}


def spine_width(pages: int, paper: Paper) -> float:
    """Give the width of the spine of a book of so many pages, in inches."""
    return round(pages * paper.page, 4)


def padded(pages: int, multiple: int) -> int:
    """Give the number of pages to which blank ones fill a book up."""
    return ceil(pages / multiple) * multiple
