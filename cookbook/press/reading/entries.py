"""Stage: manuscripts' Markdown -> document trees, sandboxed and bounded, many in one process."""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

from cookbook.press.bounded import BoundsExceededError, ProgramFailedError
from cookbook.press.caching import Cache, cache_key
from cookbook.press.notation import decode, encode
from cookbook.press.pandoc import Fragment, read_fragments
from cookbook.press.reading.plainness import read_plain
from cookbook.press.tree import LINE_BREAK, Blocks, para, text

BATCH_CHARACTERS = 150_000
BATCH_ENTRIES = 60
FIRST_BATCH_ENTRIES = 8
"""The first batch is small, so that whoever takes the trees soon has some; the others are large, as
of most recipes pandoc reads only a few words, and its start takes longer."""
ENTRY_SECONDS = 10.0
SECONDS_PER_CHARACTER = 0.0001
"""A chapter of 170 KB takes about 2 s on a slow machine; this gives it 17 s more than the least."""
ENTRY_MAX_SECONDS = 120.0
BATCH_HASTE = 4.0
"""Several entries together get less time: where one of them holds up the rest, each is read again
by itself, with all the time that is its own."""
PLAIN_PARAGRAPH_CHARACTERS = 20_000
"""Paragraphs of plain text are cut after so much; the time to lay one out grows with its square."""
WORTH_KEEPING = 5_000
"""Characters of marked text from which on a tree is kept as read: a recipe is as soon read anew."""


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
    """The pieces of one entry as blocks, in the same order.

    `plain` tells which of them were surely plain, so that nothing in them needs to be cleaned.
    `remark` says why they couldn't be read as Markdown; what was `cut_short` might be another time.
    """

    entry: str
    pieces: tuple[Blocks, ...]
    plain: tuple[bool, ...] = ()
    remark: str = ""
    cut_short: bool = False


def read_entries(
    texts: Iterable[EntryText], *, workers: int = 2, cache: Cache | None = None
) -> Generator[EntryTrees, None, None]:
    """Read entries in order, a few batches ahead of whoever takes their trees.

    One that can't be read as Markdown is set as plain text, with a remark. Long texts that the
    cache holds as read are not read again.
    """
    waiting: deque[Future[list[EntryTrees]]] = deque()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for batch in _batches(texts):
            # A batch gets the context of this thread, as what limits the time of all stands in it.
            waiting.append(pool.submit(copy_context().run, _read_batch, batch, cache))
            if len(waiting) > workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def read_entry(text: EntryText) -> EntryTrees:
    """Read one entry, for whoever waits for it."""
    return _read_batch([text], None)[0]


def _batches(texts: Iterable[EntryText]) -> Iterator[list[EntryText]]:
    batch: list[EntryText] = []
    size, most = 0, FIRST_BATCH_ENTRIES
    for each in texts:
        if batch and (size + each.size > BATCH_CHARACTERS or len(batch) >= most):
            yield batch
            batch, size, most = [], 0, BATCH_ENTRIES
        batch.append(each)
        size += each.size
    if batch:
        yield batch


def _seconds(batch: Sequence[EntryText]) -> float:
    haste = BATCH_HASTE if len(batch) > 1 else 1.0
    seconds = ENTRY_SECONDS + SECONDS_PER_CHARACTER / haste * sum(each.size for each in batch)
    return min(seconds, ENTRY_MAX_SECONDS)


def _read_batch(batch: list[EntryText], cache: Cache | None) -> list[EntryTrees]:
    """Read a batch of entries; of those that the cache holds, nothing is read."""
    known = {each.entry: kept for each in batch if (kept := _kept(each, cache)) is not None}
    read = iter(_read_unkept([each for each in batch if each.entry not in known], cache))
    return [known.get(each.entry) or next(read) for each in batch]


def _kept(entry: EntryText, cache: Cache | None) -> EntryTrees | None:
    """Give a long entry's trees, if they are kept."""
    data = cache.get(_key(entry)) if cache is not None and entry.size >= WORTH_KEEPING else None
    if data is None:
        return None
    pieces = tuple(decode(zlib.decompress(data)))
    return EntryTrees(entry.entry, pieces, (False,) * len(pieces))


def _keep(entry: EntryText, trees: EntryTrees, cache: Cache | None) -> None:
    if cache is not None and entry.size >= WORTH_KEEPING and not trees.remark:
        cache.put(_key(entry), zlib.compress(encode(trees.pieces), 1))


def _key(entry: EntryText) -> str:
    pieces = (value for each in entry.fragments for value in (each.format, each.text))
    return cache_key("read", *pieces)


def _read_unkept(batch: list[EntryText], cache: Cache | None = None) -> list[EntryTrees]:
    fragments = [fragment for each in batch for fragment in each.fragments]
    try:
        pieces = iter(_read_fragments(fragments, _seconds(batch)))
    except (ProgramFailedError, RecursionError) as err:
        if len(batch) == 1:
            return [_as_plain_text(batch[0], err)]
        # Each entry is read by itself, so that the one that stopped the batch stops no other.
        return [trees for each in batch for trees in _read_unkept([each], cache)]
    done: list[EntryTrees] = []
    for each in batch:
        read = [next(pieces) for _ in each.fragments]
        blocks, plain = tuple(blocks for blocks, _ in read), tuple(plain for _, plain in read)
        done.append(EntryTrees(each.entry, blocks, plain))
        _keep(each, done[-1], cache)
    return done


def _read_fragments(fragments: Sequence[Fragment], seconds: float) -> list[tuple[Blocks, bool]]:
    """Read fragments in order; pandoc is asked for those alone that aren't surely plain."""
    plain = [read_plain(fragment.text) for fragment in fragments]
    marked = [each for each, blocks in zip(fragments, plain, strict=True) if blocks is None]
    read = iter(read_fragments(marked, seconds=seconds) if marked else [])
    return [(next(read), False) if blocks is None else (blocks, True) for blocks in plain]


def _as_plain_text(entry: EntryText, err: Exception) -> EntryTrees:
    remark = f"can't be read as Markdown ({_reason(err)}); it is set as plain text."
    pieces = tuple(plain_blocks(fragment.text) for fragment in entry.fragments)
    cut_short = isinstance(err, BoundsExceededError)
    return EntryTrees(entry.entry, pieces, (False,) * len(pieces), remark, cut_short)


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
