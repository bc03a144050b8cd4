"""Stage: sections -> batches, each of them little enough for one pandoc to write in little memory.

A long section, such as an index, is dealt out in portions: with the book grow their number and
nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from cookbook.press.notation import encode
from cookbook.press.sections import Section
from cookbook.press.tree import Blocks

BATCH_SECTIONS = 48
BATCH_WORDS = 40_000
"""What pandoc is given at once: little, for its memory, but more than one short recipe."""
FIRST_SHARE = 4
"""The first batch is a fourth as large, so that whoever takes the sections soon has some."""
LONG_WORDS = 10_000
PORTION_BYTES = 300_000
"""A section of more words is dealt out in portions of so many bytes, where it can be cut."""
NO_HEADING = 7
"""The level of a block that is no heading: below all of them."""


@dataclass(frozen=True)
class Portion:
    """A section, or so much of it as is written at once; `tree` is None where that is all of it."""

    section: Section
    tree: Blocks | None = None
    is_last: bool = True

    def read(self) -> Blocks:
        """Give the tree that is to be written."""
        return self.section.tree() if self.tree is None else self.tree


def batches(sections: Iterable[Section], most: int) -> Iterator[list[Portion]]:
    """Deal sections out to batches, at most so many to each; none but `most` is read for it."""
    batch: list[Portion] = []
    words, room = 0, max(1, most // FIRST_SHARE)
    for section in sections:
        size = section.facts.words
        is_long = size > LONG_WORDS
        if batch and (is_long or len(batch) == room or words + size > BATCH_WORDS):
            yield batch
            batch, words, room = [], 0, most
        if is_long:
            yield from ([portion] for portion in portions(section))
        else:
            batch.append(Portion(section))
            words += size
    if batch:
        yield batch


def portions(section: Section) -> Iterator[Portion]:
    """Cut a section where what follows is in no heading's scope but the section's own."""
    portion = dataclasses.replace(section, content=[]).tree()
    size, highest = 0, NO_HEADING
    for block in chain.from_iterable(section.parcels()):
        level = block["c"][0] if block["t"] == "Header" else NO_HEADING
        length = len(encode(block))
        if size and size + length > PORTION_BYTES and level <= highest:
            yield Portion(section, portion, is_last=False)
            portion, size = [], 0
        portion.append(block)
        size += length
        highest = min(highest, level)
    yield Portion(section, portion)
