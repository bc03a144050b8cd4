"""Suggestions that were taken -> a book's credits: whoever made one contributed to the entry."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cookbook.manuscript import Credits, parse_credits, write_credits
from cookbook.manuscript import Person as CreditedPerson
from cookbook.models import Person
from cookbook.publishing.lives import free_identifier

CONTRIBUTOR = "contributor"
"""The role of whoever gave something to an entry that somebody else wrote."""


@dataclass(frozen=True)
class Given:
    """What somebody gave: the path of an entry, their name, and their account, if they have one."""

    path: str
    name: str
    account: Person | None = None


def credits_with_suggestions(text: str, given: Iterable[Given]) -> str:
    """Add to the text of credits.yaml who contributed to which entry, in this order.

    A person who has a role for the entry already gets no other, and `by:` of the entry stays its
    author's. Without anybody to add, the text stays as it is, byte for byte.
    """
    credits_ = parse_credits(text) if text else Credits()
    people = dict(credits_.people)
    entries = {path: dict(roles) for path, roles in credits_.entries.items()}
    for each in given:
        name = " ".join(each.name.split())
        roles = entries.get(each.path, {})
        known = _known(name, people)
        if not name or _has_role(roles, {name, known}):
            continue
        if not known:
            known = free_identifier(name, people)
            town = " ".join(each.account.town.split()) if each.account else ""
            people[known] = CreditedPerson(name, town=town)
        roles[CONTRIBUTOR] = (*roles.get(CONTRIBUTOR, ()), known)
        entries[each.path] = roles
    if entries == credits_.entries:
        return text
    return write_credits(dataclasses.replace(credits_, people=people, entries=entries))


def _known(name: str, people: Mapping[str, CreditedPerson]) -> str:
    """Give the id of the person of this name, or ""."""
    return next((key for key, each in people.items() if each.name == name), "")


def _has_role(roles: Mapping[str, tuple[str, ...]], names: set[str]) -> bool:
    return any(names.intersection(those) for those in roles.values())
