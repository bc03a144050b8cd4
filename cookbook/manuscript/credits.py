"""credits.yaml: who wrote, edited, drew and photographed what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from cookbook.manuscript.fields import Fields, put_text, put_texts
from cookbook.manuscript.frontmatter import Value, read_yaml, unknown_keys, write_yaml

CREDITS_FILE = "credits.yaml"
CREDITS_KEYS = ("people", "entries", "book", "images")
PERSON_KEYS = ("name", "town", "life", "website")
IMAGE_KEYS = ("by", "licence", "source")
AUTHOR = "author"


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
    """Make the id of a person from the name: lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words or "-".join(f"{ord(character):x}" for character in name[:8]) or "anonymous"


def parse_credits(text: str, file: str = CREDITS_FILE) -> Credits:
    """Parse the text of credits.yaml.

    Raises FrontMatterError with file, line and what was expected.
    """
    values = read_yaml(text, file)
    fields = Fields(values, file)
    return Credits(
        people={
            key: _person(Fields(_mapping(fields, "people", value), file, f"people.{key}"))
            for key, value in fields.mapping("people").items()
        },
        entries={
            path: _roles(Fields(_mapping(fields, "entries", value), file, f"entries.{path}"))
            for path, value in fields.mapping("entries").items()
        },
        book=_roles(Fields(fields.mapping("book"), file, "book")),
        images={
            path: _image(Fields(_mapping(fields, "images", value), file, f"images.{path}"))
            for path, value in fields.mapping("images").items()
        },
        extra=unknown_keys(values, CREDITS_KEYS),
    )


def write_credits(credits_: Credits) -> str:
    """Write credits.yaml so that `parse_credits` gives the credits back; one form for one value."""
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


def _mapping(fields: Fields, key: str, value: Value) -> Mapping[str, Value]:
    if isinstance(value, Mapping):
        return value
    if value == "":
        return {}
    raise fields.wrong(key, "keys with values below each name", f"It says {value!r}.")


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
