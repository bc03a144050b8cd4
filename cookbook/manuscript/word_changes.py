"""Which words of a passage were put in and left out, told so that it reads well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from diff_match_patch import diff_match_patch

from cookbook.manuscript.diff3 import align

# Amounts ("1/2", "2–3", "1.5") are one word; a script without blanks has a word in each letter.
_WORDS = re.compile(
    r"\d+(?:[.,/⁄–-]\d+)*|[぀-ヿ㐀-鿿]|[^\W\d぀-ヿ㐀-鿿]+(?:['’][^\W\d]+)*|\s+|.", re.DOTALL
)
# Each word stands as one letter of a private alphabet while it is compared, which holds so many.
_ALPHABET = 0xF0000
_LETTERS = 0x1FFFE


class WordChange(StrEnum):
    """What happened to some words."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Segment:
    """Words in a row that share their fate, with the blanks between them."""

    change: WordChange
    text: str


_OF_NUMBERS = {0: WordChange.EQUAL, 1: WordChange.INSERTED, -1: WordChange.DELETED}


def compare_words(before: str, after: str) -> tuple[Segment, ...]:
    """Give the words of both in order; what is equal and inserted together makes up `after`.

    The same texts give the same segments, and take time in proportion to their length.
    """
    was, now = _WORDS.findall(before), _WORDS.findall(after)
    letters = {word: chr(_ALPHABET + at) for at, word in enumerate(dict.fromkeys([*was, *now]))}
    if len(letters) > _LETTERS:
        return _segments([(-1, before), (1, after)])
    words = {letter: word for word, letter in letters.items()}
    changes = list(_changes([letters[word] for word in was], [letters[word] for word in now]))
    # Not its own search for differences, which ends when a clock says so; only the tidying up,
    # which drops lone words that stayed between words that all changed.
    diff_match_patch().diff_cleanupSemantic(changes)
    return _segments(
        [(change, "".join(words[letter] for letter in text)) for change, text in changes]
    )


def compare_few_words(before: str, after: str) -> tuple[Segment, ...]:
    """Compare lines in which each word counts, as those of ingredients: what stayed, stays."""
    changes = list(_changes(_WORDS.findall(before), _WORDS.findall(after)))
    joined: list[tuple[int, str]] = []
    for at, (change, text) in enumerate(changes):
        # A blank between two changed words is no word that stayed.
        if not change and text.isspace() and 0 < at < len(changes) - 1:
            joined += [(-1, text), (1, text)]
        else:
            joined.append((change, text))
    return _segments(list(_regrouped(joined)))


def _regrouped(changes: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Put what was left out in a row before what was put in."""
    for changed, group in groupby(changes, key=lambda each: each[0] != 0):
        told = list(group)
        for change in (-1, 1) if changed else (0,):
            yield change, "".join(text for each, text in told if each == change)


def _changes(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, str]]:
    start, first = 0, 0
    equal: list[str] = []
    for at, other in [*align(was, now), (len(was), len(now))]:
        if at > start or other > first:
            yield from _told(0, equal)
            equal = []
            yield from _told(-1, was[start:at])
            yield from _told(1, now[first:other])
        equal += was[at : at + 1]
        start, first = at + 1, other + 1
    yield from _told(0, equal)


def _told(change: int, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    if words:
        yield change, "".join(words)


def _segments(changes: Sequence[tuple[int, str]]) -> tuple[Segment, ...]:
    told = [(change, text) for change, text in changes if text]
    return tuple(
        Segment(_OF_NUMBERS[change], "".join(text for _, text in group))
        for change, group in groupby(told, key=lambda each: each[0])
    )
