"""What a book's settings say to the print shop: paper, inks, and how many pages a sheet makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cookbook.manuscript.fields import Fields, put_text

if TYPE_CHECKING:
    from cookbook.manuscript.frontmatter import Value

PRINT = "print"
KEYS = ("paper", "ink", "profile", "pages-multiple")
PAPER_NAMES = ("white", "cream", "coated")
DEFAULT_MULTIPLE = 2
LARGEST_MULTIPLE = 64


class Ink(StrEnum):
    """With what the inside of a book is printed."""

    AS_SET = "as set"
    GREY = "grey"
    CMYK = "cmyk"


@dataclass(frozen=True)
class PrintShop:
    """How a book is printed: its paper and inks, and of what number its pages are a multiple.

    `profile` is the path of the print shop's own colour profile (ICC) in the book folder.
    """

    paper: str = PAPER_NAMES[0]
    ink: Ink = Ink.AS_SET
    profile: str = ""
    multiple: int = DEFAULT_MULTIPLE


USUAL = PrintShop()


def read_print_shop(book: Fields) -> PrintShop:
    """Read the key `print` of a book. Raises FrontMatterError where it says what nobody knows."""
    fields = Fields(book.mapping(PRINT), book.file, PRINT)
    for key in fields.values:
        if key not in KEYS:
            raise fields.wrong(key, f"one of {', '.join(KEYS)}", "Take it out, or correct it.")
    paper = fields.text("paper") or USUAL.paper
    if paper not in PAPER_NAMES:
        raise fields.wrong("paper", f"one of {', '.join(PAPER_NAMES)}", f'It says "{paper}".')
    ink = fields.text("ink") or Ink.AS_SET
    if ink not in tuple(Ink):
        raise fields.wrong("ink", f"one of {', '.join(Ink)}", f'It says "{ink}".')
    profile = fields.path("profile")
    if ink == Ink.CMYK and not profile:
        raise fields.wrong(
            "ink",
            "grey or as set, as there is no profile",
            'Ask the shop for its colour profile, put it into the folder, and add "profile: …".',
        )
    said = fields.text("pages-multiple") or str(DEFAULT_MULTIPLE)
    if not (said.isdecimal() and 1 <= int(said) <= LARGEST_MULTIPLE):
        raise fields.wrong(
            "pages-multiple", f"a number from 1 to {LARGEST_MULTIPLE}", f'It says "{said}".'
        )
    return PrintShop(paper, Ink(ink), profile, int(said))


def write_print_shop(wishes: PrintShop) -> Mapping[str, Value]:
    """Write what isn't as it is without the key."""
    values: dict[str, Value] = {}
    if wishes.paper != USUAL.paper:
        values["paper"] = wishes.paper
    if wishes.ink != USUAL.ink:
        values["ink"] = wishes.ink.value
    put_text(values, "profile", wishes.profile)
    if wishes.multiple != USUAL.multiple:
        values["pages-multiple"] = str(wishes.multiple)
    return values
