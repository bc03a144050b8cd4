"""What somebody without an account agrees to: the volume's licence, in words that were shown."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.contributing.beginning import default_licence
from cookbook.models import Consent, Contribution, Volume
from cookbook.models.guests import LICENCE_MAX_LENGTH

MEANINGS = {
    "CC-BY-4.0": "anyone may use it, and has to name me",
    "CC-BY-SA-4.0": "anyone may use it, has to name me, and passes it on as freely",
    "CC-BY-NC-4.0": "anyone may use it and has to name me, but nobody may sell it",
    "CC0-1.0": "anyone may use it as they like",
}


def consent_words(volume: Volume) -> str:
    """Give the words that stand beside the tick: what may happen with what is sent."""
    mine = f"I wrote this, or may pass it on. “{volume.title}” may print it with my name"
    licence = default_licence(volume)
    if not licence:
        return f"{mine}."
    meaning = MEANINGS.get(licence)
    return f"{mine}, under the licence {licence}{f': {meaning}' if meaning else ''}."


def record_consent(session: Session, contribution: Contribution, name: str) -> Consent:
    """Remember who agreed to what for a contribution, and in which words; the time is now."""
    volume = contribution.volume
    consent = Consent(
        contribution_id=contribution.id,
        name=name,
        licence=default_licence(volume)[:LICENCE_MAX_LENGTH],
        words=consent_words(volume),
    )
    session.add(consent)
    session.flush()
    return consent
