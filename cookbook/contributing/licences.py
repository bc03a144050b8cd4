"""The licences that forms offer, each in words that somebody understands who has never met one."""

from __future__ import annotations

from wtforms.fields.choices import (  # type: ignore[attr-defined]  # types of an older WTForms
    SelectChoice,
)

LICENCES = (
    ("CC-BY-4.0", "Anyone may use it and name you (CC BY 4.0)"),
    ("CC-BY-SA-4.0", "The same, and what they make of it stays as free (CC BY-SA 4.0)"),
    ("CC-BY-NC-4.0", "Anyone may use it and name you, but not sell it (CC BY-NC 4.0)"),
    ("CC0-1.0", "Anyone may use it, without naming you (CC0)"),
)

PICTURE_LICENCES = [
    SelectChoice("", "As with the whole text"),
    *(SelectChoice(name, words) for name, words in LICENCES),
]


def known_licence(name: str | None) -> str:
    """Give a licence if it is one of those that are offered, or ""."""
    return name if name and name in dict(LICENCES) else ""
