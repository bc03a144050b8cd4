"""Private links in requests: which one an address names, and where its pages are."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, request, url_for

from cookbook.accounts.guests import find_guest_link, secret_of
from cookbook.contributing.guests.claiming import ClosedLinkError
from cookbook.extensions import db
from cookbook.models import GuestLink


def open_link(token: str) -> GuestLink:
    """Give the link of an address; 404 for none. Raises ClosedLinkError where it was claimed."""
    link = find_guest_link(db.session(), token) or abort(404)
    if link.claimed_at is not None or link.contribution.author_id is not None:
        raise ClosedLinkError
    return link


def present_token() -> str:
    """Give the secret in the present address."""
    return str((request.view_args or {})["token"])


def own_page(endpoint: str, **more: Any) -> str:  # noqa: ANN401 -- whatever addresses hold
    """Give the address of another page of the present link."""
    return url_for(f"guests.{endpoint}", token=present_token(), **more)


def page_of(link: GuestLink, endpoint: str) -> str:
    """Give the address of a page of a link that was just made."""
    return url_for(f"guests.{endpoint}", token=secret_of(link, site_key()))


def site_key() -> str:
    """Give the site's own secret, of which those of links are made."""
    return str(current_app.secret_key)
