"""The entries of a book folder, read but not all in memory: their cards are, they come when asked.

What an entry's card says is kept by the entry's text; so where a text is known, it isn't parsed.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path

from cookbook.manuscript import (
    BookFolder,
    Entry,
    EntryShelf,
    parse_entry,
    read_book_folder,
    read_manuscript,
)
from cookbook.press.caching import Cache, cache_key
from cookbook.press.entries.cards import Card, card_from, card_of
from cookbook.press.keeping.spill import SpillCache
from cookbook.press.keeping.trees import ForgottenError
from cookbook.press.notation import decode, encode


def read_kept_folder(folder: Path, cache: Cache) -> BookFolder:
    """Read a book folder as `read_book_folder` does, parsing only texts that the cache lacks.

    Its entries are read again when they are asked for, and may not have changed until then.
    """
    return read_book_folder(folder, KeptManuscripts(folder, cache))


class KeptManuscripts(EntryShelf):
    """The entries of a folder by their paths, with a card of each."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        self.folder = folder
        self.cache = cache
        self.cards: dict[str, Card] = {}
        self.absent: set[str] = set()
        self._parsed = SpillCache()

    def foresee(self, texts: Mapping[str, str]) -> None:
        """Ask the cache for all at once: it may be far away."""
        self.absent = self.cache.missing([_key(path, text) for path, text in texts.items()])

    def add(self, path: str, text: str) -> None:
        """Take in an entry. Raises FrontMatterError where it can't be parsed."""
        key = _key(path, text)
        kept = None if key in self.absent else self.cache.get(key)
        if kept is not None:
            self.cards[path] = card_from(decode(kept))
            return
        entry = parse_entry(text, path)
        card = card_of(entry, key)
        self.cache.put(key, encode(card.as_values()))
        self._parsed.put(path, pickle.dumps(entry, pickle.HIGHEST_PROTOCOL))
        self.cards[path] = card

    def __getitem__(self, path: str) -> Entry:
        """Give an entry. Raises ForgottenError where its file is no longer what was read."""
        digest = self.cards[path].digest
        parsed = self._parsed.get(path)
        if parsed is not None:
            entry: Entry = pickle.loads(parsed)  # noqa: S301 -- our own, in a file without a name
            return entry
        text = read_manuscript(self.folder, path).text
        if _key(path, text) != digest:
            raise ForgottenError
        return parse_entry(text, path)

    def __iter__(self) -> Iterator[str]:
        """Give the paths, in reading order."""
        return iter(self.cards)

    def __len__(self) -> int:
        """Give the number of entries."""
        return len(self.cards)


def _key(path: str, text: str) -> str:
    return cache_key("card", path, text)
