"""What the page of a contribution says of its original: what it is, and whether it has changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cookbook.contributing.remixing.following import newer_original
from cookbook.contributing.remixing.licences import read_terms
from cookbook.contributing.remixing.making import remix_of
from cookbook.contributing.remixing.texts import BASED_ON
from cookbook.manuscript import parse_entry
from cookbook.models import Contribution, Person, RemixKind, Revision, Volume


@dataclass(frozen=True)
class BasedOn:
    """What a contribution is based on, in words, and the original's newer version if there is one.

    What `must_stay` is a copy of a text that may only be passed on as it is.
    """

    told: str
    volume: Volume
    is_copy: bool
    must_stay: bool
    newer: Revision | None


def describe_basis(session: Session, contribution: Contribution, person: Person) -> BasedOn | None:
    """Tell what a contribution was made of, as far as a person may see it, or None."""
    remix, head = remix_of(session, contribution), contribution.head
    if remix is None or head is None:
        return None
    entry = parse_entry(head.text, contribution.path)
    terms = read_terms(entry.licence)
    said = entry.extra.get(BASED_ON)
    return BasedOn(
        told=said if isinstance(said, str) else f"“{remix.original.title}”",
        volume=remix.original.contribution.volume,
        is_copy=remix.kind is RemixKind.COPY,
        must_stay=terms is not None and terms.noderivatives,
        newer=newer_original(session, remix, person),
    )
