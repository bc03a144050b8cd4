"""Stage: the open citations of all entries -> their words, kept by all that is cited together.

A citation may depend on every other: two sources of one author and year are told apart by letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.press.caching import Cache, cache_key
from cookbook.press.entries.citations import Citing, cite, in_chapter
from cookbook.press.notation import decode, encode
from cookbook.press.warnings import Warnings


@dataclass(frozen=True)
class SetCitations:
    """The words for the citations of each entry, as JSON; the sources; (entry, kind, remark).

    `lists` has the sources that stand at the end of each entry, as JSON, where the book wants that.
    """

    words: Mapping[str, bytes] = field(default_factory=dict)
    sources: bytes = b"[]"
    remarks: Sequence[tuple[str, str, str]] = ()
    lists: Mapping[str, bytes] = field(default_factory=dict)


def set_citations_by_chapter(
    cites: Mapping[str, bytes], citing: Citing, cache: Cache, identifiers: Mapping[str, str]
) -> SetCitations:
    """Set the citations of each entry by themselves; `identifiers` are those of the entries.

    A style that numbers its sources begins with 1 in each.
    """
    words: dict[str, bytes] = {}
    lists: dict[str, bytes] = {}
    remarks: list[tuple[str, str, str]] = []
    for entry, each in cites.items():
        found = set_citations({entry: each}, citing, cache)
        said = decode(found.words[entry]) if entry in found.words else []
        own, sources = in_chapter(identifiers[entry], said, decode(found.sources))
        words[entry] = encode(own)
        if sources:
            lists[entry] = encode(sources)
        remarks += found.remarks
    return SetCitations(words, remarks=remarks, lists=lists)


def set_citations(cites: Mapping[str, bytes], citing: Citing, cache: Cache) -> SetCitations:
    """Set the citations of entries, which are given as JSON."""
    cited_by = {entry: each for entry, each in cites.items() if each}
    if not cited_by:
        return SetCitations()
    values = (value for entry, each in cited_by.items() for value in (entry, each))
    key = cache_key("citations", *citing.as_values(), *values)
    kept = cache.get(key)
    if kept is not None:
        return _read(decode(kept))
    warnings = Warnings()
    nodes = {entry: decode(each) for entry, each in cited_by.items()}
    cited = cite(nodes, citing, warnings)
    remarks = [[each.entry, each.kind.value, each.message] for each in warnings.all]
    made = [cited.words, cited.sources, remarks]
    if not cited.cut_short:
        cache.put(key, encode(made))
    return _read(made)


def _read(values: list[Any]) -> SetCitations:
    words, sources, remarks = values
    return SetCitations(
        {entry: encode(each) for entry, each in words.items()},
        encode(sources),
        [(entry, kind, message) for entry, kind, message in remarks],
    )
