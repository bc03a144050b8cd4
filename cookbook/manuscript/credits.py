"""credits.yaml: who wrote, edited, drew and photographed what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cookbook.manuscript.fields import Fields, put_text, put_texts
from cookbook.manuscript.frontmatter import Value, read_yaml, unknown_keys, write_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

CREDITS_FILE = "credits.yaml"
CREDITS_KEYS = ("people", "entries", "book", "images")
PERSON_KEYS = ("name", "town", "life", "website")
IMAGE_KEYS = ("by", "licence", "source")
AUTHOR = "author"
LIKENESSES = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who gave something to the book; needs no account."""

    name: str
    town: str = ""
    life: str = ""
    website: str = ""
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class ImageCredit:
    """Who made an image (ids of people), under which licence, and where it came from."""

    by: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Credits:
    """All credits of a book: people by id, and role -> ids for each entry and for the book."""

    people: Mapping[str, Person] = field(default_factory=dict, hash=False)
    entries: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict, hash=False)
    book: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    images: Mapping[str, ImageCredit] = field(default_factory=dict, hash=False)
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def person(self, identifier: str) -> Person:
        """Give the person behind an id; an id that nobody described is taken as the name."""
        return self.people.get(identifier) or Person(name=identifier)


def person_identifier(name: str) -> str:
    """Make the id of a person from the name: lower-case ASCII words joined by hyphens.

    Letters without a likeness in ASCII stand as their numbers, so that "Анна K." and "Ольга K." are
    two people.
    """
    plain = "".join(map(_in_ascii, unicodedata.normalize("NFC", name))).lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words or "-".join(f"{ord(character):x}" for character in name[:8]) or "anonymous"


def parse_credits(text: str, file: str = CREDITS_FILE) -> Credits:
    """Parse the text of credits.yaml.

    Raises FrontMatterError with file, line and what was expected.
    """
    values = read_yaml(text, file)
    fields = Fields(values, file)
    return Credits(
        people={key: _person(each) for key, each in _below(fields, "people")},
        entries={path: _roles(each) for path, each in _below(fields, "entries")},
        book=_roles(Fields(fields.mapping("book"), file, "book")),
        images={path: _image(each) for path, each in _below(fields, "images")},
        extra=unknown_keys(values, CREDITS_KEYS),
    )


def write_credits(credits_: Credits) -> str:
    """Write credits.yaml; the same credits give the same text.

    `parse_credits` gives them back if they are well-formed, as all credits are that were parsed:
    texts have no blanks around them and aren't empty in a list, names stand on one line, and no
    `extra` holds a key that a field stands for.
    """
    values: dict[str, Value] = {}
    if credits_.people:
        values["people"] = {key: _write_person(each) for key, each in credits_.people.items()}
    if credits_.entries:
        values["entries"] = {path: dict(roles) for path, roles in credits_.entries.items()}
    if credits_.book:
        values["book"] = dict(credits_.book)
    if credits_.images:
        values["images"] = {path: _write_image(each) for path, each in credits_.images.items()}
    values.update(credits_.extra)
    return write_yaml(values)


def _in_ascii(character: str) -> str:
    if likeness := LIKENESSES.get(character.lower()):
        return likeness
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or (f"-{ord(character):x}-" if character.isalpha() else "")


def _below(fields: Fields, key: str) -> Iterator[tuple[str, Fields]]:
    """Give each name below a key, with the keys that stand below that name."""
    named = Fields(fields.mapping(key), fields.file, key)
    for name in named.values:
        yield name, Fields(named.mapping(name), fields.file, f"{key}.{name}")


def _person(fields: Fields) -> Person:
    name = " ".join(fields.text("name").split())
    if not name:
        raise fields.wrong("name", "the person's name", 'Add a line "name: …".')
    return Person(
        name=name,
        town=fields.text("town"),
        life=fields.text("life"),
        website=fields.text("website"),
        extra=unknown_keys(fields.values, PERSON_KEYS),
    )


def _roles(fields: Fields) -> Mapping[str, tuple[str, ...]]:
    return {role: fields.texts(role) for role in fields.values}


def _image(fields: Fields) -> ImageCredit:
    return ImageCredit(
        by=fields.texts("by"),
        licence=fields.text("licence"),
        source=fields.text("source"),
        extra=unknown_keys(fields.values, IMAGE_KEYS),
    )


def _write_person(person: Person) -> Value:
    values: dict[str, Value] = {"name": person.name}
    put_text(values, "town", person.town)
    put_text(values, "life", person.life)
    put_text(values, "website", person.website)
    values.update(person.extra)
    return values


def _write_image(image: ImageCredit) -> Value:
    values: dict[str, Value] = {}
    put_texts(values, "by", image.by)
    put_text(values, "licence", image.licence)
    put_text(values, "source", image.source)
    values.update(image.extra)
    return values
