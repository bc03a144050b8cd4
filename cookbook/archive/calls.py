"""The public address of a call: its key, made when it is first needed, and found again."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cookbook.models import Call, Volume, now

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""What keys are made of: nothing that looks like something else on a poster or sounds rude."""
KEY_LENGTH = 8
"""Some 650,000 million keys: nobody comes upon a call by trying."""
GROUP = 4
DASH = "-"
READ_MAX_LENGTH = 40


def key_of_call(session: Session, call: Call) -> str:
    """Give the key of a call, such as k7wm-3tqx; makes it where there is none yet.

    Of two who ask at once, both get the same.
    """
    if call.key is None:
        session.flush()
        session.execute(
            update(Call)
            .where(Call.id == call.id, Call.key.is_(None))
            .values(key=_new_key(session))
            .execution_options(synchronize_session=False)
        )
        session.refresh(call, ["key"])
    return call.key or ""


def find_call(session: Session, written: str) -> Call | None:
    """Give the call with a key, however somebody typed it from a poster, or None."""
    plain = plain_key(written)
    return session.scalar(select(Call).where(Call.key == plain)) if plain else None


def plain_key(written: str) -> str:
    """Give a key as it is kept; "" for what can't be one."""
    if len(written) > READ_MAX_LENGTH:
        return ""
    letters = "".join(each for each in written.lower() if each in LETTERS)
    return _grouped(letters) if len(letters) == KEY_LENGTH else ""


def takes_guests(call: Call, at: dt.datetime) -> bool:
    """Tell whether people without an account may hand something in."""
    return call.guests_may_write and call.is_open(at)


def call_for_guests(volume: Volume) -> Call | None:
    """Give the newest call of a volume that takes contributions without an account, or None."""
    moment = now()
    return next((each for each in reversed(volume.calls) if takes_guests(each, moment)), None)


def _new_key(session: Session) -> str:
    while True:
        key = _grouped("".join(secrets.choice(LETTERS) for _ in range(KEY_LENGTH)))
        if session.scalar(select(Call.id).where(Call.key == key)) is None:
            return key


def _grouped(letters: str) -> str:
    return DASH.join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
