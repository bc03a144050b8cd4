"""The sources of a bibliography as somebody chooses one: who, when, what, and how to cite it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cookbook.exchange.sources.sourcefiles import Source, list_sources

CITED_BY = re.compile(r"^\w(?:[\w:.#$%&+?<>~/-]*\w)?$")
FULL_YEAR = re.compile(r"\d{4}")
NAMED = 3


@dataclass(frozen=True)
class ListedSource:
    """A source as somebody chooses it; `cited_by` is its key as a citation writes it."""

    key: str
    cited_by: str
    authors: str
    year: str
    title: str


def listed_sources(bibliography: str) -> list[ListedSource]:
    """Give the sources of a bibliography, by author and year. Raises SourcesError."""
    listed = [_listed(each) for each in list_sources(bibliography) if each.get("id")]
    return sorted(listed, key=lambda each: (each.authors.lower(), each.year, each.title.lower()))


def year_of(source: Source) -> str:
    """Give the year of a source, or ""."""
    issued = source.get("issued") or {}
    parts = issued.get("date-parts") or [[]]
    if parts[0]:
        return str(parts[0][0])
    found = FULL_YEAR.search(str(issued.get("literal") or issued.get("raw") or ""))
    return found[0] if found else ""


def _listed(source: Source) -> ListedSource:
    key = str(source["id"])
    return ListedSource(
        key=key,
        cited_by=f"@{key}" if CITED_BY.match(key) else f"@{{{key}}}",
        authors=_named(source.get("author") or source.get("editor") or ()),
        year=year_of(source),
        title=str(source.get("title") or key),
    )


def _named(people: Sequence[Mapping[str, str]]) -> str:
    names = [
        " ".join(filter(None, (each.get("non-dropping-particle"), each.get("family"))))
        or str(each.get("literal", ""))
        for each in people
    ]
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and others"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
