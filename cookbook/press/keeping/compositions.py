"""Stage: the texts of a book -> its composed entries, resolved and cited, each put away at once.

What was composed before is taken again wherever the book answers it as it did then. The result is
the same as if all were composed anew: blocks, ids, labels, remarks and their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cookbook.press.caching import cache_key
from cookbook.press.composing import Composition, anchor_entry
from cookbook.press.keeping.citations import SetCitations, set_citations
from cookbook.press.keeping.drafts import (
    Answers,
    Draft,
    Finished,
    find_draft,
    find_finished,
    put_draft,
    put_finished,
)
from cookbook.press.keeping.traces import Step
from cookbook.press.keeping.trees import StoredTree, TreeStore
from cookbook.press.matter.gleaning import Gleaned, read_gleaned
from cookbook.press.notation import decode, encode
from cookbook.press.places import Place
from cookbook.press.reading.entries import EntryText, EntryTrees, read_entries
from cookbook.press.warnings import WarningKind
from cookbook.press.writings import EntryWriting, OpeningWriting, Writing


@dataclass(frozen=True)
class ComposedEntries:
    """The tree of each entry by its path, of each part's opening by its number.

    `citations` holds the sources that the entries cite; `gleaned` has what was gleaned of each
    entry by its path, in reading order.
    """

    entries: Mapping[str, StoredTree]
    openings: Mapping[int, StoredTree]
    citations: SetCitations
    gleaned: Mapping[str, Gleaned]


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
        OpeningWriting(book.title, part.intro, number, composition.words)
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
        {entry: read_gleaned(each.gleaned) for entry, each in finished.items() if each.gleaned},
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
        for writing in writings:
            key = keys[writing.name]
            draft = None if key in unknown else self._again(writing, key)
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
        return read_entries(texts, cache=self.store.cache)

    def _again(self, writing: Writing, key: str) -> Draft | None:
        """Take a draft that is kept, if the book answers all of its questions as it did."""
        found = find_draft(self.store, key)
        if found is None or not self.composition.surroundings.do_again(writing.entry, found[1]):
            return None
        return found[0]

    def _compose(self, writing: Writing, trees: EntryTrees, key: str) -> Draft:
        steps: list[Step] = []
        blocks = writing.compose(trees, self.composition.surroundings.noting(steps))
        # What was cut short is put where nobody looks for a draft.
        place = cache_key("cut short", key) if trees.cut_short else key
        return put_draft(writing, blocks, steps, self.store, place)

    def _finished(self, writing: Writing, draft: Draft, words: bytes) -> Finished:
        find = self.composition.signposts.find
        targets = {address: find(writing.entry, address) for address in draft.addresses}
        answers = Answers(targets, decode(words) if words else ())
        heading = [writing.identifier, writing.heading()]
        asked = encode([heading, answers.as_values()])
        key = cache_key("finished", draft.digest, asked)
        found = find_finished(self.store, key)
        return found or put_finished(writing, draft, answers, self.store, key)
