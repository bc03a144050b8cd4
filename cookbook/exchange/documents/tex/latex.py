"""A LaTeX text in, pandoc's tree of it in our own terms out, with what could not be understood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cookbook.exchange.documents.gathered import Loss, Source
from cookbook.exchange.documents.tex.expansion import Expanded, Expander
from cookbook.exchange.documents.tex.formulas import settle_formulas
from cookbook.exchange.documents.tex.joining import join_files
from cookbook.exchange.documents.tex.leaving import Leaver
from cookbook.exchange.documents.tex.swallowed import HARMLESS
from cookbook.exchange.rewriting.plain_words import counted
from cookbook.press.pandoc import ForeignTree, read_foreign

READER = "latex-auto_identifiers"
READ_SECONDS = 30
SKIPPED = re.compile(r"^Skipped '(\\[a-zA-Z@]+)")
SKIPPED_WHOLE = re.compile(r"^Skipped '\\(?:begin|end)\{([^{}']+)\}")
CHAPTER = re.compile(r"\\chapter\b")
PART = re.compile(r"\\part\b")
MOST_NAMED = 15


@dataclass(frozen=True)
class ReadLatex:
    """A tree, whether its first level is one of chapters, and what is to be said of the text."""

    tree: ForeignTree
    has_chapters: bool
    losses: tuple[Loss, ...] = ()
    references: frozenset[str] = field(default_factory=frozenset)


def read_latex(source: Source) -> ReadLatex:
    """Read a LaTeX text. Raises DocumentError, BoundsExceededError and ProgramFailedError.

    It is read twice where pandoc passes over commands: then their words are left in their place.
    """
    joined = join_files(source.files, source.main, source.data.decode("utf-8"))
    # Parts are above chapters, and no chapter has any.
    text = PART.sub(r"\\chapterofpart", joined.text) if CHAPTER.search(joined.text) else joined.text
    expanded = Expander().expand(text)
    tree = read_foreign(expanded.text.encode(), READER, seconds=READ_SECONDS)
    unknown = _unknown(tree.remarks)
    if unknown:
        expanded = Expander(unknown=frozenset(unknown)).expand(text)
        tree = read_foreign(expanded.text.encode(), READER, seconds=READ_SECONDS)
    leaver = Leaver(expanded)
    formulas = settle_formulas(leaver.rewrite(tree.blocks))
    blocks = formulas.blocks
    losses = [*_said(expanded, unknown, joined.missing), *formulas.losses]
    return ReadLatex(
        ForeignTree(blocks, tree.metadata),
        CHAPTER.search(expanded.text) is not None,
        tuple(losses),
        frozenset(leaver.references),
    )


def _unknown(remarks: Sequence[str]) -> Counter[str]:
    """Count the commands that pandoc passed over, but for those that say nothing."""
    found = (SKIPPED.match(remark) for remark in remarks)
    names = Counter(match[1] for match in found if match)
    return Counter({name: number for name, number in names.items() if _is_missed(name)})


def _is_missed(name: str) -> bool:
    return name not in HARMLESS and name not in ("\\begin", "\\end", "\\label")


def _said(expanded: Expanded, unknown: Mapping[str, int], missing: Sequence[str]) -> list[Loss]:
    said: list[str] = []
    if missing:
        said.append(f"Files that the text reads are not in the archive: {_few(missing)}.")
    if unknown:
        names = _few([name for name in sorted(unknown) if name != "\\chapterofpart"])
        if names:
            said.append(
                f"Commands that nothing in the file defines: {names}. The words in them stayed."
            )
        if "\\chapterofpart" in unknown:
            said.append("The titles of parts became words: a book says its parts itself.")
    for name, number in expanded.drawings.items():
        drawings = counted(number, f"drawing ({name})", f"drawings ({name})")
        said.append(f"{drawings} left out, with a note in each place: save them as pictures.")
    if expanded.tags:
        said.append(f"{counted(expanded.tags, 'reference')} beside formulas left out.")
    for name, number in expanded.theorems.items():
        said.append(f"{number:,} of the kind “{name}” keep that name as their title.")
    return [Loss(each) for each in said]


def _few(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    more = f" and {len(distinct) - MOST_NAMED} more" if len(distinct) > MOST_NAMED else ""
    return ", ".join(distinct[:MOST_NAMED]) + more
