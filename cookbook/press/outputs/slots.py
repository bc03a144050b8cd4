"""Text with slots: what depends on a section alone can be kept, what the book decides is filled in.

Text is cut into parts, every second of which is a slot: what a regular expression found there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

LINK = r'<a [^<>]*?href="(?P<link>#[^"<>]*)'
"""A link to a place in the book; the slot is the address alone."""


def cut_at_slots(text: str, slots: re.Pattern[str]) -> tuple[str, ...]:
    """Cut a text at what the named groups of a pattern find, one of them in each match."""
    return tuple(_cut(text, slots))


def _cut(text: str, slots: re.Pattern[str]) -> Iterator[str]:
    end = 0
    for found in slots.finditer(text):
        name = found.lastgroup or 0
        start, stop = found.span(name)
        yield text[end:start]
        yield found[name]
        end = stop
    yield text[end:]


def fill_slots(parts: Sequence[str], fill: Callable[[str], str]) -> str:
    """Put a text together again; `fill` gives what stands in each slot."""
    return "".join(fill(part) if number % 2 else part for number, part in enumerate(parts))
