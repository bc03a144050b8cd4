"""Signed words in links that people are sent: the way in, once, and a new e-mail address."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cookbook.accounts.inserting import insert_if_new
from cookbook.errors import CookbookError
from cookbook.models import Person, UsedLink, now

LINK_LASTS = dt.timedelta(minutes=15)
DEMO_LINK_LASTS = dt.timedelta(days=7)
NEW_ADDRESS_LASTS = dt.timedelta(days=2)
KEPT_FOR = dt.timedelta(days=60)
"""How long a used link is remembered; no link lasts as long."""


class LinkError(CookbookError):
    """A link that signs nobody in: never made by us, too old, used, or not for anybody here."""


@dataclass(frozen=True)
class NewAddress:
    """Whose address is to become which."""

    person: Person
    email: str


def make_sign_in_token(secret: str, person: Person, lasting: dt.timedelta) -> str:
    """Make the token of a link that signs a person in, once, as long as their password stays."""
    until = int((now() + min(lasting, KEPT_FOR)).timestamp())
    token = _signer(secret, "sign-in").dumps([person.fs_uniquifier, until, secrets.token_hex(8)])
    assert isinstance(token, str)  # noqa: S101 -- what this signer makes
    return token


def read_sign_in_token(session: Session, secret: str, token: str) -> Person:
    """Tell whom a link signs in. Raises LinkError; see there."""
    person = _whose(session, secret, "sign-in", token)[0]
    if session.get(UsedLink, _digest(token)) is not None:
        raise LinkError(
            "This link has been used already.", remedy="Each works once; ask for another."
        )
    return person


def use_sign_in_token(session: Session, secret: str, token: str) -> Person:
    """Use a link up and tell whom it signs in. Raises LinkError; of two at once, one gets it."""
    person = read_sign_in_token(session, secret, token)
    session.execute(delete(UsedLink).where(UsedLink.used_at < now() - KEPT_FOR))
    row = {"digest": _digest(token), "used_at": now()}
    if not insert_if_new(session, UsedLink, row):
        raise LinkError(
            "This link has been used already.", remedy="Each works once; ask for another."
        )
    return person


def make_new_address_token(secret: str, person: Person, email: str) -> str:
    """Make the token of the link that goes to a person's new address, to confirm it."""
    until = int((now() + NEW_ADDRESS_LASTS).timestamp())
    words = [person.fs_uniquifier, until, person.email, email]
    token = _signer(secret, "new-address").dumps(words)
    assert isinstance(token, str)  # noqa: S101 -- what this signer makes
    return token


def read_new_address_token(session: Session, secret: str, token: str) -> NewAddress:
    """Tell whose address is to become which. Raises LinkError, also once it has been changed."""
    person, rest = _whose(session, secret, "new-address", token)
    old, new = rest
    if person.email != old:
        raise LinkError(
            "This link has done its work.", remedy="Your profile shows the address we write to."
        )
    return NewAddress(person, new)


def _whose(session: Session, secret: str, purpose: str, token: str) -> tuple[Person, list[str]]:
    try:
        uniquifier, until, *rest = _signer(secret, purpose).loads(token)
    except (BadData, ValueError, TypeError) as err:
        raise LinkError(
            "This link is not complete.",
            remedy="Copy all of it from the mail, or ask for another.",
        ) from err
    if until < now().timestamp():
        raise LinkError("This link is too old.", remedy="Ask for another.")
    person = session.scalar(select(Person).where(Person.fs_uniquifier == uniquifier))
    if person is None or not person.active:
        raise LinkError("This link is too old.", remedy="Ask for another.")
    return person, rest


def _signer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"cookbook-{purpose}")


def _digest(token: str) -> str:
    # The words and not the token: base64 has several spellings of one thing.
    return hashlib.sha256(token.rpartition(".")[0].encode()).hexdigest()
