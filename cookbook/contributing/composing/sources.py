"""New sources for a volume's bibliography, from those who write for it."""

from __future__ import annotations

import re

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from cookbook.archive.bibliographies import change_bibliography
from cookbook.contributing.composing.pasted import DOI, PastedSource
from cookbook.contributing.field_words import one_line, read_names, typed
from cookbook.contributing.problems import ContributionError
from cookbook.exchange.sources.listing import ListedSource, listed_sources, year_of
from cookbook.exchange.sources.sourcefiles import free_key, keys_of, list_sources, plain_key
from cookbook.models import Contribution, Person, Volume, VolumeRole

FIELD_MAX_LENGTH = 1000
IN_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}%&#$_"},
}


class SourceError(ContributionError):
    """A source that can't be added as it is."""


def may_add_source(session: Session, volume: Volume, person: Person) -> bool:
    """Tell whether a person may add to a volume's bibliography: who works on it, or wrote for it.

    It is shared by all, and printed of it is only what somebody cites.
    """
    works = exists().where(VolumeRole.volume_id == volume.id, VolumeRole.person_id == person.id)
    wrote = exists().where(Contribution.volume_id == volume.id, Contribution.author_id == person.id)
    return person.runs_the_site or bool(session.scalar(select(works | wrote)))


def add_source(
    session: Session, volume: Volume, source: PastedSource, *, person: Person
) -> ListedSource:
    """Put a source at the end of a volume's bibliography, under a key of its own.

    One that is there already, by its DOI or word for word, is given instead. Raises SourceError,
    SourcesError and BibliographyError.
    """
    if not may_add_source(session, volume, person):
        raise SourceError(
            "Only who writes for this book adds sources to it.",
            remedy="Save your chapter once as a draft; then you can.",
        )
    tidy = _tidy(source)
    added: list[str] = []

    def append(bibliography: str) -> str:
        taken = {key.lower() for key in keys_of(bibliography)}
        present = _present(bibliography, tidy)
        if present:
            added.append(present)
            return bibliography
        key = free_key(_wished_key(tidy), taken)
        added.append(key)
        before = f"{bibliography.rstrip()}\n\n" if bibliography.strip() else ""
        return f"{before}{write_source(key, tidy)}\n"

    change_bibliography(session, volume, append, person=person, detail=tidy.title[:200])
    listed = {each.key: each for each in listed_sources(volume.bibliography)}
    if added[0] not in listed:
        raise SourceError("The source can't be read back.", remedy="Leave out its unusual signs.")
    return listed[added[0]]


def write_source(key: str, source: PastedSource) -> str:
    """Write a source in BibTeX, all its words as they are."""
    authors = " and ".join(
        _plain(name) if "," in name else f"{{{_plain(name)}}}"
        for name in read_names(source.authors)
    )
    values = {
        "author": authors,
        "title": f"{{{_plain(source.title)}}}",
        "year": _plain(source.year),
        "howpublished": f"{{{_plain(source.place)}}}" if source.place else "",
        "doi": source.doi,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in values.items() if value]
    return "\n".join([f"@misc{{{key},", ",\n".join(lines), "}"])


def _present(bibliography: str, source: PastedSource) -> str:
    """Give the key of a source that is there already, or ""."""
    for each in list_sources(bibliography):
        doi = str(each.get("DOI", "")).lower()
        same_words = (
            str(each.get("title", "")).lower() == source.title.lower()
            and year_of(each) == source.year
        )
        if (doi and doi == source.doi.lower()) or (same_words and not (doi and source.doi)):
            return str(each["id"])
    return ""


def _tidy(source: PastedSource) -> PastedSource:
    """Give a source with plain words in its fields. Raises SourceError for what can't be one."""
    values = {name: typed(value)[:FIELD_MAX_LENGTH] for name, value in vars(source).items()}
    authors = "\n".join(read_names(values.pop("authors")))
    lines = {name: one_line(value) for name, value in values.items()}
    doi = DOI.search(lines["doi"])
    if not lines["title"]:
        raise SourceError("A source needs a title.", remedy="Write it into its field.")
    if lines["year"] and not re.fullmatch(r"\d{1,4}", lines["year"]):
        raise SourceError("The year is no year.", remedy="Write it in figures, such as 1984.")
    if lines["doi"] and doi is None:
        raise SourceError("This is no DOI.", remedy="One begins with 10. and has a slash in it.")
    return PastedSource(authors, **{**lines, "doi": doi[0] if doi else ""})


def _wished_key(source: PastedSource) -> str:
    first = (read_names(source.authors) or (source.title,))[0]
    word = re.split(r"[,\s]", first)[0]
    return plain_key(f"{word}{source.year}")


def _plain(text: str) -> str:
    return "".join(IN_TEX.get(letter, letter) for letter in text)
