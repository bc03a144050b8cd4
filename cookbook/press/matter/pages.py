"""A page that nobody writes: of what it is made, and how; made anew only where that has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cookbook.press.caching import cache_key
from cookbook.press.facts import facts_of
from cookbook.press.keeping.trees import StoredTree, TreeStore, pack_section
from cookbook.press.sections import Identifiers, Matter, Section, SectionKind, heading_words
from cookbook.press.tree import Blocks
from cookbook.press.words import Words


@dataclass(frozen=True)
class MadePage:
    """A page that may be made: of what, as JSON, or b"" for nothing; and how, bit by bit.

    `identifier` is the one that it has already, or "".
    """

    kind: SectionKind
    title: str
    of: bytes
    make: Callable[[], Iterable[Blocks]]
    matter: Matter = Matter.BACK
    listed: bool = True
    identifier: str = ""

    def section(self, identifiers: Identifiers, store: TreeStore, words: Words) -> Section:
        """Give the page as a section: of the tree that is kept, or of a new one.

        `words` are those with which it is made.
        """
        identifier = self.identifier or identifiers.claim(self.kind.value)
        tree = self._tree(identifier, store, words)
        return Section(
            self.kind, identifier, self.title, 1, tree, matter=self.matter, listed=self.listed
        )

    def _tree(self, identifier: str, store: TreeStore, words: Words) -> StoredTree:
        key = cache_key("matter", self.kind.value, identifier, words.digest, self.of)
        kept = store.about(key)
        if kept is not None:
            digest, facts = kept
            return StoredTree(key, digest, facts_of(facts), store)
        packed, found = pack_section(identifier, heading_words("", self.title), self.make())
        store.put(key, packed, found.as_values())
        return StoredTree(key, packed.digest, found, store)
