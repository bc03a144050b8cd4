"""Whether all paragraphs of a document arrived: their letters, compared with those of its tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cookbook.exchange.documents.losses import LossBook
from cookbook.press.pandoc import ForeignTree, Node
from cookbook.press.tree import children

NO_LETTERS = re.compile(r"[\W\d_]+")
"""Figures among them, as notes are numbered anew."""
FEW_LETTERS = 4
SHOWN = 160
MOST_PARAGRAPHS = 20_000
MOST_COMPARED = 4_000_000_000
"""So many letters are looked through at most, over all paragraphs: some seconds."""


def report_missing(texts: Sequence[tuple[str, str]], tree: ForeignTree, book: LossBook) -> None:
    """Note the paragraphs (each with its section) whose words are nowhere in a tree."""
    arrived = _letters(_said([*tree.blocks, *tree.metadata.values()]))
    most = min(MOST_PARAGRAPHS, MOST_COMPARED // (len(arrived) + 1))
    for place, words in texts[:most]:
        letters = _letters([words])
        if len(letters) >= FEW_LETTERS and letters not in arrived:
            book.place = place
            shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
            book.say(f"Words that are not in the chapter: “{shown}”")


def _letters(words: Iterable[str]) -> str:
    return NO_LETTERS.sub("", "".join(words)).lower()


def _said(blocks: Sequence[Node]) -> Iterator[str]:
    """Give all words of a tree, those of its text before those of footnotes and descriptions."""
    beside: list[Node] = []
    waiting = list(blocks)[::-1]
    while waiting:
        node = waiting.pop()
        if node["t"] == "Str":
            yield node["c"]
        elif node["t"] in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
            yield node["c"][1]
        elif node["t"] in ("Note", "Image"):
            beside.append(node)
        else:
            waiting += reversed(list(children(node)))
    for node in beside:
        yield from _said(list(children(node)))
