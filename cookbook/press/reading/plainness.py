"""Stage: a line without any mark of Markdown -> the blocks that pandoc would make of it.

Four of five pieces of a recipe are such lines, and pandoc takes milliseconds to start on each. What
isn't surely plain is left to pandoc; a test compares the two.
"""

from __future__ import annotations

import re

from cookbook.press.tree import Blocks, para, text

# Letters, figures, and marks that mean nothing in Markdown; no quotation marks, no line ends.
_PLAIN = re.compile(r"[^\W_](?:[^\W_]|[ ,;()/½¼¾⅓⅔⅛°×–’%\u00a0]|-(?!-)|\.(?!\.))*")
# What could be the number of a list's item: 1. or iv) or B.
_LIST_MARK = re.compile(r"\S*[.)](?:\s|$)")
# Pandoc lets no line break behind these.
_ABBREVIATION_NAMES = (
    r"aet|aetat|al|apr|aug|bk|bros|c|capt|cf|ch|chap|chs|co|col|corp|cp|d|dec|dr|e\.g|ed"
    r"|eds|esp|f|fasc|feb|ff|fig|fl|fol|fols|fr|gen|gov|hon|i\.e|ill|inc|incl|jan|jr|jul|jun|ltd"
    r"|m\.a|m\.d|mar|mr|mrs|ms|n|n\.b|nn|no|nov|oct|p|ph\.d|pp|pres|prof|pt|q\.v|rep|rev|s\.v"
    r"|s\.vv|saec|sec|sen|sep|sept|sgt|sr|st|univ|viz|vol|vs"
)
_ABBREVIATION = re.compile(rf"(?<!\w)(?:{_ABBREVIATION_NAMES})\.", re.IGNORECASE)
_BEFORE_A_POINT = re.compile(r"\w++(?=\.)")
_LAST_OF_ABBREVIATIONS = frozenset(
    name.rpartition(r"\.")[2] for name in _ABBREVIATION_NAMES.split("|")
)


def read_plain(piece: str) -> Blocks | None:
    """Give the blocks of a piece that is surely plain, or None for pandoc to read it."""
    line = piece.strip(" \n")
    if not line:
        return []
    if not _PLAIN.fullmatch(line) or _LIST_MARK.match(line) or _is_abbreviated(line):
        return None
    return [para(text(line))]


def _is_abbreviated(line: str) -> bool:
    # Most lines end in a word and a point, and few such words could be an abbreviation.
    words = (word.casefold() for word in _BEFORE_A_POINT.findall(line))
    return not _LAST_OF_ABBREVIATIONS.isdisjoint(words) and bool(_ABBREVIATION.search(line))
