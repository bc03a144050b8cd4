"""Handing in without an account: a contribution with a private link, whose guest has agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cookbook.accounts.guests import digest_of_secret, make_secret, new_seed
from cookbook.archive.calls import takes_guests
from cookbook.archive.revisions import new_contribution
from cookbook.contributing.guests.consenting import record_consent
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.handing_in import hand_in
from cookbook.contributing.problems import NotAskedError
from cookbook.contributing.saving import refuse_long_text, save_text
from cookbook.manuscript import parse_entry
from cookbook.models import Call, Contribution, ContributionKind, GuestLink, Revision, now
from cookbook.models.base import NAME_MAX_LENGTH


@dataclass(frozen=True)
class Sent:
    """What somebody sends: which kind of text, and its words."""

    kind: ContributionKind
    text: str


def wait_for_turn(session: Session, call: Call) -> None:
    """Make whoever answers this call at the same moment wait until our transaction has ended."""
    session.flush()
    session.execute(
        update(Call)
        .where(Call.id == call.id)
        .values(title=Call.title)
        .execution_options(synchronize_session=False)
    )
    session.refresh(call)


def find_sent(
    session: Session, seed: str, text_of: Callable[[Contribution], str]
) -> GuestLink | None:
    """Give what the very same form has handed in already, by two presses or a phone's retry.

    `text_of` gives the text as it would stand in a contribution, whose photo has a path of its own.
    """
    link = session.scalar(select(GuestLink).where(GuestLink.seed == seed))
    if link is None:
        return None
    firsts = select(Revision.text).where(
        Revision.contribution_id == link.contribution_id, Revision.number == 1
    )
    return link if session.scalar(firsts) == text_of(link.contribution) else None


def send_in(session: Session, call: Call, sent: Sent, guest: Guest, *, key: str) -> GuestLink:
    """Hand in a text for a call, of somebody who has agreed to the words of `consent_words`.

    `key` is the site's own secret. Raises NotAskedError where the call is closed or not for guests,
    and else as `save_text` does.
    """
    if not takes_guests(call, now()):
        raise NotAskedError(
            f"“{call.title}” is closed.",
            remedy="Your words still stand below: copy them, and ask the editors.",
        )
    refuse_long_text(sent.text, sent.kind)
    title = parse_entry(sent.text, f"{sent.kind.value}s/new.md").title
    contribution = new_contribution(session, call.volume, sent.kind, title=title)
    save_text(session, contribution, sent.text, base=None, author=None, author_name=guest.name)
    link = _make_link(session, contribution, guest, key)
    record_consent(session, contribution, link.name)
    hand_in(session, contribution, person=None)
    return link


def _make_link(session: Session, contribution: Contribution, guest: Guest, key: str) -> GuestLink:
    used = session.scalar(select(GuestLink.id).where(GuestLink.seed == guest.id)) is not None
    # Who goes back to the form and sends something else gets a link of its own for it.
    seed = new_seed() if used else guest.id
    link = GuestLink(
        contribution=contribution,
        digest=digest_of_secret(make_secret(key, seed)),
        seed=seed,
        name=guest.name[:NAME_MAX_LENGTH],
        town=guest.town[:NAME_MAX_LENGTH],
        email=guest.email,
    )
    session.add(link)
    session.flush()
    return link
