"""Stage: the marks of all texts -> the index of subjects, each with the places that were marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cookbook.press.matter.lines import Mark, index_group, places, pointers, pointing_item
from cookbook.press.matter.terms import Term, TermIndex
from cookbook.press.tree import Blocks, Inlines, bullet_list, plain, span
from cookbook.press.words import Words


def gather_subjects(marks: Iterable[Sequence[Any]]) -> TermIndex[Mark]:
    """Put marks, as `gleaning.Gleaned` has them, under their entries, in reading order."""
    index = TermIndex[Mark]()
    for path, shown, mark in marks:
        index.add(tuple(path), Mark(*mark), shown)
    return index


def subject_index(index: TermIndex[Mark], words: Words) -> Iterator[Blocks]:
    """List subjects, a letter at a time, with their places behind them and sub-entries below."""
    for letter, terms in index.by_letter():
        yield [index_group(letter, [_subject(each, words) for each in terms])]


def _subject(term: Term[Mark], words: Words) -> Blocks:
    line: Inlines = [span(term.shown, "entry", identifier=term.identifier), *places(term.places)]
    if term.see:
        line += [{"t": "Str", "c": ","}, {"t": "Space"}, *pointers(words.see, term.see)]
    below = [_subject(each, words) for each in term.in_order()]
    if term.see_also:
        below.append(pointing_item(words.see_also, term.see_also))
    return [plain(line), *([bullet_list(below)] if below else [])]
