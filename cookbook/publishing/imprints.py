"""What the imprint of an edition says of it: which edition it is, and of what day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from cookbook.manuscript import parse_book, write_book

ORDINALS = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
)  # fmt: skip


def edition_name(number: int) -> str:
    """Name an edition by its number: "First edition", "11th edition"."""
    if number <= len(ORDINALS):
        return f"{ORDINALS[number - 1]} edition"
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} edition"


def with_imprint(book: str, number: int, day: dt.date, earlier: Iterable[str]) -> str:
    """Give the text of a frozen book.yaml with its edition and date.

    What its editors wrote there stays, unless it stood in one of the `earlier` editions' already:
    then it was said of that one, and the number and the day of this one take its place.
    """
    present = parse_book(book)
    before = [parse_book(each) for each in earlier]
    edition, date = present.edition, present.date
    if edition in {"", *(each.edition for each in before)}:
        edition = edition_name(number)
    if date in {"", *(each.date for each in before)}:
        date = day.isoformat()
    return write_book(dataclasses.replace(present, edition=edition, date=date))
