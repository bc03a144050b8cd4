"""The shape of a printed page: its trim, its margins, and the gutter that grows with the book.

Lengths are in inches, as printers of books name them; a millimetre is 1/25.4 of one.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAST_OUTER = 0.375
"""Printers want at least 3/8 inch between text and trim."""
GUTTERS = ((150, 0.0), (300, 0.0625), (500, 0.125), (700, 0.1875))
"""Up to so many pages, so much more of the inner margin is lost in the fold."""
WIDEST_GUTTER = 0.25

POINTS = 72
"""How many make an inch."""
BLEED = 0.125
"""How far what is printed to the edge goes beyond it, for knives that cut a little aside."""
LETTER, TITLE_LETTER = 0.444, 0.993
"""How wide the letters of the text, and of a recipe's title, are: in parts of the text's size."""


@dataclass(frozen=True)
class Trim:
    """A size to which pages are cut: its name in settings, what people call it, and its sides."""

    name: str
    title: str
    width: float
    height: float


TRIMS = {
    each.name: each
    for each in (
        Trim("6x9", "6 × 9 in", 6, 9),
        Trim("7x10", "7 × 10 in", 7, 10),
        Trim("8.5x11", "8.5 × 11 in (Letter)", 8.5, 11),
        Trim("8x8", "8 × 8 in (square)", 8, 8),
        Trim("a5", "A5 (148 × 210 mm)", 148 / 25.4, 210 / 25.4),
        Trim("a4", "A4 (210 × 297 mm)", 210 / 25.4, 297 / 25.4),
    )
}


@dataclass(frozen=True)
class Margins:
    """The white around the text of a page; the inner margin is at the fold."""

    top: float
    outer: float
    bottom: float
    inner: float


@dataclass(frozen=True)
class Room:
    """How much text a page holds, as estimates need it: lines, and letters of a line.

    `title` is how many letters of a recipe's title fit a line. What stands here is the room of the
    page of 6 by 9 inches that most cookbooks have.
    """

    lines: float = 39.0
    letters: int = 76
    title: int = 34

    def as_values(self) -> list[float]:
        """Give it as JSON can hold it."""
        return [self.lines, self.letters, self.title]


COMMON_ROOM = Room()


@dataclass(frozen=True)
class PageShape:
    """A page: how large it is cut, where its text stands, and how its type is set.

    `type_size` is in points, `leading` in parts of it; `lines_kept` are lines that titles and
    headings of a recipe take beyond those that estimates know of.
    """

    trim: Trim
    margins: Margins
    type_size: float = 10.0
    leading: float = 1.4
    lines_kept: float = 0.0

    @property
    def text_width(self) -> float:
        """The width of the text, which is the same on every page of every book of this shape."""
        return self.trim.width - self.margins.inner - self.margins.outer

    @property
    def text_height(self) -> float:
        """The height of the text."""
        return self.trim.height - self.margins.top - self.margins.bottom

    @property
    def room(self) -> Room:
        """Estimate how much text stands on a page; a line is kept for what nobody foresees."""
        lines = self.text_height * POINTS / (self.type_size * self.leading)
        letters = self.text_width * POINTS / self.type_size
        return Room(
            round(lines - 1.07 - self.lines_kept, 1),
            round(letters / LETTER),
            round(letters / TITLE_LETTER),
        )

    def gutter(self, pages: int) -> float:
        """Give how far the text moves away from the fold in a book of so many pages.

        The outer margin gives what the inner one takes, and keeps what printers want.
        """
        wanted = next((more for most, more in GUTTERS if pages <= most), WIDEST_GUTTER)
        return max(0.0, min(wanted, self.margins.outer - LEAST_OUTER))

    def css(self, gutter: float = 0.0) -> str:
        """Write what style sheets know of the page: its size, margins, type and lengths."""
        margins, inner = self.margins, inches(self.margins.inner + gutter)
        outer = inches(self.margins.outer - gutter)
        top, bottom = inches(margins.top), inches(margins.bottom)
        size = f"{inches(self.trim.width)} {inches(self.trim.height)}"
        return (
            f"@page {{ size: {size}; margin: {top} {outer} {bottom} {inner}; }}\n"
            f"@page :left {{ margin-left: {outer}; margin-right: {inner}; }}\n"
            f"@page :right {{ margin-left: {inner}; margin-right: {outer}; }}\n"
            "@page cover { margin: 0; }\n"
            f"html {{ font-size: {self.type_size:g}pt; }}\n"
            f":root {{ --leading: {self.leading:g}; --trim-width: {inches(self.trim.width)}; "
            f"--trim-height: {inches(self.trim.height)}; "
            f"--text-width: {inches(self.text_width)}; "
            f"--text-height: {inches(self.text_height)}; }}\n"
        )


def large_print(trim: Trim) -> PageShape:
    """Give the page of large print: 18 points on the sheet that printers at home have."""
    is_metric = trim.name in {"a5", "a4"}
    return PageShape(TRIMS["a4" if is_metric else "8.5x11"], Margins(0.9, 0.8, 1, 0.8), 18, 1.45)


def inches(length: float) -> str:
    """Write a length as style sheets have it."""
    return f"{length:.4f}".rstrip("0").rstrip(".") + "in"
