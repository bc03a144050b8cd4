"""Stage: the open citations of all entries -> their words, kept by all that is cited together.

A citation may depend on every other: two sources of one author and year are told apart by letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.press.caching import Cache, cache_key
from cookbook.press.entries.citations import cite
from cookbook.press.notation import decode, encode
from cookbook.press.warnings import Warnings


@dataclass(frozen=True)
class SetCitations:
    """The words for the citations of each entry, as JSON; the sources; (entry, kind, remark)."""

    words: Mapping[str, bytes] = field(default_factory=dict)
    sources: bytes = b"[]"
    remarks: Sequence[tuple[str, str, str]] = ()


def set_citations(cites: Mapping[str, bytes], bibliography: str, cache: Cache) -> SetCitations:
    """Set the citations of entries, which are given as JSON."""
    citing = {entry: each for entry, each in cites.items() if each}
    if not citing:
        return SetCitations()
    values = (value for entry, each in citing.items() for value in (entry, each))
    key = cache_key("citations", bibliography, *values)
    kept = cache.get(key)
    if kept is not None:
        return _read(decode(kept))
    warnings = Warnings()
    nodes = {entry: decode(each) for entry, each in citing.items()}
    cited = cite(nodes, bibliography, warnings)
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
