"""Stage: the texts of a book -> its composed entries, resolved and cited, each put away at once.

What was composed before is taken again wherever the book answers it as it did then. The result is
the same as if all were composed anew: blocks, ids, labels, remarks and their order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cookbook.press.caching import cache_key
from cookbook.press.composing import Composition, anchor_entry
from cookbook.press.keeping.citations import SetCitations, set_citations
from cookbook.press.keeping.drafts import Draft, Finished, Record, draft_of, finish_blocks
from cookbook.press.keeping.traces import Step
from cookbook.press.keeping.trees import StoredTree, TreeStore, encode
from cookbook.press.places import Place
from cookbook.press.reading.entries import EntryText, EntryTrees, read_ahead
from cookbook.press.warnings import WarningKind
from cookbook.press.writings import EntryWriting, OpeningWriting, Writing

LOOKED_UP_AT_ONCE = 60


@dataclass(frozen=True)
class ComposedEntries:
    """The tree of each entry by its path, of each part's opening by its number.

    `sources` are those that the entries cite; `terms` are the key terms of each entry, as JSON.
    """

    entries: Mapping[str, StoredTree]
    openings: Mapping[int, StoredTree]
    citations: SetCitations
    terms: Sequence[bytes]


def compose_entries(
    composition: Composition,
    places: Sequence[Place],
    store: TreeStore,
    *,
    on_progress: Callable[[int], None] = lambda _: None,
) -> ComposedEntries:
    """Compose all entries in their places, and the words that open parts."""
    for place in places:
        anchor_entry(composition, place)
    book = composition.folder.book
    entries = [EntryWriting(composition, place) for place in places]
    openings = [
        OpeningWriting(book.title, part.intro, number)
        for number, part in enumerate(book.parts)
        if part.intro
    ]
    desk = _Desk(composition, store)
    drafts: dict[str, Draft] = {}
    for writing, draft in desk.drafts([*entries, *openings]):
        drafts[writing.name] = draft
        on_progress(min(len(drafts), len(entries)))
    citations = set_citations(
        {each.entry: drafts[each.name].cites for each in entries},
        composition.folder.bibliography,
        store.cache,
    )
    opened = {each.number: desk.finish(each, drafts[each.name], b"") for each in openings}
    finished = {
        each.entry: desk.finish(each, drafts[each.name], citations.words.get(each.entry, b""))
        for each in entries
    }
    for entry, kind, message in citations.remarks:
        composition.warnings.add(entry, WarningKind(kind), message)
    return ComposedEntries(
        {entry: each.tree for entry, each in finished.items()},
        {number: each.tree for number, each in opened.items()},
        citations,
        [each.terms for each in finished.values() if each.terms],
    )


@dataclass(frozen=True)
class _Desk:
    """Where the texts of a book are composed, one after another."""

    composition: Composition
    store: TreeStore

    def drafts(self, writings: Sequence[Writing]) -> Iterator[tuple[Writing, Draft]]:
        """Compose texts in order, or take what was composed before."""
        cache = self.store.cache
        keys = {each.name: cache_key("draft", encode(each.depends())) for each in writings}
        unknown = cache.missing(keys.values())
        reading = self._read(each for each in writings if keys[each.name] in unknown)
        for start in range(0, len(writings), LOOKED_UP_AT_ONCE):
            batch = writings[start : start + LOOKED_UP_AT_ONCE]
            named = [keys[each.name] for each in batch]
            records = self._records(each for each in named if each not in unknown)
            for writing, key in zip(batch, named, strict=True):
                draft = self._again(writing, records.get(key))
                if draft is None:
                    # What was thought to be known, and isn't, is read by itself.
                    trees = next(reading if key in unknown else self._read([writing]))
                    draft = self._compose(writing, trees, key)
                yield writing, draft

    def finish(self, writing: Writing, draft: Draft, words: bytes) -> Finished:
        """Resolve the links of a text and set its citations; `words` are these as JSON."""
        finished = draft.finished or self._finished(writing, draft, words)
        for kind, message in finished.remarks:
            self.composition.warnings.add(writing.entry, WarningKind(kind), message)
        return finished

    def _read(self, writings: Iterable[Writing]) -> Iterator[EntryTrees]:
        texts = (EntryText(each.name, each.fragments()) for each in writings)
        return read_ahead(texts, cache=self.store.cache)

    def _records(self, keys: Iterable[str]) -> dict[str, Record]:
        """Look up what was composed before; what lost its tree is not given."""
        found = {key: self.store.cache.get(key) for key in keys}
        records = {key: Record.read(data, self.store) for key, data in found.items() if data}
        lost = self.store.missing(each.draft.digest for each in records.values())
        return {key: each for key, each in records.items() if each.draft.digest not in lost}

    def _again(self, writing: Writing, record: Record | None) -> Draft | None:
        around = self.composition.surroundings
        if record is None or not around.do_again(writing.entry, record.steps):
            return None
        return record.draft

    def _compose(self, writing: Writing, trees: EntryTrees, key: str) -> Draft:
        steps: list[Step] = []
        blocks = writing.compose(trees, self.composition.surroundings.noting(steps))
        draft = draft_of(writing, blocks, self.store)
        if not trees.cut_short:
            self.store.cache.put(key, Record(steps, draft).written())
        return draft

    def _finished(self, writing: Writing, draft: Draft, words: bytes) -> Finished:
        find, entry = self.composition.signposts.find, writing.entry
        answers = {address: find(entry, address) for address in draft.addresses}
        values = [[name, each and each.as_values()] for name, each in answers.items()]
        heading = [writing.identifier, writing.heading()]
        key = cache_key("finished", draft.digest, encode(heading), encode(values), words)
        data = self.store.cache.get(key)
        if data is not None:
            finished = Finished.read(json.loads(data), self.store)
            if not self.store.missing([finished.tree.digest]):
                return finished
        blocks = self.store.read(draft.digest)
        finished = finish_blocks(writing, blocks, self.store, answers, json.loads(words or b"[]"))
        self.store.cache.put(key, encode(finished.as_values()))
        return finished
