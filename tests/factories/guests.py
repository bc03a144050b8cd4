"""Private links for tests."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.accounts.guests import digest_of_secret, make_secret, new_seed
from cookbook.models import Contribution, GuestLink


def make_guest_link(
    session: Session, contribution: Contribution, key: str, **values: object
) -> GuestLink:
    """The private link of who handed a contribution in without an account."""
    seed = new_seed()
    given = {"name": "Rosa Pinto", "town": "Almeirim", "email": "rosa@example.org", **values}
    link = GuestLink(
        contribution=contribution,
        digest=digest_of_secret(make_secret(key, seed)),
        seed=seed,
        **given,
    )
    session.add(link)
    session.flush()
    return link
