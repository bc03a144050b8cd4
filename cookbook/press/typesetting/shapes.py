"""Shapes of page numbers: so many digits stand for any number of so many, in figures of one width.

What is laid out around a number depends on its width alone. So a signature is laid out with a shape
in its place, and the digits are put in when the book is bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FOLIO_ATTRIBUTE = "data-folio"
"""The attribute in which a link has the number, or its shape, that is printed behind it."""
SLOT_ATTRIBUTE = "data-slot"
"""The attribute that says at which end of a place of its own the number stands, if it has one."""
UNTIL_ATTRIBUTE = "data-until"
"""The attribute in which a link to a range of pages has the number of the last."""
LAST = "~"
"""What stands behind the name of an anchor where its last page is meant; no id has it."""
SHAPE_DIGIT = "8"
DIGITS = "0123456789"
HEX = re.compile(rb"<([0-9a-f]*)>")
NOTHING = re.compile(rb">-?[01](?:\.0*)?<")
"""A move of at most a thousandth of the type's size: what is left of rounding, and of no use."""


class UnevenDigitsError(Exception):
    """The digits of a type are not of one width; numbers in it can't be exchanged."""


def shape_of(folio: str) -> str:
    """Give the shape of a folio; one that is no plain number is its own shape."""
    return SHAPE_DIGIT * len(folio) if folio.isdecimal() else folio


def last_of(anchor: str) -> str:
    """Give the name by which folios know the last page of what stands on several."""
    return f"{anchor}{LAST}"


def is_shape(text: str) -> bool:
    """Tell whether a text stands for numbers: one digit, once or more."""
    return text.isdecimal() and len(set(text)) == 1


def free_shape(length: int, words: Iterable[str]) -> str:
    """Give a shape of so many digits that stands in none of the words; "" where there is none."""
    taken = "\n".join(words)
    shapes = (digit * length for digit in reversed(DIGITS))
    return next((shape for shape in shapes if shape not in taken), "")


@dataclass(frozen=True)
class DigitPlace:
    """Where in a list of operations the digits of a slot stand.

    `before` and `after` are the parts of the operation around them, `digits` the ten codes.
    """

    operation: int
    before: bytes
    after: bytes
    digits: list[str]


def find_digits(operations: list[Any], slot: Any) -> DigitPlace:  # noqa: ANN401 -- a hook's Slot
    """Find where a slot's number was drawn. Raises UnevenDigitsError where nobody can say."""
    codes = ten_codes(slot.digits)
    wanted = codes[int(slot.text[0])] * len(slot.text)
    for place in range(slot.start, min(slot.end, len(operations))):
        operation = operations[place]
        if not isinstance(operation, bytes) or not operation.endswith(b"TJ"):
            continue
        operation = NOTHING.sub(b"", operation)
        for run in HEX.finditer(operation):
            at = run[1].find(wanted.encode())
            while at >= 0 and at % 4:
                at = run[1].find(wanted.encode(), at + 1)
            if at >= 0:
                start = run.start(1) + at
                end = start + len(wanted)
                return DigitPlace(place, operation[:start], operation[end:], codes)
    raise UnevenDigitsError(slot.text)


def ten_codes(operation: bytes) -> list[str]:
    """Give the codes of the ten digits from a text operation that shows them all."""
    runs = HEX.findall(NOTHING.sub(b"", operation))
    # Between digits of one width nothing is moved: they stand in one run.
    full = [run for run in runs if run]
    if len(full) != 1 or len(full[0]) != 40:  # noqa: PLR2004 -- ten codes of four digits
        raise UnevenDigitsError(operation.decode("latin-1"))
    digits = full[0].decode()
    return [digits[start : start + 4] for start in range(0, 40, 4)]
