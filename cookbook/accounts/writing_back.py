"""Mails to whoever wrote a contribution: to their account, or to the address that a guest left."""

from __future__ import annotations

from flask import current_app

from cookbook.accounts.addresses import absolute_url
from cookbook.accounts.guests import guest_of, secret_of
from cookbook.accounts.mails import send_mail
from cookbook.extensions import db
from cookbook.models import Contribution, GuestLink


def write_to_author(
    contribution: Contribution, subject: str, template: str, **words: object
) -> bool:
    """Send the author of a contribution a mail; tells whether there is anybody to write to.

    Call it after the commit. The template gets `title`, `volume`, `contribution_id`, and `link`, at
    which its reader finds the contribution: for a guest, their private one.
    """
    told = {
        "title": contribution.title,
        "volume": contribution.volume.title,
        "contribution_id": contribution.id,
        **words,
    }
    if contribution.author is not None:
        own = absolute_url("contributing.show", contribution_id=contribution.id)
        send_mail(contribution.author, subject, template, **{"link": own, **told})
        return True
    guest = guest_of(db.session(), contribution)
    if guest is None or not guest.email:
        return False
    send_mail(guest, subject, template, **{"link": private_address(guest), **told})
    return True


def can_write_to_author(contribution: Contribution) -> bool:
    """Tell whether the author of a contribution can be reached by mail."""
    if contribution.author is not None:
        return True
    guest = guest_of(db.session(), contribution)
    return guest is not None and bool(guest.email)


def private_address(guest: GuestLink) -> str:
    """Give the full address of a guest's private page; "" where it can't be made any more."""
    secret = secret_of(guest, str(current_app.secret_key))
    return absolute_url("guests.mine", token=secret) if secret else ""
