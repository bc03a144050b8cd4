"""community.yaml -> who there is in the demo, and what has happened, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cookbook.errors import CookbookError
from cookbook.manuscript import parse_credits
from cookbook.manuscript.credits import CREDITS_FILE

STORY_FILE = "community/community.yaml"
VERBS = (
    *("release", "preview", "call", "settings"),
    *("begin", "save", "hand_in", "withdraw", "take_up", "accept", "ask", "decline"),
)


class StoryError(CookbookError):
    """The demo's story can't be read, or something in it can't be."""


@dataclass(frozen=True)
class Resident:
    """Somebody who is to have an account."""

    name: str
    town: str
    life: str
    email: str


@dataclass(frozen=True)
class Staff:
    """Who works on a volume, by the keys of residents."""

    editors: tuple[str, ...]
    contributors: tuple[str, ...]


@dataclass(frozen=True)
class Deed:
    """Something that happened `ago` days ago: what, to what, by whom ("": its author)."""

    verb: str
    of: str
    ago: float
    by: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Community:
    """The whole of it; `folder` is where the texts and pictures lie, `links` whom to sign in."""

    folder: Path
    site: str
    residents: Mapping[str, Resident]
    administrator: str
    volumes: Mapping[str, Staff]
    links: tuple[tuple[str, str], ...]
    deeds: tuple[Deed, ...]


def read_community(samples: Path) -> Community:
    """Read the community of the folder `samples`. Raises StoryError where it isn't there."""
    file = samples / STORY_FILE
    if not file.is_file():
        raise StoryError(
            "is not there: only a checkout of the project has the sample books.", place=file
        )
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Community(
        folder=file.parent,
        site=told["site"],
        residents=_residents(samples, told["people"]),
        administrator=told["administrator"],
        volumes={
            slug: Staff(tuple(staff["editors"]), tuple(staff["contributors"]))
            for slug, staff in told["volumes"].items()
        },
        links=tuple((link["person"], link["as"]) for link in told["links"]),
        deeds=tuple(_deeds(told["story"])),
    )


def _residents(samples: Path, told: Mapping[str, Mapping[str, str]]) -> dict[str, Resident]:
    """Give everybody; whoever is in a book has name, town and life from its credits."""
    books = {each["book"] for each in told.values() if "book" in each}
    known = {
        book: parse_credits((samples / book / CREDITS_FILE).read_text(encoding="utf-8"))
        for book in books
    }
    residents = {}
    for key, each in told.items():
        person = known[each["book"]].person(key) if "book" in each else None
        residents[key] = Resident(
            name=person.name if person else each["name"],
            town=person.town if person else each["town"],
            life=person.life if person else each["life"],
            email=each["email"],
        )
    return residents


def _deeds(told: list[dict[str, Any]]) -> list[Deed]:
    deeds: list[Deed] = []
    ago = 0.0
    for each in told:
        rest = dict(each)
        verb = next((key for key in rest if key in VERBS), None)
        if verb is None:
            raise StoryError(f"the story has a deed without a verb: {each}.")
        of = rest.pop(verb)
        # What has no time of its own followed closely.
        ago = float(rest.pop("ago", ago - 0.01))
        deeds.append(Deed(verb, of, max(0.0, ago), rest.pop("by", ""), rest))
    return deeds
