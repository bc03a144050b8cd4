"""Asking the community for contributions: the call of a volume."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.calls import key_of_call
from cookbook.archive.records import record
from cookbook.curating.problems import CuratingError
from cookbook.curating.volumes import subject_of
from cookbook.models import Call, Person, Volume, now


@dataclass(frozen=True)
class CallWords:
    """What a call says, and from when to when it is open; `wanted` is one wish a line.

    Where guests may write, people without an account may hand in by the call's public address.
    """

    title: str
    words: str
    wanted: Sequence[str]
    opens_at: dt.datetime
    closes_at: dt.datetime | None
    guests_may_write: bool = True


def newest_call(session: Session, volume: Volume) -> Call | None:
    """Give the call that editors work on: the one that was made last."""
    chosen = select(Call).where(Call.volume_id == volume.id).order_by(Call.id.desc())
    return session.scalars(chosen).first()


def save_call(session: Session, volume: Volume, words: CallWords, *, person: Person) -> Call:
    """Set a volume's call, or make it; one that has closed stays, and a new one takes its place.

    Raises CuratingError for one that closes before it opens.
    """
    if words.closes_at is not None and words.closes_at <= words.opens_at:
        raise CuratingError(
            "The call closes before it opens.", remedy="Choose a later day for its end."
        )
    call = newest_call(session, volume)
    if call is None or (call.closes_at is not None and call.closes_at <= now()):
        call = Call(volume=volume, title=words.title)
        session.add(call)
    call.title = words.title
    call.words = words.words
    call.wanted = list(words.wanted)
    call.opens_at = words.opens_at
    call.closes_at = words.closes_at
    call.guests_may_write = words.guests_may_write
    session.flush()
    if call.guests_may_write:
        key_of_call(session, call)
    record(session, person, "changed the call", subject_of(volume), words.title)
    return call


def close_call(session: Session, volume: Volume, *, person: Person) -> None:
    """Close a volume's call now; what has been handed in stays."""
    call = newest_call(session, volume)
    moment = now()
    if call is None or not call.is_open(moment):
        return
    call.closes_at = moment
    session.flush()
    record(session, person, "closed the call", subject_of(volume), call.title)
