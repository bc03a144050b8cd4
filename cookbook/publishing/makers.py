"""What was said of pictures when they came in -> a book's credits, where they don't know better."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from cookbook.manuscript import Credits, parse_credits, write_credits
from cookbook.manuscript import Person as CreditedPerson
from cookbook.manuscript.credits import ImageCredit
from cookbook.publishing.lives import free_identifier


@dataclass(frozen=True)
class Made:
    """A picture of a book: its path, the name of whoever made it, and its licence, "" for none."""

    path: str
    maker: str = ""
    licence: str = ""


def credits_with_makers(text: str, pictures: Iterable[Made]) -> str:
    """Add pictures with their makers and licences to the text of credits.yaml.

    A picture that the credits name already stays as an editor wrote it. A maker whom they know by
    name gets no second entry. Without anything to add, the text stays as it is, byte for byte.
    """
    credits_ = parse_credits(text) if text else Credits()
    people, images = dict(credits_.people), dict(credits_.images)
    ids = {person.name: identifier for identifier, person in reversed(people.items())}
    for each in pictures:
        maker, licence = (" ".join(words.split()) for words in (each.maker, each.licence))
        if each.path in images or not (maker or licence):
            continue
        if maker and maker not in ids:
            ids[maker] = free_identifier(maker, people)
            people[ids[maker]] = CreditedPerson(maker)
        images[each.path] = ImageCredit((ids[maker],) if maker else (), licence)
    if len(images) == len(credits_.images):
        return text
    return write_credits(dataclasses.replace(credits_, people=people, images=images))
