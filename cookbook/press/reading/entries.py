"""Stage: manuscripts' Markdown -> document trees, sandboxed and bounded, many in one process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from dataclasses import dataclass

from cookbook.press.bounded import BoundsExceededError, ProgramFailedError
from cookbook.press.pandoc import Fragment, read_fragments
from cookbook.press.reading.plainness import read_plain
from cookbook.press.tree import LINE_BREAK, Blocks, para, text
from cookbook.press.warnings import WarningKind, Warnings

BATCH_CHARACTERS = 150_000
BATCH_ENTRIES = 60
ENTRY_SECONDS = 10.0
SECONDS_PER_CHARACTER = 0.0001
"""A chapter of 170 KB takes about 2 s on a slow machine; this gives it 17 s more than the least."""
ENTRY_MAX_SECONDS = 120.0
BATCH_HASTE = 4.0
"""Several entries together get less time: where one of them holds up the rest, each is read again
by itself, with all the time that is its own."""
PLAIN_PARAGRAPH_CHARACTERS = 20_000
"""Paragraphs of plain text are cut after so much; the time to lay one out grows with its square."""


@dataclass(frozen=True)
class EntryText:
    """The pieces of one entry that are to be read."""

    entry: str
    fragments: tuple[Fragment, ...]

    @property
    def size(self) -> int:
        """The number of characters."""
        return sum(len(fragment.text) for fragment in self.fragments)


@dataclass(frozen=True)
class EntryTrees:
    """The pieces of one entry as blocks, in the same order."""

    entry: str
    pieces: tuple[Blocks, ...]


def read_entries(
    texts: Sequence[EntryText],
    warnings: Warnings,
    *,
    workers: int = 2,
    on_progress: Callable[[int], None] = lambda _: None,
) -> list[EntryTrees]:
    """Read all entries; one that can't be read as Markdown is set as plain text, with a warning."""
    done: list[EntryTrees] = []
    # Each batch gets the context of this thread, as what limits the time of all stands in it.
    batches = [(copy_context(), batch) for batch in _batches(texts)]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for trees, remarks in pool.map(_read_within, batches):
            done.extend(trees)
            for entry, message in remarks:
                warnings.add(entry, WarningKind.TEXT, message)
            on_progress(len(done))
    return done


def _read_within(
    batch: tuple[Context, list[EntryText]],
) -> tuple[list[EntryTrees], list[tuple[str, str]]]:
    context, texts = batch
    return context.run(_read_batch, texts)


def _batches(texts: Sequence[EntryText]) -> Iterator[list[EntryText]]:
    batch: list[EntryText] = []
    size = 0
    for each in texts:
        if batch and (size + each.size > BATCH_CHARACTERS or len(batch) >= BATCH_ENTRIES):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += each.size
    if batch:
        yield batch


def _seconds(batch: Sequence[EntryText]) -> float:
    haste = BATCH_HASTE if len(batch) > 1 else 1.0
    seconds = ENTRY_SECONDS + SECONDS_PER_CHARACTER / haste * sum(each.size for each in batch)
    return min(seconds, ENTRY_MAX_SECONDS)


def _read_batch(batch: list[EntryText]) -> tuple[list[EntryTrees], list[tuple[str, str]]]:
    fragments = [fragment for each in batch for fragment in each.fragments]
    try:
        blocks = iter(_read_fragments(fragments, _seconds(batch)))
    except (ProgramFailedError, RecursionError) as err:
        if len(batch) > 1:
            return _read_apart(batch)
        only = batch[0]
        pieces = tuple(plain_blocks(fragment.text) for fragment in only.fragments)
        remark = f"can't be read as Markdown ({_reason(err)}); it is set as plain text."
        return [EntryTrees(only.entry, pieces)], [(only.entry, remark)]
    trees = [EntryTrees(each.entry, tuple(next(blocks) for _ in each.fragments)) for each in batch]
    return trees, []


def _read_fragments(fragments: Sequence[Fragment], seconds: float) -> list[Blocks]:
    """Read fragments in order; pandoc is asked for those alone that aren't surely plain."""
    plain = [read_plain(fragment.text) for fragment in fragments]
    marked = [each for each, blocks in zip(fragments, plain, strict=True) if blocks is None]
    read = iter(read_fragments(marked, seconds=seconds) if marked else [])
    return [next(read) if blocks is None else blocks for blocks in plain]


def _read_apart(batch: list[EntryText]) -> tuple[list[EntryTrees], list[tuple[str, str]]]:
    """Read each entry of a batch by itself, so that the one that stopped it stops no other."""
    trees: list[EntryTrees] = []
    remarks: list[tuple[str, str]] = []
    for each in batch:
        more_trees, more_remarks = _read_batch([each])
        trees += more_trees
        remarks += more_remarks
    return trees, remarks


def _reason(err: Exception) -> str:
    if isinstance(err, RecursionError):
        return "its lists or quotations are nested too deeply"
    if isinstance(err, BoundsExceededError):
        return f"pandoc {err.message}"
    return "pandoc stopped at it"


def plain_blocks(source: str) -> Blocks:
    """Make paragraphs of a text as it stands, with its own line ends."""
    blocks: Blocks = []
    for paragraph in re.split(r"\n\s*\n", source):
        for start in range(0, len(paragraph), PLAIN_PARAGRAPH_CHARACTERS):
            piece = paragraph[start : start + PLAIN_PARAGRAPH_CHARACTERS]
            lines = [text(line) for line in piece.split("\n") if line.strip()]
            inlines = [each for line in lines for each in (*line, LINE_BREAK)]
            if inlines:
                blocks.append(para(inlines[:-1]))
    return blocks
