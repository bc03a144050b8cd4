"""What accounts say of their people -> a book's credits, where the credits don't know them yet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cookbook.manuscript import (
    Credits,
    parse_credits,
    parse_entry,
    person_identifier,
    write_credits,
)
from cookbook.manuscript import Person as CreditedPerson
from cookbook.models import Person


@dataclass(frozen=True)
class Signature:
    """An entry of a book: its path and text, and the account of whoever handed it in."""

    path: str
    text: str
    account: Person


def credits_with_lives(text: str, signatures: Iterable[Signature]) -> str:
    """Add accounts' towns and short lives to the text of credits.yaml, in the order of the entries.

    Only who signed an entry with the name of their account comes in, and only where no person of
    the credits has that name or that id: what an editor wrote is never changed. Without anybody to
    add, the text stays as it is, byte for byte.
    """
    credits_ = parse_credits(text) if text else Credits()
    people = dict(credits_.people)
    known = {each.name for each in people.values()} | set(people)
    for each in signatures:
        account = each.account
        name = " ".join(account.name.split())
        if name in known or not (account.town or account.life):
            continue
        if name not in parse_entry(each.text, each.path).by:
            continue
        known.add(name)
        person = CreditedPerson(name, town=_line(account.town), life=_line(account.life))
        people[free_identifier(name, people)] = person
    if len(people) == len(credits_.people):
        return text
    return write_credits(dataclasses.replace(credits_, people=people))


def free_identifier(name: str, people: Mapping[str, CreditedPerson]) -> str:
    """Give an id that nobody of these people has, made from a name."""
    wish = person_identifier(name)
    identifier, number = wish, 1
    while identifier in people:
        number += 1
        identifier = f"{wish}-{number}"
    return identifier


def _line(words: str) -> str:
    """Give words without blanks around them and with one between, as credits hold them."""
    return " ".join(words.split())
