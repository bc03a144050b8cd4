"""Mails about what is handed in without an account: to its guest, and to the editors."""

from __future__ import annotations

from cookbook.accounts.mails import send_mail
from cookbook.accounts.roles import editors_of
from cookbook.accounts.writing_back import write_to_author
from cookbook.extensions import db
from cookbook.models import GuestLink, Person


def tell_of_sending(link: GuestLink, *, again: bool) -> None:
    """Write to a guest, with their private link, and to the editors. Call it after the commit."""
    contribution = link.contribution
    subject = f"We have “{contribution.title}”"
    write_to_author(contribution, subject, "guest_received", again=again)
    for editor in editors_of(db.session(), contribution.volume):
        send_mail(
            editor,
            f"{link.name}: “{contribution.title}”",
            "contributing_submitted",
            title=contribution.title,
            volume=contribution.volume.title,
            contribution_id=contribution.id,
            author=f"{link.name} (without an account)",
            again=again,
        )


def tell_of_claim(link: GuestLink, person: Person) -> None:
    """Write to a guest and to the account that took what they sent. Call it after the commit."""
    contribution = link.contribution
    told = {
        "title": contribution.title,
        "volume": contribution.volume.title,
        "contribution_id": contribution.id,
        "person": person.name,
    }
    subject = f"“{contribution.title}” is in your account"
    send_mail(person, subject, "guest_claimed", **told)
    if link.email and link.email != person.email:
        send_mail(
            link, f"“{contribution.title}” belongs to an account now", "guest_given_away", **told
        )
