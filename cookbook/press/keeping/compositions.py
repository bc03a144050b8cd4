"""Stage: the texts of a book -> its composed entries, resolved and cited, each put away at once.

What was composed before is taken again wherever the book answers it as it did then. The result is
the same as if all were composed anew: blocks, ids, labels, remarks and their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cookbook.manuscript.wishes import BibliographyPlace
from cookbook.press.caching import cache_key
from cookbook.press.composing import Composition, anchor_entry
from cookbook.press.keeping.citations import (
    SetCitations,
    set_citations,
    set_citations_by_chapter,
)
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
from cookbook.press.tree import Blocks, text
from cookbook.press.warnings import WarningKind
from cookbook.press.writings import EntryWriting, OpeningWriting, Writing

SOURCES = "refs-"
"""What the ids of headings over sources begin with; no others do."""


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
    cites = {each.entry: drafts[each.name].cites for each in entries}
    citations = _set_citations(composition, cites, store)
    nothing = _Cited(b"", b"")
    opened = {each.number: desk.finish(each, drafts[each.name], nothing) for each in openings}
    finished = {
        each.entry: desk.finish(
            each,
            drafts[each.name],
            _Cited(citations.words.get(each.entry, b""), citations.lists.get(each.entry, b"")),
        )
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


def _set_citations(
    composition: Composition, cites: Mapping[str, bytes], store: TreeStore
) -> SetCitations:
    """Set all citations together, or those of each chapter, as the book wants its sources."""
    citing, place = composition.citing, composition.folder.book.wishes.bibliography
    if place is BibliographyPlace.BOOK:
        return set_citations(cites, citing, store.cache)
    identifiers = {entry: composition.anchors[entry].identifier for entry in cites}
    return set_citations_by_chapter(cites, citing, store.cache, identifiers)


@dataclass(frozen=True, slots=True)
class _Cited:
    """The words for the citations of a text, and the sources that stand at its end, as JSON."""

    words: bytes
    sources: bytes


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

    def finish(self, writing: Writing, draft: Draft, cited: _Cited) -> Finished:
        """Resolve the links of a text and set its citations."""
        finished = draft.finished or self._finished(writing, draft, cited)
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

    def _sources(self, writing: Writing, listed: bytes) -> Blocks:
        """Set the sources that stand at the end of a text, under a heading."""
        if not listed:
            return []
        named = [f"{SOURCES}{writing.identifier}", ["unnumbered"], []]
        title = {
            "t": "Header",
            "c": [writing.level + 1, named, text(self.composition.words.sources)],
        }
        return [title, *decode(listed)]

    def _finished(self, writing: Writing, draft: Draft, cited: _Cited) -> Finished:
        find = self.composition.signposts.find
        targets = {address: find(writing.entry, address) for address in draft.addresses}
        words = decode(cited.words) if cited.words else ()
        answers = Answers(targets, words, self._sources(writing, cited.sources))
        heading = [writing.identifier, writing.heading()]
        asked = encode([heading, answers.as_values()])
        key = cache_key("finished", draft.digest, asked)
        found = find_finished(self.store, key)
        return found or put_finished(writing, draft, answers, self.store, key)
