"""Stage: the key terms of all chapters -> the glossary, in which each names where it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.press.matter.lines import Mark, places
from cookbook.press.matter.ordering import term_key
from cookbook.press.tree import Blocks, Inlines, definition_list, plain_text, span

BEFORE_PLACES = "\u2002"
"""What stands between a term and its first place; a comma would be read as part of the term."""


@dataclass
class _Entry:
    words: Inlines
    meanings: list[Blocks] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def glossary(terms: Iterable[Sequence[Any]]) -> Blocks:
    """List terms, as `gleaning.Gleaned` has them, in alphabetical order.

    A term that two chapters define keeps both definitions.
    """
    by_name: dict[str, _Entry] = {}
    for words, definitions, mark in terms:
        entry = by_name.setdefault(plain_text(words).casefold(), _Entry(words))
        entry.meanings += definitions
        entry.marks.append(Mark(*mark))
    ordered = sorted(by_name.values(), key=lambda each: term_key(plain_text(each.words)))
    items = [
        ([span(each.words, "entry"), *places(each.marks, BEFORE_PLACES)], each.meanings)
        for each in ordered
    ]
    return [definition_list(items)] if items else []
