"""Who handed something in without an account: the private link that is their key to it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.models import Contribution, GuestLink
from cookbook.models.guests import SEED_LENGTH

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter looks like another, and each holds five bits."""
LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
BITS = 5
SECRET_LENGTH = 25
GROUP = 5
READ_MAX_LENGTH = 60
SEED = re.compile(rf"[0-9a-f]{{{SEED_LENGTH}}}")


def new_seed() -> str:
    """Give what a new form carries, and what the secret of its link is made of."""
    return secrets.token_hex(SEED_LENGTH // 2)


def is_seed(written: str) -> bool:
    """Tell whether a form carries what `new_seed` gave."""
    return SEED.fullmatch(written) is not None


def make_secret(key: str, seed: str) -> str:
    """Make a link's secret of the site's own and a seed: 25 letters in five groups.

    It has capitals, by which the log of requests knows what to leave out.
    """
    made = hmac.new(key.encode(), f"guest link {seed}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(made)
    letters = [LETTERS[number >> BITS * place & 31] for place in range(SECRET_LENGTH)]
    groups = ["".join(letters[at : at + GROUP]) for at in range(0, SECRET_LENGTH, GROUP)]
    return "-".join(groups)


def digest_of_secret(written: str) -> str:
    """Give the digest under which a secret is known, however somebody typed it from paper."""
    plain = written.upper().translate(LOOK_ALIKE)
    letters = "".join(each for each in plain if each in LETTERS)
    return hashlib.sha256(letters.encode()).hexdigest()


def find_guest_link(session: Session, written: str) -> GuestLink | None:
    """Give the link with this secret, also one that was claimed and is closed, or None."""
    if len(written) > READ_MAX_LENGTH:
        return None
    chosen = select(GuestLink).where(GuestLink.digest == digest_of_secret(written))
    return session.scalar(chosen)


def secret_of(link: GuestLink, key: str) -> str:
    """Give a link's secret, for a mail to its guest; "" where the site's own has changed since."""
    made = make_secret(key, link.seed)
    return made if hmac.compare_digest(digest_of_secret(made), link.digest) else ""


def guest_of(session: Session, contribution: Contribution) -> GuestLink | None:
    """Give the link of who handed a contribution in without an account, unless it was claimed."""
    return guests_of(session, [contribution]).get(contribution.id)


def guests_of(session: Session, contributions: Iterable[Contribution]) -> Mapping[int, GuestLink]:
    """Give the links of contributions that nobody has claimed, by the contributions' ids."""
    ids = [each.id for each in contributions if each.author_id is None]
    if not ids:
        return {}
    chosen = select(GuestLink).where(
        GuestLink.contribution_id.in_(ids), GuestLink.claimed_at.is_(None)
    )
    return {each.contribution_id: each for each in session.scalars(chosen)}
