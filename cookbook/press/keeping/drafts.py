"""Composed texts, and what is still open in them: links to resolve, citations to set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.press.entries.citations import with_citations
from cookbook.press.entries.references import (
    Target,
    dead_link,
    is_open,
    needs_target,
    resolve_links,
)
from cookbook.press.facts import SectionFacts, facts_of
from cookbook.press.keeping.traces import Step
from cookbook.press.keeping.trees import Packed, StoredTree, TreeStore, pack, pack_section
from cookbook.press.matter.gleaning import Gleaned, glean, may_be_gleaned
from cookbook.press.notation import decode, encode
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, Inlines, walk_structure
from cookbook.press.warnings import WarningKind
from cookbook.press.writings import Writing


@dataclass(frozen=True, slots=True)
class Finished:
    """A text with nothing open: its tree, remarks on it, and what was gleaned of it, as JSON."""

    tree: StoredTree
    remarks: tuple[tuple[str, str], ...] = ()
    gleaned: bytes = b""

    def about(self) -> list[Any]:
        """Give all but the tree, as values that JSON can hold."""
        gleaned = decode(self.gleaned) if self.gleaned else []
        return [self.tree.facts.as_values(), self.remarks, gleaned]


@dataclass(frozen=True)
class Answers:
    """What the book answers a draft: where its links lead by their addresses, and its citations.

    `sources` are blocks that stand at its end.
    """

    targets: Mapping[str, Target | None] = field(default_factory=dict)
    words: Sequence[Inlines] = ()
    sources: Blocks = field(default_factory=list)

    def as_values(self) -> list[Any]:
        """Give them as values that JSON can hold."""
        targets = [[name, each and each.as_values()] for name, each in self.targets.items()]
        return [targets, self.words, self.sources]


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed text: finished, or with `addresses` of links and `cites` (as JSON) open in it.

    Its blocks lie under `key`.
    """

    key: str
    digest: str
    addresses: tuple[str, ...] = ()
    cites: bytes = b""
    finished: Finished | None = None


def find_draft(store: TreeStore, key: str) -> tuple[Draft, list[Step]] | None:
    """Find a draft, and the steps by which it came about."""
    found = store.about(key)
    if found is None:
        return None
    digest, (steps, addresses, cites, finished) = found
    written = encode(cites) if cites else b""
    ready = _finished_of(store, key, digest, finished) if finished else None
    return Draft(key, digest, tuple(addresses), written, ready), steps


def find_finished(store: TreeStore, key: str) -> Finished | None:
    """Find a finished text."""
    found = store.about(key)
    return _finished_of(store, key, *found) if found else None


def _finished_of(store: TreeStore, key: str, digest: str, about: list[Any]) -> Finished:
    facts, remarks, gleaned = about
    tree = StoredTree(key, digest, facts_of(facts), store)
    said = tuple((kind, each) for kind, each in remarks)
    return Finished(tree, said, encode(gleaned) if gleaned else b"")


@dataclass(frozen=True)
class _Survey:
    """What a composed text holds that its book has to do with.

    `links` says whether there is any link to set, one into the book or one without words; `gleams`,
    whether there is anything to glean.
    """

    addresses: tuple[str, ...]
    cites: list[Node]
    links: bool
    gleams: bool


def _survey(blocks: Blocks) -> _Survey:
    addresses: dict[str, None] = {}
    cites: list[Node] = []
    links = gleams = False
    for node in walk_structure(blocks):
        kind = node["t"]
        if kind == "Link":
            links = links or is_open(node)
            if needs_target(node):
                addresses[node["c"][2][0]] = None
        elif kind == "Cite":
            cites.append(node)
        gleams = gleams or may_be_gleaned(node)
    return _Survey(tuple(addresses), cites, links, gleams)


def put_draft(
    writing: Writing, blocks: Blocks, steps: list[Step], store: TreeStore, key: str
) -> Draft:
    """Put a composed text away; where nothing is open in it, finished."""
    found = _survey(blocks)
    if found.addresses or found.cites:
        packed = pack([blocks])
        cites = encode(found.cites) if found.cites else b""
        draft = Draft(key, packed.digest, found.addresses, cites)
        store.put(key, packed, [steps, found.addresses, found.cites, None])
        return draft
    packed, finished = _finish(writing, blocks, found, Answers(), (store, key))
    store.put(key, packed, [steps, (), (), finished.about()])
    return Draft(key, packed.digest, finished=finished)


def put_finished(
    writing: Writing, draft: Draft, answers: Answers, store: TreeStore, key: str
) -> Finished:
    """Resolve the links of a draft, set its citations, and put it away under a key of its own."""
    blocks = store.read(draft.key, draft.digest)
    packed, finished = _finish(writing, blocks, _survey(blocks), answers, (store, key))
    store.put(key, packed, finished.about())
    return finished


def _finish(
    writing: Writing,
    blocks: Blocks,
    found: _Survey,
    answers: Answers,
    place: tuple[TreeStore, str],
) -> tuple[Packed, Finished]:
    remarks: dict[tuple[str, str], None] = {}

    def lost(address: str, inlines: Inlines) -> Node:
        message = f'the link to "{address[:80]}" leads nowhere in this book; its text is kept.'
        remarks[WarningKind.REFERENCE.value, message] = None
        return dead_link(inlines)

    if found.links:
        blocks = resolve_links(blocks, answers.targets.get, lost)
    blocks = [*with_citations(blocks, answers.words), *answers.sources]
    gleaned = Gleaned()
    if found.gleams and writing.identifier:
        blocks, gleaned = glean(writing.identifier, writing.heading(), blocks)
        remarks |= {(WarningKind.REFERENCE.value, fault): None for fault in gleaned.faults}
    packed, facts = _packed(writing, blocks)
    tree = StoredTree(place[1], packed.digest, facts, place[0])
    return packed, Finished(tree, tuple(remarks), gleaned.as_bytes())


def _packed(writing: Writing, blocks: Blocks) -> tuple[Packed, SectionFacts]:
    if writing.identifier:
        return pack_section(writing.identifier, writing.heading(), [blocks])
    # It will be a part of another section.
    return pack([blocks]), SectionFacts()
