"""Stage: the letters of a book against those of its fonts; what no font has is named."""

from __future__ import annotations

import unicodedata
from functools import cache

from cookbook.config import kit_folder
from cookbook.press.outputs.cutting import letters_of
from cookbook.press.sections import AssembledBook
from cookbook.press.warnings import WarningKind, Warnings

# Joiners, variation selectors and the like shape their neighbours and have no picture of their own.
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufe0e\ufe0f\u00a0\u202f\u2009\n\t "
)
NAMED_AT_MOST = 8


@cache
def covered_characters() -> frozenset[int]:
    """Give all code points that one of the kit's fonts can print."""
    covered: set[int] = set()
    for file in sorted((kit_folder() / "fonts").glob("*.ttf")):
        covered |= letters_of(file)
    return frozenset(covered)


def warn_of_missing_glyphs(book: AssembledBook, warnings: Warnings) -> None:
    """Name, for each entry, the characters that would print as empty boxes."""
    covered = covered_characters()
    for section in book.sections:
        missing = sorted(
            letter
            for letter in section.facts.characters
            if ord(letter) not in covered
            and letter not in INVISIBLE
            and not unicodedata.category(letter).startswith("C")
        )
        if missing:
            shown = ", ".join(f"{each} (U+{ord(each):04X})" for each in missing[:NAMED_AT_MOST])
            more = (
                f" and {len(missing) - NAMED_AT_MOST} more" if len(missing) > NAMED_AT_MOST else ""
            )
            message = f"no font of the press has {shown}{more}; it prints as an empty box."
            warnings.add(section.entry, WarningKind.GLYPH, message)
