"""Stage: the photos of a book against the width at which they may print; coarse ones are named."""

from __future__ import annotations

from cookbook.press.sections import AssembledBook
from cookbook.press.themes import Theme
from cookbook.press.warnings import WarningKind, Warnings

WANTED_DPI = 300


def warn_of_coarse_photos(book: AssembledBook, theme: Theme, warnings: Warnings) -> None:
    """Name each photo that has fewer pixels than the theme's full measure wants."""
    for section in book.sections:
        for name, _alternative in section.facts.images:
            picture = book.pictures.get(name)
            if picture is None or picture.print.vector:
                continue
            dpi = picture.print.width / theme.page.text_width
            if dpi < WANTED_DPI:
                message = (
                    f"the photo {name} has {picture.print.width} x "
                    f"{picture.print.height} pixels, {dpi:.0f} dpi at the full width of the text; "
                    f"{WANTED_DPI} are wanted in print."
                )
                warnings.add(section.entry, WarningKind.RESOLUTION, message)
