"""A text -> the first text of a copy or a variation of it, with what it is based on. Pure.

`based-on` in the front matter says so for good. What readers of the book see is `by` and `source`;
pictures stay behind, as they are others' work, with licences of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cookbook.exchange.rewriting.escaping import escape_line
from cookbook.manuscript import Chapter, Entry, write_entry

BASED_ON = "based-on"
PICTURE_KEYS = frozenset({"photo-size"})


@dataclass(frozen=True)
class Basis:
    """What something is based on, as it is told: title, authors, book, licence and address."""

    title: str
    authors: tuple[str, ...]
    book: str
    licence: str
    address: str = ""

    def __str__(self) -> str:
        by = f" by {_listed(self.authors)}" if self.authors else ""
        where = (f"“{self.title}”{by}", self.book, self.licence, self.address)
        return ", ".join(filter(None, where))


def make_copy(entry: Entry, basis: Basis) -> str:
    """Write the text of a copy: all of its words, its authors, and the licence that it has."""
    by = entry.by or basis.authors
    source = entry.source or basis.book
    made = _made(entry, f"From {basis}", basis)
    return write_entry(replace(made, by=by, licence=basis.licence, source=source))


def make_variation(entry: Entry, basis: Basis, *, author: str, town: str, licence: str) -> str:
    """Write the text of a variation to begin with: the original's, signed by who varies it."""
    by = (author,) if author else ()
    made = _made(entry, f"Based on {basis}", basis)
    source = f"{basis}, changed"
    return write_entry(replace(made, by=by, town=town, licence=licence, source=source))


def comparable(entry: Entry, remix: Entry) -> str:
    """Write a version of an original as it would be if the remix had been made of it now.

    What a remix says of itself (its authors, licence, source, what it is based on) is no change of
    the original's; neither are the pictures that stay there.
    """
    plain = _without_pictures(entry)
    told = remix.extra.get(BASED_ON)
    extra = {**plain.extra, BASED_ON: told} if told else plain.extra
    if isinstance(plain, Chapter) and isinstance(remix, Chapter):
        ending = remix.body.rpartition("\n\n")[2]
        said = isinstance(told, str) and ending.endswith(f"{escape_line(told)}.")
        body = f"{plain.body}\n\n{ending}" if said else plain.body
        plain = replace(plain, body=body, identifier=remix.identifier)
    return write_entry(
        replace(
            plain,
            by=remix.by,
            town=remix.town,
            licence=remix.licence,
            source=remix.source,
            extra=extra,
        )
    )


def _made(entry: Entry, told: str, basis: Basis) -> Entry:
    """Say what it is based on, in a chapter below its text too: books print no source of those."""
    plain = _without_pictures(entry)
    extra = {**plain.extra, BASED_ON: str(basis)}
    if isinstance(plain, Chapter):
        body = f"{plain.body}\n\n{escape_line(told)}.".lstrip("\n")
        return replace(plain, body=body, extra=extra)
    return replace(plain, extra=extra)


def _without_pictures(entry: Entry) -> Entry:
    if isinstance(entry, Chapter):
        # A label is one of its book's; another one may have it already.
        return replace(entry, identifier="")
    extra = {key: value for key, value in entry.extra.items() if key not in PICTURE_KEYS}
    return replace(entry, photo="", photo_alt="", extra=extra)


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
