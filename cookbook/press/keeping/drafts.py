"""Composed texts, and what is still open in them: links to resolve, citations to set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from cookbook.press.keeping.trees import StoredTree, TreeStore, encode, store_section
from cookbook.press.matter.glossary import key_terms
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, Inlines, walk
from cookbook.press.warnings import WarningKind
from cookbook.press.writings import Writing


@dataclass(frozen=True, slots=True)
class Finished:
    """A text with nothing open: its tree, remarks on its links, and its key terms as JSON."""

    tree: StoredTree
    remarks: tuple[tuple[str, str], ...] = ()
    terms: bytes = b""

    def as_values(self) -> list[Any]:
        """Give it as values that JSON can hold."""
        terms = json.loads(self.terms) if self.terms else []
        return [self.tree.digest, self.tree.facts.as_values(), self.remarks, terms]

    @classmethod
    def read(cls, values: list[Any], store: TreeStore) -> Finished:
        """Make it again of its values."""
        digest, facts, remarks, terms = values
        tree = StoredTree(digest, facts_of(facts), store)
        said = tuple((kind, each) for kind, each in remarks)
        return cls(tree, said, encode(terms) if terms else b"")


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed text: finished, or with `addresses` of links and `cites` (as JSON) open in it.

    `digest` is that of its blocks as they lie in the store.
    """

    digest: str
    addresses: tuple[str, ...] = ()
    cites: bytes = b""
    finished: Finished | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A draft, and the steps by which it came about."""

    steps: list[Step]
    draft: Draft

    def written(self) -> bytes:
        """Give it as bytes."""
        finished = self.draft.finished and self.draft.finished.as_values()
        cites = json.loads(self.draft.cites) if self.draft.cites else []
        return encode([self.steps, self.draft.digest, self.draft.addresses, cites, finished])

    @classmethod
    def read(cls, data: bytes, store: TreeStore) -> Record:
        """Make it again of its bytes."""
        steps, digest, addresses, cites, finished = json.loads(data)
        return cls(
            steps,
            Draft(
                digest,
                tuple(addresses),
                encode(cites) if cites else b"",
                Finished.read(finished, store) if finished else None,
            ),
        )


@dataclass(frozen=True)
class _Survey:
    """What a composed text holds that its book has to do with.

    `links` says whether there is any link to set, one into the book or one without words.
    """

    addresses: tuple[str, ...]
    cites: list[Node]
    links: bool
    terms: bool


def _survey(blocks: Blocks) -> _Survey:
    addresses: dict[str, None] = {}
    cites: list[Node] = []
    links = terms = False
    for node in walk(blocks):
        kind = node["t"]
        if kind == "Link":
            links = links or is_open(node)
            if needs_target(node):
                addresses[node["c"][2][0]] = None
        elif kind == "Cite":
            cites.append(node)
        elif kind == "DefinitionList":
            terms = True
    return _Survey(tuple(addresses), cites, links, terms)


def draft_of(writing: Writing, blocks: Blocks, store: TreeStore) -> Draft:
    """Put a composed text away; where nothing is open in it, finished."""
    found = _survey(blocks)
    if found.links or found.cites or found.terms:
        cites = encode(found.cites) if found.cites else b""
        if found.addresses or cites:
            return Draft(store.keep([blocks]), found.addresses, cites)
        finished = finish_blocks(writing, blocks, store, {}, [])
    else:
        finished = Finished(_put_away(writing, blocks, store))
    return Draft(finished.tree.digest, finished=finished)


def finish_blocks(
    writing: Writing,
    blocks: Blocks,
    store: TreeStore,
    answers: Mapping[str, Target | None],
    words: Sequence[Inlines],
) -> Finished:
    """Resolve links by the answers to their addresses, set citations, and put the text away."""
    remarks: dict[tuple[str, str], None] = {}

    def lost(address: str, inlines: Inlines) -> Node:
        message = f'the link to "{address[:80]}" leads nowhere in this book; its text is kept.'
        remarks[WarningKind.REFERENCE.value, message] = None
        return dead_link(inlines)

    resolved = with_citations(resolve_links(blocks, answers.get, lost), words)
    terms = key_terms(resolved)
    tree = _put_away(writing, resolved, store)
    return Finished(tree, tuple(remarks), encode(terms) if terms else b"")


def _put_away(writing: Writing, blocks: Blocks, store: TreeStore) -> StoredTree:
    if writing.identifier:
        return store_section(store, writing.identifier, writing.heading(), [blocks])
    # It will be a part of another section.
    return StoredTree(store.keep([blocks]), SectionFacts(), store)
