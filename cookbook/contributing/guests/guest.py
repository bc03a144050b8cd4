"""Somebody who writes without an account."""

from __future__ import annotations

from dataclasses import dataclass

from cookbook.models import GuestLink


@dataclass(frozen=True)
class Guest:
    """What we know of somebody without an account; `id` is what their form is known by.

    Town and e-mail address may be "".
    """

    id: str
    name: str = ""
    town: str = ""
    email: str = ""


def guest_behind(link: GuestLink) -> Guest:
    """Give who a private link belongs to."""
    return Guest(link.seed, link.name, link.town, link.email)
