"""A reference that was pasted as BibTeX -> the fields of a source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cookbook.contributing.composing.pasted import PASTED_MAX_LENGTH, PastedSource
from cookbook.exchange.sources.listing import year_of
from cookbook.exchange.sources.sourcefiles import Source, SourcesError, list_sources

BEGINNING = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]")


def is_bibtex(text: str) -> bool:
    """Tell whether what was pasted begins as BibTeX does."""
    return BEGINNING.match(text) is not None


def read_bibtex(text: str) -> PastedSource:
    """Read the first entry. Raises SourcesError."""
    sources = list_sources(text[:PASTED_MAX_LENGTH])
    if not sources:
        raise SourcesError("No source was found in it.", remedy="Paste the whole entry.")
    source = sources[0]
    return PastedSource(
        authors="\n".join(map(_name, source.get("author") or source.get("editor") or ())),
        year=year_of(source),
        title=str(source.get("title", "")),
        place=_place(source),
        doi=str(source.get("DOI", "")),
    )


def _name(person: Mapping[str, Any]) -> str:
    particles = (person.get("dropping-particle"), person.get("non-dropping-particle"))
    family = " ".join(filter(None, (*particles, person.get("family"))))
    return ", ".join(filter(None, (family, person.get("given")))) or str(person.get("literal", ""))


def _place(source: Source) -> str:
    """Say where a source came out, as a list of sources does."""
    volume, issue = source.get("volume", ""), source.get("issue", "")
    number = f"{volume}({issue})" if volume and issue else f"{volume}{issue}"
    parts = (source.get("container-title"), number, source.get("page"), source.get("publisher"))
    return ", ".join(str(each) for each in parts if each)
