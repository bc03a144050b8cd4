"""Stage: book.yaml -> the place of every entry: its matter, heading level and number."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from cookbook.manuscript import Book, BookKind, EntryRef
from cookbook.press.entries.cards import Card
from cookbook.press.sections import Matter

IDENTIFIER_SPACE = uuid.UUID("6f1c4f0a-3c55-5d0e-9f2b-1f6a3f8f2c11")
"""Books without an identifier of their own get one from their title in this space."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: its matter, heading level, number, and whether it holds others."""

    entry: str
    matter: Matter
    level: int
    number: str
    has_entries: bool = False


def book_identifier(book: Book) -> str:
    """Give the book's own identifier, or one made from its title and editors."""
    if book.identifier:
        return book.identifier
    return f"urn:uuid:{uuid.uuid5(IDENTIFIER_SPACE, '|'.join([book.title, *book.editors]))}"


def place_entries(book: Book, cards: Mapping[str, Card]) -> list[Place]:
    """Give every entry its place, in reading order; a textbook's chapters get numbers."""
    places: list[Place] = []
    for ref in book.front:
        places += _placed(ref, Matter.FRONT, 1, "")
    chapter = 0
    for part in book.parts:
        level = 2 if part.title else 1
        for ref in part.entries:
            number = ""
            if book.kind is BookKind.TEXTBOOK and _is_numbered(cards[ref.path]):
                chapter += 1
                number = str(chapter)
            places += _placed(ref, Matter.BODY, level, number)
    for ref in book.back:
        places += _placed(ref, Matter.BACK, 1, "")
    return places


def _placed(ref: EntryRef, matter: Matter, level: int, number: str) -> list[Place]:
    places = [Place(ref.path, matter, level, number, bool(ref.entries))]
    for position, below in enumerate(ref.entries, start=1):
        under = f"{number}.{position}" if number else ""
        places += _placed(below, matter, level + 1, under)
    return places


def _is_numbered(card: Card) -> bool:
    return not card.is_recipe and card.numbered is not False and not card.role
