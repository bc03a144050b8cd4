"""Whole numbers as requests bring them: none that a table has no room for, none below nothing."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter, Map, ValidationError

LARGEST = 2**31 - 1
"""What a column of whole numbers holds, on every database."""
DIGITS_MAX = len(str(LARGEST))


def small_number(written: str) -> int:
    """Read a number. Raises ValueError for one that no row can have, however it is written."""
    # The length first: Python refuses to read a number of thousands of digits.
    if not written.isdecimal() or len(written) > DIGITS_MAX or int(written) > LARGEST:
        raise ValueError(f"“{written[:DIGITS_MAX]}” is no number that anything here has.")
    return int(written)


def number_or_zero(written: str | None) -> int:
    """Read a number; what is none is 0, which nothing here has."""
    try:
        return small_number(written or "")
    except ValueError:
        return 0


class SmallNumberConverter(IntegerConverter):
    """`<int:…>` in the address of a route: what no row can have is not there."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)

    def to_python(self, value: str) -> int:
        """Read a part of an address."""
        try:
            return small_number(value)
        except ValueError as err:
            raise ValidationError from err
