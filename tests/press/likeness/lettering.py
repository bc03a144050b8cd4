"""Where text stands: the type that is set, and how each glyph moves the next (ISO 32000-1, 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

import pikepdf

from cookbook.press.checks.pdf_content import IDENTITY, Matrix, multiply
from tests.press.likeness.glyphs import Font, Glyph
from tests.press.likeness.marks import Look
from tests.press.likeness.opened import Numbers, Thing, numbers


@dataclass
class Lettering:
    """The text part of what a drawing goes by."""

    font: Font | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 100.0
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0.0
    text: Matrix = IDENTITY
    line_start: Matrix = IDENTITY

    def letter_look(self) -> Look:
        """Give how a glyph looks, but for its outline."""
        return (("font", self.font.name if self.font else ""), ("mode", self.mode))

    def place(self, matrix: Matrix) -> None:
        """Begin a line where a matrix says."""
        self.text = self.line_start = matrix

    def go_on(self, x: float, y: float) -> None:
        """Begin a line so far from the beginning of this one."""
        self.place(multiply((1.0, 0.0, 0.0, 1.0, x, y), self.line_start))

    def set_text(
        self, shown: Sequence[Thing], page: Matrix
    ) -> Iterator[tuple[Glyph, float, Numbers]]:
        """Set texts and the steps between them; give each glyph, how large it is, and its place.

        `page` is the matrix from the drawing to the page.
        """
        if self.font is None:
            return
        a, b, c, d, e, f = multiply(self.text, page)
        high, stretch, moved = self.size * hypot(c, d), self.stretch / 100, 0.0
        left, below = c * self.rise + e, d * self.rise + f
        for each in shown:
            if not isinstance(each, pikepdf.String):
                moved -= float(each) / 1000 * self.size * stretch
                continue
            for glyph in self.font.read(bytes(each)):
                yield glyph, high, (a * moved + left, b * moved + below)
                wide = glyph.width * self.size + self.letter_space
                moved += (wide + self.word_space * glyph.is_space) * stretch
        self.text = multiply((1.0, 0.0, 0.0, 1.0, moved, 0.0), self.text)


def begin_text(lettering: Lettering, _: Sequence[Thing]) -> None:
    """Do BT."""
    lettering.place(IDENTITY)


def set_matrix(lettering: Lettering, operands: Sequence[Thing]) -> None:
    """Do Tm."""
    a, b, c, d, e, f = numbers(operands)
    lettering.place((a, b, c, d, e, f))


def move_line(lettering: Lettering, operands: Sequence[Thing]) -> None:
    """Do Td."""
    x, y = numbers(operands)
    lettering.go_on(x, y)


def move_line_and_lead(lettering: Lettering, operands: Sequence[Thing]) -> None:
    """Do TD."""
    lettering.leading = -float(operands[1])
    move_line(lettering, operands)


def next_line(lettering: Lettering, _: Sequence[Thing]) -> None:
    """Do T*."""
    lettering.go_on(0.0, -lettering.leading)


TEXT_STEPS = {
    "BT": begin_text,
    "Tm": set_matrix,
    "Td": move_line,
    "TD": move_line_and_lead,
    "T*": next_line,
}
"""What moves lines, by operator."""
TEXT_VALUES = {
    "TL": "leading",
    "Tc": "letter_space",
    "Tw": "word_space",
    "Tz": "stretch",
    "Ts": "rise",
    "Tr": "mode",
}
"""What sets one value, by operator."""
